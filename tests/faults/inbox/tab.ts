import { setTimeout as delay } from "node:timers/promises";
import type { Question } from "../../../server/contract/question.ts";
import type { Random } from "../../support/random.ts";
import type { Home } from "./home.ts";

/** How long it waits before it looks again, when there was nothing, or nobody. */
const PAUSE_MS = 15;
/** The share of its answers that it takes back. */
const UNDO_SHARE = 0.3;

/**
 * A person at an open page: answers whatever is pending, and sends the same again until somebody confirms it. Now and then
 * it takes an answer back as long as it can, and decides anew.
 */
export class Tab {
	/** What it was told last of each ticket: that its own answer holds, or another one. */
	readonly told = new Map<string, unknown>();
	readonly complaints: string[] = [];
	private closed = false;
	private answers = 0;
	private readonly life: Promise<void>;

	constructor(
		private readonly home: Home,
		readonly name: string,
		private readonly random: Random,
	) {
		this.life = this.live();
	}

	async close(): Promise<void> {
		this.closed = true;
		await this.life;
	}

	private async live(): Promise<void> {
		while (!this.closed) {
			const pending = await this.pending();
			if (pending.length === 0) {
				await delay(PAUSE_MS);
				continue;
			}
			const { ticket } = this.random.pick(pending);
			await this.answer(ticket);
			if (this.random.chance(UNDO_SHARE)) await this.insist(ticket, "undo", {});
		}
	}

	private async pending(): Promise<Question[]> {
		const answer = await this.home.call("/questions?status=pending");
		return answer?.status === 200 ? (answer.body as { questions: Question[] }).questions : [];
	}

	private answer(ticket: string): Promise<void> {
		this.answers += 1;
		const idempotencyKey = `${this.name}-${this.answers}`;
		return this.insist(ticket, "answer", {
			answer: this.random.pick(["approve", "reject"]),
			undoable: true,
			idempotencyKey,
		});
	}

	/** The same again, an answer under the same key, until it is confirmed or refused. */
	private async insist(ticket: string, action: "answer" | "undo", body: object): Promise<void> {
		for (;;) {
			const reply = await this.home.call(`/questions/${ticket}/${action}`, body);
			if (reply?.status === 200) return this.hear(ticket, reply.body as Question);
			if (reply?.status === 409) return this.hear(ticket, (reply.body as { question: Question }).question);
			if (reply && reply.status !== 503) {
				this.complaints.push(`${this.name} got ${reply.status} for ${ticket}: ${JSON.stringify(reply.body)}`);
				return;
			}
			await delay(PAUSE_MS);
		}
	}

	/** Pending: the answer was taken back, here or in another tab. */
	private hear(ticket: string, { status, answer }: Pick<Question, "status" | "answer">): void {
		if (status === "pending") this.told.delete(ticket);
		else this.told.set(ticket, answer);
	}
}
