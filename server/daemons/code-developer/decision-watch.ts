import { idOf } from "../../inbox/ticket.ts";
import { marksRevisions } from "../../work/marks.ts";
import type { Shop } from "./shop.ts";

/**
 * Tells when the person has decided something elsewhere: one of some questions is no longer open, or an item was put first,
 * set aside or taken up again. It looks when the database has changed, and costs nothing else.
 */
export class DecisionWatch {
	private ids: number[] = [];
	private marks: string | undefined;
	private looking = false;
	private again = false;

	constructor(
		private readonly shop: Shop,
		private readonly onDecision: () => void,
	) {}

	/** From now on these questions, and no others. */
	waitFor(tickets: readonly string[]): void {
		this.ids = tickets.map(idOf);
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
		const { db, persist, name } = this.shop;
		const marks = (await persist(() => marksRevisions(db))).get(name);
		const marked = marks !== this.marks;
		this.marks = marks;
		const where = { id: { in: this.ids }, status: { not: "pending" } };
		const settled =
			this.ids.length > 0 && (await persist(() => db.read(({ question }) => question.count({ where })))) > 0;
		if (marked || settled) this.onDecision();
	}
}
