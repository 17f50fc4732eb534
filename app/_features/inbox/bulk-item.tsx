import type { Question } from "../../../server/contract/question.ts";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { Attachments } from "./attachments.tsx";
import type { RecordLookup } from "./record-lookup.ts";
import { Thread } from "./thread.tsx";
import { useRecord } from "./use-record.ts";

export type ItemState = { status: "sending" | "answered" } | { status: "failed"; reason: string };

interface Props {
	question: Question;
	label: string;
	state: ItemState | null;
	/** Answers are being sent: each of them changes the inbox, and nothing of what is asked here. */
	isSending: boolean;
}

/** One of several questions, whole, with the answer it gets and what became of it. */
export function BulkItem({ question, label, state, isSending }: Props) {
	const { ticket, title } = question;
	const lookup = useRecord(ticket, isSending);
	return (
		<li className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-md border border-line px-3.5 py-2.5">
			<p className="font-semibold break-words whitespace-pre-line">
				<span className="mr-2 font-mono text-small font-normal text-ink-2">{ticket}</span>
				<SafeText text={title} />
			</p>
			<ItemRecord lookup={lookup} />
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

/** What is asked, whole; or that some of it is not to be seen, which keeps it from being answered here. */
export function ItemRecord({ lookup }: { lookup: RecordLookup }) {
	if (lookup.status === "loading") return <Skeleton className="w-2/3" />;
	if (lookup.status === "failed") return <Unseen reason={lookup.reason} />;
	const { question, thread, awaited } = lookup;
	return (
		<>
			{question.body && <MarkdownBody source={question.body} diffs="whole" />}
			<Attachments question={question} />
			{awaited?.reason && question.messages > 0 ? (
				<Unseen reason={awaited.reason} />
			) : (
				<Thread question={question} thread={thread} />
			)}
		</>
	);
}

function Unseen({ reason }: { reason: string }) {
	return (
		<p data-unseen className="text-bad">
			<SafeText text={reason} /> It cannot be answered unseen: open it by itself, or leave it out.
		</p>
	);
}
