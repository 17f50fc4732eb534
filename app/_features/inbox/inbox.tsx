"use client";

import { useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { useKeys } from "../../_keys/use-keys.ts";
import { useLiveState } from "../../_live/store.ts";
import { announce } from "../../_shell/announcer.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { visibleText } from "../../_words/visible-text.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { neighbour, nextAfter } from "./neighbours.ts";
import { NothingOpen } from "./nothing-open.tsx";
import { PendingList } from "./pending-list.tsx";
import { QuestionDetail } from "./question-detail.tsx";
import { SettledList } from "./settled-list.tsx";
import { usePlace } from "./use-place.ts";
import { useSettledList } from "./use-settled-list.ts";

const NONE: Question[] = [];

/** The questions at the left, the open one at the right; on a phone one after the other. */
export function Inbox() {
	const { place, go } = usePlace();
	const pending = useLiveState((state) => state.pending, NONE);
	const settled = useSettledList();
	const list = place.tab === "pending" ? pending : settled.questions;
	const open = useOpenTicket(place.tab, place.ticket, list[0]?.ticket ?? null);
	const frame = useRef<HTMLDivElement>(null);

	const show = (ticket: string | null, how?: "push" | "replace") => go({ tab: place.tab, ticket }, how);
	const focus = (selector: string) => {
		// After the list or the detail has been drawn anew.
		requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(selector)?.focus());
	};
	const move = (step: 1 | -1) => {
		const ticket = neighbour(list, open, step);
		if (ticket === null) return false;
		show(ticket, place.ticket === null ? "push" : "replace");
		focus("[data-item][aria-current]");
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
				focus("[data-question-title]");
			},
		},
		{
			keys: "escape",
			label: "Leave the text field, then go back to the list",
			group: "Inbox",
			inFields: true,
			run: () => {
				const active = document.activeElement;
				if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement)
					return focus("[data-question-title]");
				if (place.ticket !== null) show(null);
				focus("[data-item][aria-current]");
			},
		},
	]);

	const onAnswered = (question: Question) => {
		const next = nextAfter(pending, question.ticket);
		const nextTitle = pending.find((one) => one.ticket === next)?.title;
		announce(
			`${question.ticket} is answered. ${nextTitle ? `Next: ${visibleText(nextTitle)}` : "Nothing else needs you."}`,
		);
		show(next, "replace");
		focus(next ? "[data-question-title]" : "[data-tab][aria-current]");
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
					"min-h-0 min-w-0 flex-1 desk:block desk:overflow-y-auto",
					place.ticket === null && "max-desk:hidden",
				)}
			>
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

/**
 * The question on the right: the one in the address, else the first. Once shown it stays, also when somebody else
 * answers it: what one is reading does not change under one's eyes.
 */
function useOpenTicket(tab: string, ticket: string | null, first: string | null): string | null {
	const [held, setHeld] = useState<{ tab: string; ticket: string } | null>(null);
	const kept = held?.tab === tab ? held.ticket : null;
	const open = ticket ?? kept ?? first;
	if (open !== null && open !== kept) setHeld({ tab, ticket: open });
	return open;
}
