import type { Prisma } from "../../db/generated/client.ts";
import { handedOut } from "../../inbox/handed-out.ts";
import { idOf, ticketOf } from "../../inbox/ticket.ts";
import { marksRevisions } from "../../work/marks.ts";
import { ASIDE_KEY } from "./aside-question.ts";
import { askedBack, nameOfWords } from "./asked-back.ts";
import { findWaitingRuns, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** What the person has decided elsewhere. */
export interface Decided {
	/** About work that has ended (a review was answered, or whether to try again), or a word back. It can be seen to at any time. */
	ended: boolean;
	/** About what to do next: another question was answered, or an item was put first, set aside or taken up again. */
	next: boolean;
}

/** Tells when the person has decided something. It looks when the database has changed, and costs nothing else. */
export class DecisionWatch {
	private tickets: readonly string[] = [];
	private marks: string | undefined;
	/** Settled questions that were told: what cannot be acted on yet is not told again and again. */
	private told: ReadonlySet<string> = new Set();
	private looking = false;
	private again = false;

	constructor(
		private readonly shop: Shop,
		private readonly owner: RunOwner,
		private readonly onDecision: (decided: Decided) => void,
	) {}

	/** Whether it has looked at everything that it was told of. */
	get idle(): boolean {
		return !this.looking;
	}

	/** Beside those of runs that wait, these questions are waited for from now on, and no others. */
	waitFor(tickets: readonly string[]): void {
		this.tickets = tickets;
		// One may have been answered since the caller looked.
		this.look();
	}

	/** Something has changed in the database. */
	look(): void {
		if (this.looking) {
			this.again = true;
			return;
		}
		this.looking = true;
		this.compare()
			.catch((error: unknown) => this.shop.fault(error))
			.finally(() => {
				this.looking = false;
				if (!this.again) return;
				this.again = false;
				this.look();
			});
	}

	private async compare(): Promise<void> {
		const { db, persist } = this.shop;
		const runs = await persist(() => findWaitingRuns(db, this.owner));
		const of = (status: string) => runs.flatMap((run) => (run.status === status && run.waitsFor ? [run.waitsFor] : []));
		const ended = [...(await this.settled(of("review"))), ...(await this.triedAgain()), ...(await this.words())];
		const next = await this.settled([...of("parked"), ...this.tickets]);
		const isNew = (ticket: string) => !this.told.has(ticket);
		const decided: Decided = { ended: ended.some(isNew), next: (await this.marked()) || next.some(isNew) };
		this.told = new Set([...ended, ...next]);
		if (decided.ended || decided.next) this.onDecision(decided);
	}

	private async settled(tickets: readonly string[]): Promise<string[]> {
		if (tickets.length === 0) return [];
		const where = { id: { in: tickets.map(idOf) }, ...handedOut() };
		return this.ticketsWhere(where);
	}

	/** What the person asks back, told apart by its last message. */
	private async words(): Promise<string[]> {
		return (await askedBack(this.shop)).map(nameOfWords);
	}

	private triedAgain(): Promise<string[]> {
		const key = { startsWith: ASIDE_KEY };
		return this.ticketsWhere({ ...handedOut(), scope: this.shop.name, status: "answered", deliveredAt: null, key });
	}

	private async ticketsWhere(where: Prisma.QuestionWhereInput): Promise<string[]> {
		const { db, persist } = this.shop;
		const rows = await persist(() => db.read(({ question }) => question.findMany({ where, select: { id: true } })));
		return rows.map(({ id }) => ticketOf(id));
	}

	private async marked(): Promise<boolean> {
		const { db, persist, name } = this.shop;
		const marks = (await persist(() => marksRevisions(db))).get(name);
		const changed = marks !== this.marks;
		this.marks = marks;
		return changed;
	}
}
