import type { NewQuestion, Question } from "../../contract/question.ts";
import { askQuestion } from "../../inbox/ask-question.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { waitForAnswer } from "../../inbox/wait-for-answer.ts";
import type { Shop } from "./shop.ts";
import type { Steering } from "./steering.ts";
import type { TaskBoard } from "./task-board.ts";

export type Reply =
	/** `option` is the id of the option that a person, or a policy of theirs, chose. */
	| { option: string; comment: string | null; ticket: string }
	/** Nobody chose: it was withdrawn, or a default was set in. Never to be taken for a yes. */
	| { option: null; why: string; ticket: string };

/** Asks the person about the item in work, and waits for as long as it takes. */
export class Asker {
	constructor(
		private readonly shop: Shop,
		private readonly board: TaskBoard,
		private readonly steering: Steering,
	) {}

	/**
	 * Asks, and takes the answer once it is acted on: exactly once, and not while the developer is paused. The same key
	 * again is the same question, answered or not.
	 *
	 * @throws AbortError when `signal` aborts; the question stays as it is.
	 */
	async ask(question: NewQuestion, signal: AbortSignal): Promise<Reply> {
		const { db, persist } = this.shop;
		await this.holdWhilePaused(signal);
		const { ticket } = await persist(() => askQuestion(db, question));
		this.board.ask(ticket);
		this.board.say(`Waiting for your answer to ${ticket}`);
		try {
			await this.steering.atCheckpoint(() => persist(() => waitForAnswer(db, ticket, { signal })));
			signal.throwIfAborted();
		} finally {
			this.board.settle(ticket);
		}
		await this.holdWhilePaused(signal);
		// Null: it was taken before this daemon was killed. What was answered then still holds.
		const taken = await persist(() => takeAnswer(db, ticket));
		return toReply(taken ?? (await persist(() => getQuestion(db, ticket))));
	}

	private async holdWhilePaused(signal: AbortSignal): Promise<void> {
		await this.steering.atCheckpoint(async () => undefined);
		if (!this.steering.paused) return;
		this.board.hold(true);
		this.board.say("Paused; say resume to go on");
		try {
			await this.steering.atCheckpoint(() => this.steering.untilResumed(signal));
		} finally {
			this.board.hold(false);
		}
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
