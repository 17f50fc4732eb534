"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { StateShape } from "../../_ui/state-badge.tsx";
import { countsOf } from "./arrange.ts";
import { SHOWN_HINTS, SHOWN_STATUSES, SHOWN_WORDS } from "./status-words.ts";
import type { Placing } from "./use-place.ts";

/** How many items stand how. Each narrows the list to those; several widen it again. */
export function Filters({ items, placing }: { items: readonly RoadmapEntry[]; placing: Placing }) {
	const { place, go } = placing;
	const counts = useMemo(() => new Map(countsOf(items).map(({ status, count }) => [status, count])), [items]);
	const unclear = useMemo(() => items.filter(({ warnings }) => warnings.length > 0).length, [items]);
	const all = place.shown.length === 0 && !place.unclear;
	return (
		<fieldset className="flex min-w-0 flex-none gap-1.5 overflow-x-auto border-b border-line bg-panel px-4 py-2 desk:flex-wrap desk:px-6">
			<legend className="sr-only">Show only</legend>
			<Chip on={all} onClick={() => go({ shown: [], unclear: false }, "replace")} count={items.length}>
				All
			</Chip>
			{SHOWN_STATUSES.filter((status) => counts.has(status) || place.shown.includes(status)).map((status) => {
				const on = place.shown.includes(status);
				const shown = on ? place.shown.filter((one) => one !== status) : [...place.shown, status];
				return (
					<Chip
						key={status}
						on={on}
						hint={SHOWN_HINTS[status]}
						onClick={() => go({ shown }, "replace")}
						count={counts.get(status) ?? 0}
					>
						<StateShape shape={SHOWN_WORDS[status].shape} />
						{SHOWN_WORDS[status].word}
					</Chip>
				);
			})}
			{(unclear > 0 || place.unclear) && (
				<Chip
					on={place.unclear}
					hint="Items with something in the file that could not be read as it was perhaps meant."
					onClick={() => go({ unclear: !place.unclear }, "replace")}
					count={unclear}
				>
					<TriangleAlert aria-hidden="true" size={11} strokeWidth={2} />
					Unclear
				</Chip>
			)}
		</fieldset>
	);
}

interface ChipProps {
	on: boolean;
	hint?: string;
	onClick: () => void;
	count: number;
	children: ReactNode;
}

function Chip({ on, hint, onClick, count, children }: ChipProps) {
	return (
		<button
			type="button"
			aria-pressed={on}
			title={hint}
			onClick={onClick}
			className={classNames(
				"inline-flex h-6.5 flex-none items-center gap-1.5 rounded-pill border px-2.5 text-small font-semibold whitespace-nowrap pointer-coarse:h-9",
				on ? "border-accent bg-accent-soft text-ink" : "border-line-strong text-ink-2 hover:bg-raise hover:text-ink",
			)}
		>
			{children} <span className="font-normal">{count}</span>
		</button>
	);
}
