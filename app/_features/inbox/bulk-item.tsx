import type { Question } from "../../../server/contract/question.ts";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { Attachments } from "./attachments.tsx";
import { Thread } from "./thread.tsx";
import { useRecord } from "./use-record.ts";

export type ItemState = { status: "sending" | "answered" } | { status: "failed"; reason: string };

/** One of several questions, whole, with the answer it gets and what became of it. */
export function BulkItem({ question, label, state }: { question: Question; label: string; state: ItemState | null }) {
	const { ticket, title } = question;
	const lookup = useRecord(ticket);
	return (
		<li className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-md border border-line px-3.5 py-2.5">
			<p className="font-semibold break-words whitespace-pre-line">
				<span className="mr-2 font-mono text-small font-normal text-ink-2">{ticket}</span>
				<SafeText text={title} />
			</p>
			{lookup.status === "loading" && <Skeleton className="w-2/3" />}
			{lookup.status === "found" && (
				<>
					{lookup.question.body && <MarkdownBody source={lookup.question.body} diffs="whole" />}
					<Attachments question={lookup.question} />
					<Thread question={lookup.question} thread={lookup.thread} />
				</>
			)}
			{lookup.status === "failed" && <p className="text-bad">{lookup.reason}</p>}
			<p className="flex items-start gap-2 text-ink-2">
				{state?.status === "answered" && (
					<span className="mt-1 text-ok">
						<StateShape shape="check" />
					</span>
				)}
				<span className="min-w-0 break-words">
					{state?.status === "answered" ? "Answered: " : state?.status === "sending" ? "Sending: " : "Answer: "}
					<b className="font-semibold text-ink">
						<SafeText text={label} mode="code" />
					</b>
				</span>
			</p>
			{state?.status === "failed" && (
				<p role="alert" className="font-semibold text-bad">
					<SafeText text={state.reason} />
				</p>
			)}
		</li>
	);
}
