"use client";

import type { RoadmapEntry, RoadmapView } from "../../../server/contract/work.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { count } from "../../_words/quantity.ts";
import { progressOf } from "./arrange.ts";
import { ItemId } from "./item-id.tsx";
import { ItemLink } from "./item-link.tsx";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_WORDS } from "./status-words.ts";

/** How far the roadmap is, what is in work, and what comes next, or why nothing does. */
export function Standing({ view }: { view: RoadmapView }) {
	const { done, of } = progressOf(view.items);
	const { next } = view;
	const working = view.items.filter(({ shown }) => shown === "working");
	const upcoming = "ref" in next ? view.items.find(({ ref }) => ref === next.ref) : undefined;
	return (
		<div className="flex flex-none flex-wrap items-baseline gap-x-6 gap-y-1 border-b border-line bg-panel px-4 py-2.5 desk:px-6">
			{working.slice(0, 1).map((item) => (
				<p key={item.ref} className="flex min-w-0 items-baseline gap-2">
					<StatusMark state={SHOWN_WORDS.working} />
					<Named item={item} />
					{working.length > 1 && (
						<span className="text-small text-ink-2">and {count(working.length - 1, "other")}</span>
					)}
				</p>
			))}
			<p className="flex min-w-0 items-baseline gap-2">
				<b className="text-small font-strong whitespace-nowrap">{working.length > 0 ? "Then" : "Next"}</b>
				{upcoming ? (
					<Named item={upcoming} />
				) : (
					<span className="min-w-0 text-ink-2">nothing. {"why" in next && <SafeText text={next.why} />}</span>
				)}
			</p>
			<p className="ml-auto text-small whitespace-nowrap text-ink-2 max-tablet:ml-0">
				{done} of {count(of, "item")} done
			</p>
		</div>
	);
}

function Named({ item }: { item: RoadmapEntry }) {
	return (
		<>
			<ItemId id={item.id} />
			<ItemLink item={item.ref} className="min-w-0 truncate font-semibold hover:underline">
				<SafeText text={item.title || "Without a title"} />
			</ItemLink>
		</>
	);
}
