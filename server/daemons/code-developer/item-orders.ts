import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { ItemNames } from "../../roadmap/name-items.ts";
import { markAside, markNext, readMarks, takeUp } from "../../work/marks.ts";
import { withdrawAsides } from "./hand-over.ts";
import { sameItem } from "./parse-command.ts";
import { findEndedRuns, findWaitingRuns, liftRuns, type Run, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Order } from "./steering.ts";

/** What a command is answered with. */
export interface Receipt {
	outcome: "done" | "declined";
	reply: string;
}

/** What the person tells the developer of items: which comes next, which not for now, which once more. */
export class ItemOrders {
	/** @param items the roadmap as it is now. */
	constructor(
		private readonly shop: Shop,
		private readonly owner: RunOwner,
		private readonly items: () => Promise<readonly RoadmapItemDetail[]>,
	) {}

	/** Puts an item before all others; what was set aside after a failure is taken up again with it. */
	async next(item: string): Promise<Receipt> {
		const { db, persist } = this.shop;
		const named = await this.named(item);
		if ("missing" in named) return declined(named.missing);
		const { id, key, isIt } = named;
		await persist(() => liftRuns(db, this.owner, (run) => run.status === "failed" && isIt(run)));
		await withdrawAsides(this.shop);
		await persist(() => markNext(db, this.owner, key, true));
		return done(`${id} comes next.`);
	}

	/** @param inWork the run in work, if any: it has its own way to be ended. */
	async aside(order: Order, item: string, inWork: Run | undefined): Promise<Receipt> {
		const { db, persist } = this.shop;
		const named = await this.named(item);
		if ("missing" in named) return declined(named.missing);
		const { id, key, isIt } = named;
		const waiting = await persist(() => findWaitingRuns(db, this.owner));
		if ((inWork && isIt(inWork)) || waiting.some(isIt)) {
			return declined(`${id} is being worked on; say skip ${id} to end it, or answer its question.`);
		}
		await persist(() => markAside(db, this.owner, key, `You said so (${order.id}).`));
		return done(`${id} is set aside; next ${id} takes it up again.`);
	}

	/** @param item this one, however it ended, and also when it was only set aside; null: all that failed. */
	async retry(order: Order, item: string | null): Promise<Receipt> {
		const { db, persist, memory, outages } = this.shop;
		outages.tryNow();
		const fits = (run: Run) => (item === null ? run.status === "failed" : sameItem(item, run.item));
		const mark = item === null ? null : await this.asideMark(item);
		const ended = (await persist(() => findEndedRuns(db, this.owner))).filter(fits);
		const begun = memory.current.retry;
		const items = new Set([
			...(begun?.order === order.id ? begun.items : []),
			...ended.map((run) => run.item),
			...(mark ? [mark.id] : []),
		]);
		if (items.size > 0) {
			// First: cut off before its receipt, it would be taken up again, and find nothing left to do.
			await memory.keep({ retry: { order: order.id, items: [...items] } });
		}
		await persist(() => liftRuns(db, this.owner, fits));
		if (mark) await persist(() => takeUp(db, this.owner, mark.key, { names: [] }));
		await withdrawAsides(this.shop);
		if (items.size > 0) return done(`Tried again when its turn comes: ${[...items].join(", ")}.`);
		return declined(
			item === null ? "No item was set aside." : `${item} was not tried yet, so there is nothing to retry.`,
		);
	}

	/** The mark that keeps an item from being worked on; null when there is none. */
	private async asideMark(item: string): Promise<{ id: string; key: string } | null> {
		const { db, persist } = this.shop;
		const named = await this.named(item);
		// A roadmap that cannot be read is told of elsewhere; what has failed is tried again all the same.
		if ("missing" in named) return null;
		const marks = await persist(() => readMarks(db, this.owner));
		const mark = marks.find((one) => one.aside && named.isMarked(one.item));
		return mark ? { id: named.id, key: mark.item } : null;
	}

	private async named(item: string): Promise<Named | { missing: string }> {
		const known = await this.items().catch((error: unknown) => {
			if (error instanceof NightshiftError) return error;
			throw error;
		});
		if (known instanceof NightshiftError) return { missing: known.message };
		const names = new ItemNames(known);
		const found = known.find((one) => [one.id, one.alias].some((name) => name !== null && sameItem(item, name)));
		if (!found) return { missing: `${item} is not in the roadmap.` };
		return {
			id: found.id,
			key: names.key(found),
			isIt: (run) => names.find(run.item, run.title).includes(found),
			isMarked: (name) => names.find(name).includes(found),
		};
	}
}

/** An item of the roadmap that a person has named. */
interface Named {
	id: string;
	/** What is kept about it is kept under this name. */
	key: string;
	/** Whether a run is about it. */
	isIt: (run: Run) => boolean;
	/** Whether a mark of this name is about it. */
	isMarked: (name: string) => boolean;
}

function done(reply: string): Receipt {
	return { outcome: "done", reply };
}

function declined(reply: string): Receipt {
	return { outcome: "declined", reply };
}
