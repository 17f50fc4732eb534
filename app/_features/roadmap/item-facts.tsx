"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { RoadmapEntry, RoadmapEntryDetail, RoadmapView } from "../../../server/contract/work.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { byName, idKey } from "./arrange.ts";
import { ItemLink } from "./item-link.tsx";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_HINTS, SHOWN_WORDS } from "./status-words.ts";

interface Props {
	view: RoadmapView;
	item: RoadmapEntry;
	/** Null while it is read. */
	detail: RoadmapEntryDetail | null;
}

/** What the item waits for, where it is worked on, where it stands in the file, and what is odd about it there. */
export function ItemFacts({ view, item, detail }: Props) {
	const { tickets, dependsOn, estimate, run, warnings, line } = item;
	return (
		<dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5">
			{tickets.length > 0 && (
				<Fact name="Asks you">
					<span className="flex flex-wrap gap-x-3 text-wait">
						{tickets.map((ticket) => (
							<TicketLink key={ticket} ticket={ticket} />
						))}
					</span>
				</Fact>
			)}
			{estimate && (
				<Fact name="Estimate">
					<SafeText text={estimate} />
				</Fact>
			)}
			{dependsOn.length > 0 && (
				<Fact name="Depends on">
					<Dependencies view={view} ids={dependsOn} />
				</Fact>
			)}
			{run && (
				<Fact name="Branch">
					<span className="font-mono text-small break-all">
						<SafeText text={run.branch} mode="code" />
					</span>
				</Fact>
			)}
			{run && (run.status === "running" || run.status === "parked" || run.status === "review") && (
				<Fact name="Worktree">
					<span className="font-mono text-small break-all">
						<SafeText text={run.worktree} mode="code" />
					</span>
				</Fact>
			)}
			<Fact name="In the file">
				{detail && detail.endLine > line ? `lines ${line} to ${detail.endLine}` : `line ${line}`}
			</Fact>
			{warnings.length > 0 && (
				<Fact name="Unclear">
					<ul className="grid gap-1">
						{warnings.map((warning, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew from the file each time
							<li key={index} className="flex gap-2">
								<TriangleAlert
									aria-hidden="true"
									size={14}
									strokeWidth={1.75}
									className="mt-0.75 flex-none text-warn"
								/>
								<span className="min-w-0 break-words">
									<SafeText text={/^line \d/i.test(warning) ? warning : `Line ${line}: ${warning}`} />
								</span>
							</li>
						))}
					</ul>
				</Fact>
			)}
		</dl>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-ink-2">{name}</dt>
			<dd className="min-w-0">{children}</dd>
		</>
	);
}

function Dependencies({ view, ids }: { view: RoadmapView; ids: readonly string[] }) {
	const names = useMemo(() => byName(view.items), [view.items]);
	return (
		<ul className="grid gap-1">
			{ids.map((id) => {
				const item = names.get(idKey(id));
				return (
					<li key={id} className="flex min-w-0 items-baseline gap-2">
						{item ? (
							<>
								<StatusMark state={SHOWN_WORDS[item.shown]} hint={SHOWN_HINTS[item.shown]} />
								<ItemLink item={item.ref} className="min-w-0 truncate hover:underline">
									<span className="font-mono text-small text-ink-2">
										<SafeText text={id} />
									</span>{" "}
									<SafeText text={item.title} />
								</ItemLink>
							</>
						) : (
							<>
								<span className="font-mono text-small">
									<SafeText text={id} />
								</span>
								<span className="text-small text-warn">not in the roadmap</span>
							</>
						)}
					</li>
				);
			})}
		</ul>
	);
}
