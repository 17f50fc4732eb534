import type { Dossier } from "../../../server/contract/dossier.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Before } from "./before.tsx";

/** What it said of itself last: its task and how far it was. */
export function LastWords({ dossier: { status, heartbeatAt, at } }: { dossier: Dossier }) {
	return (
		<Panel labelledBy="last-words">
			<PanelHead id="last-words" title="What it was doing">
				{heartbeatAt && <Before at={heartbeatAt} end={at} what="heard of" />}
			</PanelHead>
			{status ? (
				<div className="grid gap-2 px-4 py-3">
					{status.task && (
						<p className="font-semibold wrap-anywhere">
							<SafeText text={`${status.task.id} · ${status.task.title}`} />
						</p>
					)}
					{[status.activity, status.message, status.problem].filter(Boolean).map((text) => (
						<p key={text} className="wrap-anywhere text-ink-2">
							<SafeText text={text ?? ""} />
						</p>
					))}
					{status.plan && status.plan.length > 0 && <Plan steps={status.plan} />}
				</div>
			) : (
				<EmptyState title="It did not say">It wrote no status file.</EmptyState>
			)}
		</Panel>
	);
}

function Plan({ steps }: { steps: NonNullable<NonNullable<Dossier["status"]>["plan"]> }) {
	return (
		<ol className="grid gap-1">
			{steps.map((step, index) => (
				// Steps have no identity but their place.
				// biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
				<li key={index} className="grid grid-cols-[88px_minmax(0,1fr)] gap-2">
					<span className="text-small leading-5 text-ink-2">{step.status.replace("_", " ")}</span>
					<span className="wrap-anywhere">
						<SafeText text={step.title} />
					</span>
				</li>
			))}
		</ol>
	);
}
