"use client";

import { followedBy } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { excerpt } from "./excerpt.ts";
import { searchWords } from "./search-words.ts";
import { useLogSearch } from "./use-log-search.ts";
import { logsPage, type Place } from "./use-place.ts";

interface Props {
	name: string;
	search: string;
	place: Place;
	go: (place: Place) => void;
}

/** What a search found, the newest line first; each leads to its place in the log. */
export function LogSearchView({ name, search, place, go }: Props) {
	const found = useLogSearch(name, search);
	const { hits, state, reason } = found;
	const words = searchWords({ found: hits.length, state, isMore: found.older !== null });
	const nothing = state === "ready" && hits.length === 0 && !found.older;
	return (
		<section aria-label="Search results" className="min-h-0 flex-1 overflow-auto bg-panel">
			<div role="status">
				{words && <p className="border-b border-line px-4 py-2 text-small text-ink-2 desk:px-6">{words}</p>}
				{nothing && (
					<EmptyState title="No line has this text">
						Looked through all that is kept of this log, rotated files included. Capital letters make no difference.
					</EmptyState>
				)}
			</div>
			<ol className="font-mono text-small">
				{hits.map(({ offset, text }) => (
					<li key={offset} className="border-b border-line">
						<a
							href={logsPage({ ...place, daemon: name, at: offset })}
							onClick={followedBy(() => go({ ...place, daemon: name, at: offset }))}
							className="block px-4 py-1.5 leading-4.75 wrap-anywhere whitespace-pre-wrap -outline-offset-2 hover:bg-raise desk:px-6 pointer-coarse:py-3"
						>
							<Excerpt text={text} search={search} />
						</a>
					</li>
				))}
			</ol>
			{state === "loading" && hits.length === 0 && (
				<div className="grid gap-3.5 px-4 py-4 desk:px-6">
					{["w-3/5", "w-2/5", "w-1/2"].map((width) => (
						<Skeleton key={width} className={width} />
					))}
				</div>
			)}
			<div className="flex items-center gap-3 px-4 py-3 desk:px-6">
				{state === "failed" && (
					<>
						<p role="alert" className="text-small text-bad">
							{reason}
						</p>
						<Button size="small" onClick={found.again}>
							Try again
						</Button>
					</>
				)}
				{found.older && (
					<Button size="small" onClick={found.older} disabled={state === "loading"}>
						{state === "loading" ? "Looking…" : "Look further back"}
					</Button>
				)}
			</div>
		</section>
	);
}

/** The part of a line that was found, marked. */
function Excerpt({ text, search }: { text: string; search: string }) {
	return excerpt(text, search).map(({ piece, isHit }, index) =>
		isHit ? (
			// biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
			<mark key={index} className="rounded-sm bg-warn-soft font-semibold text-ink">
				{piece}
			</mark>
		) : (
			// biome-ignore lint/suspicious/noArrayIndexKey: as above
			<SafeText key={index} text={piece} />
		),
	);
}
