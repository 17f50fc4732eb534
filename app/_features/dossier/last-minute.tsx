import type { VitalSample } from "../../../server/contract/state.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { bytes, percent } from "../../_words/quantity.ts";

const WIDTH = 300;
const HEIGHT = 40;

/** What its process tree used before the end. */
export function LastMinute({ vitals }: { vitals: readonly VitalSample[] }) {
	return (
		<Panel labelledBy="last-minute">
			<PanelHead id="last-minute" title="Its last minute" />
			{vitals.length === 0 ? (
				<EmptyState title="Not known">It did not run long enough to be measured, or nobody watched.</EmptyState>
			) : (
				<div className="grid tablet:grid-cols-2">
					<Line name="CPU" values={vitals.map(([, cpu]) => cpu)} words={percent} />
					<Line name="Memory" values={vitals.map(([, , memory]) => memory)} words={bytes} />
				</div>
			)}
		</Panel>
	);
}

interface LineProps {
	name: string;
	values: readonly (number | null)[];
	words: (value: number) => string;
}

function Line({ name, values, words }: LineProps) {
	const known = values.filter((value) => value !== null);
	const last = known.at(-1);
	if (last === undefined) return null;
	const top = Math.max(...known);
	const summary = `${words(last)} at the end, at most ${words(top)}`;
	return (
		<div className="min-w-0 border-line px-4 py-3 not-first:border-t tablet:not-first:border-t-0 tablet:not-first:border-l">
			<p className="text-label text-ink-2">{name}, whole tree</p>
			<p className="font-semibold">{summary}</p>
			<svg
				viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
				preserveAspectRatio="none"
				aria-hidden="true"
				className="mt-1.5 h-10 w-full"
			>
				<path
					d={pathOf(values, top)}
					className="fill-none stroke-accent"
					strokeWidth="1.5"
					vectorEffect="non-scaling-stroke"
				/>
			</svg>
		</div>
	);
}

/** From zero to the highest value; where nothing is known the line has a gap. */
function pathOf(values: readonly (number | null)[], top: number): string {
	const step = WIDTH / Math.max(1, values.length - 1);
	let drawing = false;
	return values
		.map((value, index) => {
			if (value === null) {
				drawing = false;
				return "";
			}
			const point = `${(index * step).toFixed(1)} ${(HEIGHT - 1 - (value / Math.max(top, 1)) * (HEIGHT - 2)).toFixed(1)}`;
			const command = drawing ? "L" : "M";
			drawing = true;
			return `${command}${point}`;
		})
		.join("");
}
