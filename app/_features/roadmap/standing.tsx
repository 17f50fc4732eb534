"use client";

import type { RoadmapEntry, RoadmapView } from "../../../server/contract/work.ts";
import { ProgressBar } from "../../_ui/progress-bar.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { count } from "../../_words/quantity.ts";
import { progressOf } from "./arrange.ts";
import { ItemId } from "./item-id.tsx";
import { ItemLink } from "./item-link.tsx";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_HINTS, SHOWN_WORDS } from "./status-words.ts";

/** How far the roadmap is, what is in work, and what comes next, or why nothing does. */
export function Standing({ view }: { view: RoadmapView }) {
	const { done, of } = progressOf(view.items);
	const { next } = view;
	const working = view.items.filter(({ shown }) => shown === "working");
	const upcoming = "ref" in next ? view.items.find(({ ref }) => ref === next.ref) : undefined;
	return (
		<div className="flex flex-none items-baseline gap-x-8 gap-y-1 border-b border-line bg-panel px-4 py-2.5 max-desk:flex-col desk:px-6">
			{working.slice(0, 1).map((item) => (
				<p key={item.ref} className="flex max-w-full min-w-0 items-baseline gap-2 desk:max-w-[45%] desk:flex-none">
					<StatusMark state={SHOWN_WORDS.working} hint={SHOWN_HINTS.working} />
					<Named item={item} />
					{working.length > 1 && (
						<span className="flex-none text-small text-ink-2">and {count(working.length - 1, "other")}</span>
					)}
				</p>
			))}
			{upcoming ? (
				upcoming.shown !== "working" && (
					<p className="flex max-w-full min-w-0 items-baseline gap-2">
						<b className="flex-none text-small font-strong">{working.length > 0 ? "Then" : "Next"}</b>
						<Named item={upcoming} />
					</p>
				)
			) : (
				<p className="min-w-0">
					<b className="mr-2 text-small font-strong">
						{working.length > 0 ? "Nothing comes after it" : "Nothing comes next"}
					</b>
					<span className="text-ink-2">{"why" in next && <SafeText text={next.why} />}</span>
				</p>
			)}
			<div className="ml-auto flex flex-none items-center gap-3 max-desk:hidden">
				<span className="w-24">
					<ProgressBar value={of === 0 ? null : done / of} label="Items done" />
				</span>
				<span className="text-small whitespace-nowrap text-ink-2">
					{done} of {count(of, "item")} done
				</span>
			</div>
		</div>
	);
}

function Named({ item }: { item: RoadmapEntry }) {
	return (
		<>
			<ItemId id={item.ref} className="flex-none" />
			<ItemLink item={item.ref} className="min-w-0 truncate font-semibold hover:underline">
				<SafeText text={item.title || "Without a title"} />
			</ItemLink>
		</>
	);
}
