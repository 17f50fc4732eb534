"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useShows } from "../../_alerts/shown.ts";
import { isLeaving } from "../../_navigation/use-go.ts";
import { useNarrow } from "../../_shell/use-narrow.ts";
import { announce } from "../../_ui/announcer.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";
import { commonOptions } from "./bulk-plan.ts";
import { DoneLine } from "./done-line.tsx";
import { undoLast, useLastDone } from "./done-store.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { ListTools } from "./list-tools.tsx";
import { nextAfter } from "./neighbours.ts";
import { NothingOpen } from "./nothing-open.tsx";
import { QuestionDetail } from "./question-detail.tsx";
import { KeyHints, QuestionList } from "./question-list.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";
import { useFocusAt } from "./use-focus-at.ts";
import { useInboxKeys } from "./use-inbox-keys.ts";
import { useList } from "./use-list.ts";
import { useOpenTicket } from "./use-open-ticket.ts";
import { isAt, ticketNow, usePlace } from "./use-place.ts";
import { useSelected } from "./use-selected.ts";
import { useTriage } from "./use-triage.ts";

/** The open question's heading: where the focus goes when another one is opened. */
const TITLE = "[data-question-title]";

/** The questions at the left, the open one at the right; on a phone one after the other. */
export function Inbox() {
	const placing = usePlace();
	const { place, go } = placing;
	const list = useList(place);
	const { questions } = list;
	const { open, release } = useOpenTicket(place.tab, place.ticket, questions);
	const narrow = useNarrow();
	useShows(open === null || (narrow && place.ticket === null) ? null : `/inbox?ticket=${open}`);
	const selected = useSelected();
	const last = useLastDone();
	const [wanted, setWanted] = useState<string | null>(null);
	const onFocused = useCallback(() => setWanted(null), []);
	const frame = useRef<HTMLDivElement>(null);
	const focusOn = useFocusAt(frame, place.ticket);

	/** As it is when something is confirmed, which may be seconds after it was sent. */
	const now = useRef({ questions, open, place });
	useEffect(() => {
		now.current = { questions, open, place };
	});
	const show = (ticket: string | null, how?: "push" | "replace") => go({ ticket }, how);
	/** Goes on to what follows these, which do not wait any more. */
	const onGone = (gone: readonly Question[]) => {
		const tickets = new Set(gone.map(({ ticket }) => ticket));
		const { questions, open, place } = now.current;
		// The person went elsewhere while it was being sent.
		if (isLeaving() || open === null || !tickets.has(open) || !isAt(place)) return;
		const next = nextAfter(
			questions.filter(({ ticket }) => ticket === open || !tickets.has(ticket)),
			open,
		);
		release();
		show(next, "replace");
		focusOn(TITLE, next);
	};
	const triage = useTriage(selected, onGone);

	const onAnswered = (question: Question) => {
		const next = now.current.questions.find(
			({ ticket }) => ticket === nextAfter(now.current.questions, question.ticket),
		);
		announce(
			`${question.ticket} is answered. ${next ? `Next: ${visibleText(next.title)}` : "Nothing else needs you."} Undo with u.`,
		);
		selected.drop([question]);
		onGone([question]);
	};

	const undo = async () => {
		const undone = await undoLast();
		const [first] = undone;
		if (!first || isLeaving()) return;
		go({ tab: "pending", ticket: first.ticket }, "replace");
		focusOn(TITLE, first.ticket);
	};

	const isPending = place.tab === "pending";
	const chosen = [...selected.questions.values()];
	const options = chosen.length > 0 ? JSON.stringify(commonOptions(chosen)) : "[]";
	const alike =
		options === "[]"
			? []
			: questions.filter(
					(one) => !selected.questions.has(one.ticket) && JSON.stringify(commonOptions([one])) === options,
				);
	const opened = questions.find(({ ticket }) => ticket === open) ?? null;
	const askSnooze = () => {
		if (chosen.length > 0) triage.askSnooze(chosen);
		else if (opened && place.tab !== "answered") triage.askSnooze([opened]);
		else return false;
	};

	useInboxKeys({
		list,
		open,
		place,
		show,
		focusItem: setWanted,
		focusTitle: (ticket) => focusOn(TITLE, ticket),
		undo: () => void undo(),
		snooze: askSnooze,
		select: () => {
			const here = ticketNow() ?? open;
			const question = questions.find(({ ticket }) => ticket === here);
			if (!question || !isPending) return false;
			selected.toggle(question);
		},
		clear: () => {
			if (chosen.length === 0) return false;
			selected.drop();
		},
	});

	const line = last && <DoneLine key={last.id} done={last} onUndo={() => void undo()} />;
	return (
		<div
			ref={frame}
			data-fills={narrow && place.ticket === null ? "always" : ""}
			className="flex min-h-0 flex-1 flex-col desk:grid desk:grid-cols-[minmax(280px,340px)_minmax(0,1fr)] desk:grid-rows-[minmax(0,1fr)]"
		>
			<h1 className="sr-only">Inbox</h1>
			<section
				aria-label="Questions"
				className={classNames(
					"flex min-h-0 flex-1 flex-col border-line bg-panel desk:flex desk:border-r",
					place.ticket !== null && "max-desk:hidden",
				)}
			>
				<InboxTabs tab={place.tab} />
				<ListTools placing={placing} />
				{narrow && place.ticket === null && line}
				<QuestionList
					key={place.tab}
					place={place}
					list={list}
					open={open}
					wanted={wanted}
					onFocused={onFocused}
					selected={selected.questions}
					onSelect={isPending ? selected.set : null}
				/>
				{chosen.length > 0 ? (
					<BulkBar
						selected={chosen}
						alike={alike.length}
						onAlike={() => selected.add(alike)}
						onAnswer={triage.askBulk}
						onSnooze={askSnooze}
						onClear={() => selected.drop()}
					/>
				) : (
					questions.length > 0 && isPending && <KeyHints />
				)}
			</section>
			<div
				className={classNames(
					"flex min-h-0 min-w-0 flex-1 flex-col desk:flex desk:overflow-y-auto",
					place.ticket === null && "max-desk:hidden",
				)}
			>
				{!(narrow && place.ticket === null) && line}
				{open === null ? (
					<NothingOpen tab={place.tab} />
				) : (
					<QuestionDetail
						key={open}
						ticket={open}
						onBack={() => show(null)}
						isHere={() => (ticketNow() ?? open) === open}
						onShow={() => {
							show(open);
							focusOn(TITLE, open);
						}}
						onSnooze={askSnooze}
						onBulk={chosen.length > 0 ? triage.askBulk : null}
						onAnswered={onAnswered}
						onNext={questions.length > 0 && isPending ? () => show(nextAfter(questions, open), "replace") : null}
					/>
				)}
			</div>
			<SnoozeDialog
				what={triage.snoozing && whatOf(triage.snoozing)}
				problem={triage.problem}
				busy={triage.busy}
				onClose={triage.close}
				onSnooze={(until) => void triage.snooze(until)}
			/>
			<BulkDialog plan={triage.plan} onClose={triage.close} onAnswered={triage.answered} />
		</div>
	);
}

function whatOf(questions: readonly Question[]): string {
	return questions.length === 1 ? (questions[0]?.ticket ?? "") : `${questions.length} questions`;
}
