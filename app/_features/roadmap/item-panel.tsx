"use client";

import { ArrowLeft, X } from "lucide-react";
import type { RoadmapEntry, RoadmapEntryDetail, RoadmapView } from "../../../server/contract/work.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { Button } from "../../_ui/button.tsx";
import { ErrorBoundary } from "../../_ui/error-boundary.tsx";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import type { Commands } from "./commands.ts";
import { ItemActions } from "./item-actions.tsx";
import { ItemFacts } from "./item-facts.tsx";
import { ItemId } from "./item-id.tsx";
import { ItemLists } from "./item-lists.tsx";
import { ItemRuns } from "./item-runs.tsx";
import { NextFlag } from "./next-flag.tsx";
import { roadmapApi } from "./paths.ts";
import { sectionText } from "./section-text.ts";
import { SHOWN_HINTS, SHOWN_WORDS } from "./status-words.ts";

interface Props {
	view: RoadmapView;
	/** Another number with each new view: then its details are read again. */
	turn: number;
	item: RoadmapEntry;
	commands: Commands;
	onClose: () => void;
}

/** One item: where it stands, what was done about it, and its section of the file. */
export function ItemPanel({ view, turn, item, commands, onClose }: Props) {
	const fetched = useFetched<RoadmapEntryDetail>(roadmapApi(view.daemon, "items", item.ref), String(turn));
	return (
		<article aria-labelledby="item" className="grid content-start gap-4 p-4 pb-20 desk:px-6 desk:py-5 desk:pb-20">
			<div className="flex items-center gap-x-3">
				<Button look="quiet" onClick={onClose} className="-ml-3 desk:hidden">
					<ArrowLeft aria-hidden="true" size={16} /> Roadmap
				</Button>
				<div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 max-desk:justify-end">
					<ItemId id={item.ref} alias={item.alias} />
					<span title={SHOWN_HINTS[item.shown]}>
						<StateBadge state={SHOWN_WORDS[item.shown]} />
					</span>
					{item.next && <NextFlag />}
				</div>
				<button
					type="button"
					onClick={onClose}
					aria-label="Close the item"
					title="Close (Esc)"
					className="grid size-7 flex-none place-items-center rounded-md text-ink-2 hover:bg-raise hover:text-ink max-desk:hidden"
				>
					<X aria-hidden="true" size={16} strokeWidth={1.75} />
				</button>
			</div>
			<h2 id="item" data-item-title tabIndex={-1} className="text-title font-strong break-words outline-none">
				<SafeText text={item.title || "Without a title"} />
			</h2>
			<ItemActions item={item} commands={commands} />
			{item.aside !== null && <Aside reason={item.aside} />}
			<ItemFacts view={view} item={item} detail={fetched.status === "ready" ? fetched.value : null} />
			{fetched.status === "ready" && (
				<ErrorBoundary key={item.ref} fallback={<p>Its section could not be drawn; the others still can.</p>}>
					<ItemRuns runs={fetched.value.runs} />
					<ItemLists detail={fetched.value} />
					<Section detail={fetched.value} />
				</ErrorBoundary>
			)}
			{fetched.status === "loading" && <Loading />}
			{fetched.status === "failed" && (
				<p role="alert" className="rounded-md bg-warn-soft px-3.5 py-2.5">
					<SafeText text={fetched.reason} />
				</p>
			)}
		</article>
	);
}

/** The address names an item that is not there. */
export function NoSuchItem({ name, onClose }: { name: string; onClose: () => void }) {
	return (
		<div className="grid justify-items-start gap-2 p-4 desk:px-6 desk:py-5">
			<h2 data-item-title tabIndex={-1} className="text-title font-strong outline-none">
				<SafeText text={name} /> is not in the roadmap
			</h2>
			<p className="text-ink-2">It may have been removed from the file, or have another id by now.</p>
			<Button onClick={onClose}>Back to the roadmap</Button>
		</div>
	);
}

function Aside({ reason }: { reason: string }) {
	return (
		<p className="rounded-md bg-warn-soft px-3.5 py-2.5 break-words">
			<b className="font-semibold">Set aside</b>
			{reason && (
				<>
					: <SafeText text={reason} />
				</>
			)}
		</p>
	);
}

function Section({ detail }: { detail: RoadmapEntryDetail }) {
	const text = sectionText(detail.body);
	return (
		<section aria-label="Section of the file" className="grid gap-3 border-t border-line pt-4">
			{text === "" ? (
				<p className="text-ink-2">The file says nothing more about it.</p>
			) : (
				<MarkdownBody source={text} />
			)}
		</section>
	);
}

function Loading() {
	return (
		<div className="grid gap-3.5 border-t border-line pt-4">
			<Skeleton className="w-3/5" />
			<Skeleton className="w-4/5" />
			<Skeleton className="w-2/3" />
			<Skeleton className="h-24 w-full" />
		</div>
	);
}
