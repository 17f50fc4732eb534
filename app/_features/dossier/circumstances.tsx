import type { ReactNode } from "react";
import type { Dossier } from "../../../server/contract/dossier.ts";
import { shellWord } from "../../../server/contract/shell-word.ts";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { exitSentence } from "../../_words/exit-words.ts";
import { span } from "../../_words/time.ts";

/** How it ended or hung, what followed, and what ran. */
export function Circumstances({ dossier }: { dossier: Dossier }) {
	const { exit, diagnosis, decision, ranMs, command, cwd, instance } = dossier;
	return (
		<Panel labelledBy="circumstances">
			<PanelHead id="circumstances" title="What happened" />
			<dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-3">
				{exit && (
					<Row name="End">
						<SafeText text={exitSentence(exit)} />
					</Row>
				)}
				{diagnosis && (
					<Row name="Diagnosis">
						<SafeText text={diagnosis} />
					</Row>
				)}
				{decision && (
					<Row name="Then">
						<SafeText text={decision} />
					</Row>
				)}
				{ranMs !== null && <Row name="Ran for">{span(ranMs)}</Row>}
				<Row name="Command">
					<Code text={command.map(shellWord).join(" ")} />
				</Row>
				<Row name="Folder">
					<Code text={cwd} />
				</Row>
				<Row name="Instance">
					<Code text={instance} />
				</Row>
			</dl>
		</Panel>
	);
}

function Row({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-ink-2">{name}</dt>
			<dd className="min-w-0 wrap-anywhere">{children}</dd>
		</>
	);
}

function Code({ text }: { text: string }) {
	return (
		<code className="font-mono text-small">
			<SafeText text={text} mode="code" />
		</code>
	);
}
