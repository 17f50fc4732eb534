"use client";

import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { useKeys } from "../../_keys/use-keys.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { ErrorBoundary } from "../../_ui/error-boundary.tsx";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { UrgencyPill } from "../../_ui/urgency-pill.tsx";
import { count } from "../../_words/quantity.ts";
import { deadlineSentence, KIND_WORDS } from "../../_words/question-words.ts";
import { AnswerForm } from "./answer-form.tsx";
import { AskBack } from "./ask-back.tsx";
import { AskerNote } from "./asker-note.tsx";
import { Asleep } from "./asleep.tsx";
import { Attachments } from "./attachments.tsx";
import { rememberAnswer } from "./done-store.ts";
import { Outcome } from "./outcome.tsx";
import { hrefOf } from "./place.ts";
import type { RecordLookup } from "./record-lookup.ts";
import { Thread } from "./thread.tsx";
import { Trail } from "./trail.tsx";
import { useRecord } from "./use-record.ts";
import type { VerdictKey } from "./verdict-keys.ts";

interface Props {
	ticket: string;
	onBack: () => void;
	/** False while the person is on the way to another one: a key is not for this one any more. */
	isHere?: () => boolean;
	/** Shows it where only the list is shown. */
	onShow?: () => void;
	/** Left out: it cannot be put off here. */
	onSnooze?: (() => void) | null;
	/** Takes a key that is meant for all selected questions. Null: it is for this one. */
	onBulk?: ((key: VerdictKey | number) => void) | null;
	/** This page's answer has been taken. */
	onAnswered: (question: Question) => void;
	/** Leads to the next that waits; null when none does. */
	onNext: (() => void) | null;
}

/** One question: what is asked, by whom, what happens meanwhile, and the answer. */
export function QuestionDetail({ ticket, onBack, ...rest }: Props) {
	const lookup = useRecord(ticket);
	return (
		<article
			aria-labelledby="question"
			className="grid max-w-[860px] grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 desk:px-8 desk:py-6"
		>
			<p className="desk:hidden">
				<Button look="quiet" onClick={onBack} className="-ml-3">
					<ArrowLeft aria-hidden="true" size={16} /> Inbox
				</Button>
			</p>
			{lookup.status === "found" && (
				<ErrorBoundary fallback={<Failed ticket={ticket} reason="It could not be drawn; the others still can." />}>
					<Found record={lookup} {...rest} />
				</ErrorBoundary>
			)}
			{lookup.status === "loading" && <Loading ticket={ticket} />}
			{lookup.status === "failed" && <Failed ticket={ticket} reason={lookup.reason} />}
		</article>
	);
}

type FoundProps = Omit<Props, "ticket" | "onBack"> & { record: Extract<RecordLookup, { status: "found" }> };

function Found({ record: { question, thread, trail }, onNext, onAnswered, ...actions }: FoundProps) {
	const { ticket, status, version, title, body, kind } = question;
	/** True from this page's own answer on: then the outcome needs no explanation. */
	const [mine, setMine] = useState(false);
	/** How often the field for asking back was called for; 0: it is not shown. */
	const [asking, setAsking] = useState(0);
	const evidence = useRef<HTMLDivElement>(null);
	const isPending = status === "pending";
	// biome-ignore lint/correctness/useExhaustiveDependencies: an answer that was taken back is nobody's
	useEffect(() => {
		if (isPending) setMine(false);
	}, [isPending, version]);
	const ask = () => {
		if (!isPending) return false;
		setAsking((turn) => turn + 1);
	};
	useKeys([{ keys: "r", label: "Ask back", group: "Inbox", run: ask }]);
	return (
		<>
			<Meta question={question} />
			<div ref={evidence} className="grid grid-cols-[minmax(0,1fr)] gap-4">
				<h2
					id="question"
					data-question-title
					tabIndex={-1}
					className="text-title font-strong break-words whitespace-pre-line outline-none"
				>
					<SafeText text={title} />
				</h2>
				{body && <MarkdownBody source={body} diffs={kind === "review" ? "folded" : "whole"} />}
				<Attachments question={question} />
				<Thread question={question} thread={thread} />
			</div>
			{isPending ? (
				<>
					<Deadline question={question} />
					<Asleep question={question} />
					<AskerNote question={question} />
					<AnswerForm
						question={question}
						evidence={evidence}
						onAsk={ask}
						onSending={() => setMine(true)}
						onFailed={() => setMine(false)}
						onAnswered={(answered, draft) => {
							rememberAnswer(answered, draft);
							onAnswered(answered);
						}}
						{...actions}
					/>
					{asking > 0 && <AskBack key={ticket} question={question} turn={asking} onClose={() => setAsking(0)} />}
				</>
			) : (
				<Outcome question={question} evidence={evidence} mine={mine} onNext={onNext} />
			)}
			<Trail question={question} trail={trail} />
		</>
	);
}

function Failed({ ticket, reason }: { ticket: string; reason: string }) {
	return (
		<div role="alert" className="grid gap-2">
			<h2 id="question" data-question-title tabIndex={-1} className="text-title font-strong outline-none">
				<SafeText text={ticket} /> cannot be shown
			</h2>
			<p className="text-ink-2">
				<SafeText text={reason} />
			</p>
		</div>
	);
}

function Meta({ question }: { question: Question }) {
	return (
		<p className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small text-ink-2">
			<span className="font-mono">{question.ticket}</span>
			<UrgencyPill urgency={question.urgency} />
			<span>{question.daemon ? <SafeText text={question.daemon} /> : "A script"} asks</span>
			<span>{KIND_WORDS[question.kind]}</span>
			{question.task && (
				<AppLink
					href={hrefOf({ task: question.task })}
					title="All questions about it"
					className="underline decoration-dotted underline-offset-3"
				>
					<SafeText text={question.task} />
				</AppLink>
			)}
			<RelativeTime at={question.createdAt} />
			{question.asked > 1 && <span>asked {count(question.asked, "time")}</span>}
		</p>
	);
}

function Deadline({ question }: { question: Question }) {
	const sentence = useTimeWords((now) => deadlineSentence(question, now) ?? "");
	if (!sentence) return null;
	return (
		<p className="rounded-md bg-warn-soft px-3.5 py-2.5">
			<SafeText text={sentence} />
		</p>
	);
}

function Loading({ ticket }: { ticket: string }) {
	return (
		<>
			<h2 id="question" data-question-title tabIndex={-1} className="sr-only">
				<SafeText text={ticket} />, loading
			</h2>
			<Skeleton className="w-64" />
			<Skeleton className="h-5 w-4/5" />
			<Skeleton className="h-24 w-full" />
		</>
	);
}
