"use client";

import type { Dossier } from "../../../server/contract/dossier.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { Changes } from "./changes.tsx";
import { Circumstances } from "./circumstances.tsx";
import { Downloads } from "./downloads.tsx";
import { ExactTime } from "./exact-time.tsx";
import { LastMinute } from "./last-minute.tsx";
import { LastWords } from "./last-words.tsx";
import { LogEnd } from "./log-end.tsx";
import { dossiersApi } from "./paths.ts";
import { Trail } from "./trail.tsx";

/** One dossier: what happened and what changed first, the log last. */
export function DossierView({ name, id }: { name: string; id: string }) {
	const fetched = useFetched<Dossier>(dossiersApi(name, id));
	return (
		<div className="grid w-full max-w-[1240px] gap-3 p-4 desk:p-6">
			<Trail name={name} inOne />
			{fetched.status === "ready" ? <Whole dossier={fetched.value} /> : <NotYet fetched={fetched} name={name} />}
		</div>
	);
}

function Whole({ dossier }: { dossier: Dossier }) {
	const { daemon, title, at, id } = dossier;
	return (
		<>
			<div className="flex flex-wrap items-start gap-x-4 gap-y-2">
				<div className="min-w-0 flex-[1_1_260px]">
					<h1 className="text-title font-strong break-words">
						<SafeText text={daemon} />: <SafeText text={title} />
					</h1>
					<p className="text-ink-2">
						<RelativeTime at={at} />, <ExactTime at={at} />
					</p>
				</div>
				<Downloads name={daemon} id={id} />
			</div>
			<div className="grid items-start gap-4 wide:grid-cols-2">
				<div className="grid min-w-0 gap-4">
					<Circumstances dossier={dossier} />
				</div>
				<div className="grid min-w-0 gap-4">
					<Changes dossier={dossier} />
					<LastWords dossier={dossier} />
					<LastMinute vitals={dossier.vitals} />
				</div>
			</div>
			<LogEnd lines={dossier.log} />
			<p className="text-small text-ink-2">
				Secrets that Nightshift knows or recognises are blotted out. Look through it before you send it on.
			</p>
		</>
	);
}

function NotYet({
	fetched,
	name,
}: {
	fetched: { status: "loading" } | { status: "failed"; reason: string };
	name: string;
}) {
	return (
		<>
			<h1 className="text-title font-strong break-words">
				A dossier of <SafeText text={name} />
			</h1>
			<Panel labelledBy="dossier">
				<PanelHead id="dossier" title="Dossier" />
				{fetched.status === "failed" ? (
					<EmptyState title="It cannot be shown">{fetched.reason}</EmptyState>
				) : (
					<div className="grid gap-3.5 px-4 py-4">
						<Skeleton className="w-3/5" />
						<Skeleton className="w-4/5" />
					</div>
				)}
			</Panel>
		</>
	);
}
