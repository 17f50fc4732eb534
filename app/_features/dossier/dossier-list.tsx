"use client";

import type { DossierEntry } from "../../../server/contract/dossier.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";
import { span } from "../../_words/time.ts";
import { dossiersApi, dossiersPage } from "./paths.ts";
import { Trail } from "./trail.tsx";

/** The dossiers of one daemon, the newest first. A new end or hang brings a new one in. */
export function DossierList({ name }: { name: string }) {
	const daemon = useDaemonFacts((state) => daemonNamed(state, name));
	const version = `${daemon?.lastExit?.at} ${daemon?.phase} ${daemon?.health}`;
	const fetched = useFetched<{ dossiers: DossierEntry[] }>(dossiersApi(name), version);
	return (
		<div className="grid w-full max-w-[900px] gap-3 p-4 desk:p-6">
			<Trail name={name} />
			<h1 className="text-title font-strong break-words">
				Crashes and hangs of <SafeText text={name} />
			</h1>
			<Panel labelledBy="dossiers">
				<PanelHead id="dossiers" title="Dossiers">
					<span className="ml-auto text-small text-ink-2">the newest twenty are kept</span>
				</PanelHead>
				{fetched.status === "loading" && <Loading />}
				{fetched.status === "failed" && <EmptyState title="They cannot be shown">{fetched.reason}</EmptyState>}
				{fetched.status === "ready" && <Entries entries={fetched.value.dossiers} />}
			</Panel>
		</div>
	);
}

function Entries({ entries }: { entries: readonly DossierEntry[] }) {
	if (entries.length === 0) {
		return (
			<EmptyState title="Nothing has gone wrong yet">
				When this daemon ends and nobody asked it to, or does not respond any more, what is known of that is kept here:
				its last words, its task, what it used, and what has changed since it last ran well.
			</EmptyState>
		);
	}
	return (
		<ol>
			{entries.map((entry) => (
				<li key={entry.id} className="border-line px-4 py-2.5 not-first:border-t">
					<div className="flex flex-wrap items-baseline gap-x-3">
						<AppLink href={dossiersPage(entry.daemon, entry.id)} className="font-semibold text-accent hover:underline">
							<SafeText text={entry.title} />
						</AppLink>
						<RelativeTime at={entry.at} className="text-small text-ink-2" />
					</div>
					<p className="text-small text-ink-2">{summaryOf(entry)}</p>
				</li>
			))}
		</ol>
	);
}

function summaryOf({ cause, ranMs, changed }: DossierEntry): string {
	return [
		cause === null ? "hang" : `cause: ${cause}`,
		ranMs !== null && `ran for ${span(ranMs)}`,
		changed !== null &&
			(changed === 0 ? "nothing changed since it ran well" : `${count(changed, "change")} since it ran well`),
	]
		.filter(Boolean)
		.join(" · ");
}

function Loading() {
	return (
		<div className="grid gap-3.5 px-4 py-4">
			{["w-4/5", "w-3/5", "w-2/3"].map((width) => (
				<Skeleton key={width} className={width} />
			))}
		</div>
	);
}
