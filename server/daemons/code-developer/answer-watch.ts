import { idOf } from "../../inbox/ticket.ts";
import type { Shop } from "./shop.ts";

/** Tells when one of some questions is no longer open. It looks when the database has changed, and costs nothing else. */
export class AnswerWatch {
	private ids: number[] = [];
	private looking = false;
	private again = false;

	constructor(
		private readonly shop: Shop,
		private readonly onSettled: () => void,
	) {}

	/** From now on these, and no others. */
	waitFor(tickets: readonly string[]): void {
		this.ids = tickets.map(idOf);
		// One may have been answered since the caller looked.
		this.look();
	}

	/** Something has changed in the database. */
	look(): void {
		if (this.ids.length === 0) return;
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
		const where = { id: { in: this.ids }, status: { not: "pending" } };
		const settled = await persist(() => db.read(({ question }) => question.count({ where })));
		if (settled > 0) this.onSettled();
	}
}
