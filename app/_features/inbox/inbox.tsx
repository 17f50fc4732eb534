"use client";

import { useEffect, useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useKeys } from "../../_keys/use-keys.ts";
import { useLiveState } from "../../_live/store.ts";
import { isLeaving } from "../../_navigation/use-go.ts";
import { announce } from "../../_ui/announcer.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { LastAnswer } from "./last-answer.tsx";
import { neighbour, nextAfter } from "./neighbours.ts";
import { NothingOpen } from "./nothing-open.tsx";
import { PendingList } from "./pending-list.tsx";
import { QuestionDetail } from "./question-detail.tsx";
import { SettledList } from "./settled-list.tsx";
import { useFocusAt } from "./use-focus-at.ts";
import { useOpenTicket } from "./use-open-ticket.ts";
import { isAt, usePlace } from "./use-place.ts";
import { useSettledList } from "./use-settled-list.ts";

const NONE: Question[] = [];

/** Where the focus goes: the open question's line in the list, and its heading. */
const ITEM = "[data-item][aria-current]";
const TITLE = "[data-question-title]";

/** The questions at the left, the open one at the right; on a phone one after the other. */
export function Inbox() {
	const { place, go } = usePlace();
	const pending = useLiveState((state) => state.pending, NONE);
	const settled = useSettledList(place.tab === "answered");
	const list = place.tab === "pending" ? pending : settled.questions;
	const { open, release } = useOpenTicket(place.tab, place.ticket, list);
	/** What was answered here last, and the place that it led to: there it is confirmed. */
	const [last, setLast] = useState<{ question: Question; next: string | null } | null>(null);
	const frame = useRef<HTMLDivElement>(null);
	const focusOn = useFocusAt(frame, place.ticket);

	const show = (ticket: string | null, how?: "push" | "replace") => go({ tab: place.tab, ticket }, how);
	const move = (step: 1 | -1) => {
		const ticket = neighbour(list, open, step);
		if (ticket === null) return false;
		show(ticket, place.ticket === null ? "push" : "replace");
		focusOn(ITEM, ticket);
	};

	useKeys([
		{ keys: "j", label: "Next question", group: "Inbox", run: () => move(1) },
		{ keys: "k", label: "Previous question", group: "Inbox", run: () => move(-1) },
		{
			keys: "enter, o",
			label: "Open the question",
			group: "Inbox",
			run: () => {
				if (open === null) return false;
				if (place.ticket !== open) show(open);
				focusOn(TITLE, open);
			},
		},
		{
			keys: "escape",
			label: "Leave the text field, then go back to the list",
			group: "Inbox",
			inFields: true,
			run: () => {
				const active = document.activeElement;
				if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement) {
					return focusOn(TITLE, place.ticket);
				}
				if (place.ticket !== null) show(null);
				focusOn(ITEM, null);
			},
		},
	]);

	/** As it is when an answer is confirmed, which may be seconds after it was sent. */
	const now = useRef({ pending, open, place });
	useEffect(() => {
		now.current = { pending, open, place };
	});
	const onAnswered = (question: Question) => {
		const next = nextAfter(now.current.pending, question.ticket);
		const title = now.current.pending.find((one) => one.ticket === next)?.title;
		announce(`${question.ticket} is answered. ${title ? `Next: ${visibleText(title)}` : "Nothing else needs you."}`);
		// The person went elsewhere while it was being sent.
		if (isLeaving() || now.current.open !== question.ticket || !isAt(now.current.place)) return;
		setLast({ question, next });
		release();
		show(next, "replace");
		focusOn(TITLE, next);
	};

	return (
		<div
			ref={frame}
			data-fills
			className="flex min-h-0 flex-1 flex-col desk:grid desk:grid-cols-[minmax(280px,340px)_minmax(0,1fr)]"
		>
			<h1 className="sr-only">Inbox</h1>
			<section
				aria-label="Questions"
				className={classNames(
					"flex min-h-0 flex-1 flex-col border-line bg-panel desk:flex desk:border-r",
					place.ticket !== null && "max-desk:hidden",
				)}
			>
				<InboxTabs tab={place.tab} count={pending.length} />
				{place.tab === "pending" ? <PendingList open={open} /> : <SettledList list={settled} open={open} />}
			</section>
			<div
				className={classNames(
					"flex min-h-0 min-w-0 flex-1 flex-col desk:flex desk:overflow-y-auto",
					place.ticket === null && "max-desk:hidden",
				)}
			>
				{last && last.next === place.ticket && <LastAnswer question={last.question} />}
				{open === null ? (
					<NothingOpen tab={place.tab} />
				) : (
					<QuestionDetail
						key={open}
						ticket={open}
						onBack={() => show(null)}
						onAnswered={onAnswered}
						onNext={
							pending.length > 0 && place.tab === "pending" ? () => show(nextAfter(pending, open), "replace") : null
						}
					/>
				)}
			</div>
		</div>
	);
}
