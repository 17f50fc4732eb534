import { setTimeout as delay } from "node:timers/promises";
import type { Question } from "../../../server/contract/question.ts";
import type { Random } from "../../support/random.ts";
import type { Home } from "./home.ts";

/** How long it waits before it looks again, when there was nothing, or nobody. */
const PAUSE_MS = 15;

/** A person at an open page: answers whatever is pending, and sends the same again until somebody confirms it. */
export class Tab {
	/** What it was told of each ticket: that its own answer holds, or another one. */
	readonly told = new Map<string, unknown>();
	readonly complaints: string[] = [];
	private closed = false;
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
			const open = pending.filter(({ ticket }) => !this.told.has(ticket));
			if (open.length === 0) await delay(PAUSE_MS);
			else await this.insist(this.random.pick(open).ticket);
		}
	}

	private async pending(): Promise<Question[]> {
		const answer = await this.home.call("/questions?status=pending");
		return answer?.status === 200 ? (answer.body as { questions: Question[] }).questions : [];
	}

	/** The same answer under the same key, until it is confirmed or refused. */
	private async insist(ticket: string): Promise<void> {
		const body = { answer: this.random.pick(["approve", "reject"]), idempotencyKey: `${this.name}-${ticket}` };
		for (;;) {
			const reply = await this.home.call(`/questions/${ticket}/answer`, body);
			if (reply?.status === 200) {
				this.told.set(ticket, (reply.body as Question).answer);
				return;
			}
			if (reply?.status === 409) {
				this.told.set(ticket, (reply.body as { question: Question }).question.answer);
				return;
			}
			if (reply && reply.status !== 503) {
				this.complaints.push(`${this.name} got ${reply.status} for ${ticket}: ${JSON.stringify(reply.body)}`);
				return;
			}
			await delay(PAUSE_MS);
		}
	}
}
