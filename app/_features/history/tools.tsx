"use client";

import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { followedBy } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { ToolSelect } from "../../_ui/tool-select.tsx";
import { type Choice, historyPage } from "./paths.ts";
import { choiceOf } from "./use-choice.ts";
import type { Subject } from "./use-subjects.ts";
import { type Chosen, moved, RANGES, windowOf, zoomed } from "./window.ts";

interface Props {
	subjects: readonly Subject[];
	daemon: string | null;
	choice: Choice;
	choose: (choice: Choice) => void;
}

/** Whose history, and of what time. All of it works by keyboard; the charts can be dragged over as well. */
export function Tools({ subjects, daemon, choice, choose }: Props) {
	const { range } = choice;
	const to = (chosen: Chosen) => choose({ daemon, range: chosen });
	const now = () => Date.now();
	// As the address is by now: of two keys in a row the second comes before the page was drawn for the first.
	const shown = () => windowOf(choiceOf(new URLSearchParams(window.location.search)).range, now());
	const earlier = () => to(moved(shown(), -0.5, now()));
	const later = () => to(moved(shown(), 0.5, now()));
	const closer = () => to(zoomed(shown(), 0.5, now()));
	const wider = () => to(zoomed(shown(), 2, now()));
	const live = typeof range === "string";
	useKeys([
		{ keys: "1-9", label: "1 h, 24 h, 7 d, 30 d, 1 y", group: "History", run: (digit) => pick(digit, to) },
		{ keys: "[", label: "Earlier", group: "History", run: earlier },
		{ keys: "]", label: "Later", group: "History", run: () => (live ? false : later()) },
		{ keys: "+", label: "Look closer", group: "History", run: closer },
		{ keys: "-", label: "See more", group: "History", run: wider },
	]);
	return (
		<div className="flex flex-none flex-wrap items-center gap-2 border-b border-line bg-panel px-4 py-2.5 desk:px-6">
			<ToolSelect
				label="History of"
				value={daemon ?? ""}
				onValue={(name) => choose({ ...choice, daemon: name })}
				className="max-w-[60vw]"
			>
				{daemon === null && <option value="">Choose a daemon</option>}
				<Options subjects={subjects} />
			</ToolSelect>
			<nav aria-label="Range" className="flex gap-1">
				{RANGES.map(({ id, label, words }) => (
					<a
						key={id}
						href={historyPage({ daemon, range: id })}
						onClick={followedBy(() => to(id))}
						aria-current={range === id ? "true" : undefined}
						title={words}
						className={classNames(
							"rounded-md px-2.5 py-0.75 text-[0.8125rem] font-semibold whitespace-nowrap pointer-coarse:py-2.5",
							range === id ? "bg-accent-soft text-ink" : "text-ink-2 hover:bg-raise hover:text-ink",
						)}
					>
						{label}
					</a>
				))}
			</nav>
			<div className="flex gap-1 desk:ml-auto">
				<Step label="Earlier" onClick={earlier}>
					<ChevronLeft aria-hidden="true" size={14} />
				</Step>
				<Step label="Later" onClick={later} disabled={live}>
					<ChevronRight aria-hidden="true" size={14} />
				</Step>
				<Step label="Look closer" onClick={closer}>
					<ZoomIn aria-hidden="true" size={14} />
				</Step>
				<Step label="See more" onClick={wider}>
					<ZoomOut aria-hidden="true" size={14} />
				</Step>
			</div>
		</div>
	);
}

function Options({ subjects }: { subjects: readonly Subject[] }) {
	const gone = subjects.filter(({ configured }) => !configured);
	return (
		<>
			{subjects
				.filter(({ configured }) => configured)
				.map(({ name }) => (
					<option key={name}>{name}</option>
				))}
			{gone.length > 0 && (
				<optgroup label="Not in config.json any more">
					{gone.map(({ name }) => (
						<option key={name}>{name}</option>
					))}
				</optgroup>
			)}
		</>
	);
}

function Step({
	label,
	onClick,
	disabled = false,
	children,
}: {
	label: string;
	onClick: () => void;
	disabled?: boolean;
	children: ReactNode;
}) {
	return (
		<Button aria-label={label} title={label} onClick={onClick} disabled={disabled} className="px-2 pointer-coarse:w-11">
			{children}
		</Button>
	);
}

function pick(digit: number, to: (range: Chosen) => void): boolean {
	const range = RANGES[digit - 1];
	if (range) to(range.id);
	return range !== undefined;
}
