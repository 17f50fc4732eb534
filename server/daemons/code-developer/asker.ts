import type { Question } from "../../contract/question.ts";
import { isHandedOut } from "../../inbox/handed-out.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { seeMessages } from "../../inbox/thread.ts";
import { waitForAnswer, waitForWord } from "../../inbox/wait-for-answer.ts";
import { type KeyedQuestion, putFresh } from "./fresh-question.ts";
import type { Leftovers } from "./leftovers.ts";
import type { Shop } from "./shop.ts";
import type { Steering } from "./steering.ts";
import type { TaskBoard } from "./task-board.ts";

export type Reply =
	/** `option` is the id of the option that a person, or a policy of theirs, chose. */
	| { option: string; comment: string | null; ticket: string }
	/** Nobody chose: it was withdrawn, or a default was set in. Never to be taken for a yes. */
	| { option: null; why: string; ticket: string };

/** Who wants to know that the attempt waits for a person. */
export interface WaitingRoom {
	/** A question is open, or the person's pause holds one up. */
	begins(): void;
	/** Nothing is waited for any more. */
	ends(): void;
	/** This one has been open for `afterMs`: nobody is there. */
	long(ticket: string): void;
	afterMs: number;
}

/** Told that the person asks back about a question that is waited for; it is marked as read. */
export type OnWord = (ticket: string) => void;

/** Asks the person about the item in work, and waits for as long as it takes. */
export class Asker {
	private putting: Promise<unknown> = Promise.resolve();
	/** Open questions, and requests that the person's pause holds up. */
	private waits = 0;

	constructor(
		private readonly shop: Shop,
		private readonly board: TaskBoard,
		private readonly steering: Steering,
		private readonly leftovers: Leftovers,
		private readonly room: WaitingRoom,
	) {}

	/**
	 * Asks, and takes the answer once it is acted on: exactly once, and not while the developer is paused. The same key
	 * again is the same question until its answer was taken, and from then on a new one.
	 *
	 * @param onWord without it, what the person asks back is left for others to answer.
	 * @throws AbortError when `signal` aborts; the question stays as it is.
	 */
	async ask(question: KeyedQuestion, signal: AbortSignal, onWord: OnWord | null = null): Promise<Reply> {
		return toReply(await this.askQuestion(question, signal, onWord));
	}

	/** The same, for answers that are no option's: the question as it was settled. */
	async askQuestion(question: KeyedQuestion, signal: AbortSignal, onWord: OnWord | null = null): Promise<Question> {
		await this.holdWhilePaused(signal);
		for (;;) {
			const taken = await this.take(await this.put(question), signal, onWord);
			if (taken) return taken;
		}
	}

	/** This question is not to be taken back, also when it is not asked again. */
	async keep(ticket: string): Promise<void> {
		await this.putting;
		this.leftovers.keep(ticket);
	}

	/** Waits for the answer to a question that is there, and leaves it to whoever asks again. @throws as `ask` */
	async untilAnswered(ticket: string, signal: AbortSignal, onWord: OnWord): Promise<void> {
		await this.holdWhilePaused(signal);
		await this.wait(ticket, signal, onWord);
		await this.holdWhilePaused(signal);
	}

	/** One at a time, so that what one request takes back is not what another has just found. @returns the ticket. */
	private put(question: KeyedQuestion): Promise<string> {
		const put = this.putting.then(async () => {
			const { ticket, isNew } = await putFresh(this.shop, question);
			this.leftovers.keep(ticket);
			if (isNew) await this.leftovers.takeBack();
			return ticket;
		});
		this.putting = put.catch(() => undefined); // told to whoever asked; the next one is a new try
		return put;
	}

	/** Waits for the answer. Null when somebody else took it: it counts for them, and not here. */
	private async take(ticket: string, signal: AbortSignal, onWord: OnWord | null): Promise<Question | null> {
		const { db, persist } = this.shop;
		await this.wait(ticket, signal, onWord);
		await this.holdWhilePaused(signal);
		return persist(() => takeAnswer(db, ticket));
	}

	private async wait(ticket: string, signal: AbortSignal, onWord: OnWord | null): Promise<void> {
		const { persist } = this.shop;
		this.board.ask(ticket);
		this.beginWaiting();
		const long = setTimeout(() => this.room.long(ticket), this.room.afterMs);
		try {
			await this.steering.atCheckpoint(() => persist(() => this.untilSettled(ticket, signal, onWord)));
			signal.throwIfAborted();
		} finally {
			clearTimeout(long);
			this.endWaiting();
			this.board.settle(ticket);
		}
	}

	private async untilSettled(ticket: string, signal: AbortSignal, onWord: OnWord | null): Promise<void> {
		const { db } = this.shop;
		if (!onWord) {
			await waitForAnswer(db, ticket, { signal });
			return;
		}
		for (;;) {
			const { question, messages } = await waitForWord(db, ticket, { signal });
			if (isHandedOut(question)) return;
			await seeMessages(db, ticket, messages.at(-1)?.id);
			// Answered, and that can still be undone: nobody would read an explanation now.
			if (question.status === "pending") onWord(ticket);
		}
	}

	private async holdWhilePaused(signal: AbortSignal): Promise<void> {
		await this.steering.atCheckpoint(async () => undefined);
		if (!this.steering.paused) return;
		this.board.hold(true);
		this.beginWaiting();
		try {
			await this.steering.atCheckpoint(() => this.steering.untilResumed(signal));
		} finally {
			this.endWaiting();
			this.board.hold(false);
		}
	}

	private beginWaiting(): void {
		if (this.waits++ === 0) this.room.begins();
	}

	private endWaiting(): void {
		if (--this.waits === 0) this.room.ends();
	}
}

function toReply({ ticket, status, answer, comment, withdrawnReason }: Question): Reply {
	if (status === "answered" && typeof answer === "string") return { option: answer, comment, ticket };
	const why =
		status === "withdrawn"
			? `${ticket} was withdrawn${withdrawnReason ? ` (${withdrawnReason})` : ""}`
			: `nobody answered ${ticket} in time`;
	return { option: null, why, ticket };
}
