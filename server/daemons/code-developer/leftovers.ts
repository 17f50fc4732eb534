import { keyWithoutTime } from "./fresh-question.ts";
import { openQuestions, takeBack } from "./hand-over.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

/**
 * Questions that an earlier attempt at a run left open. Those that this attempt asks again keep their tickets; the others
 * are taken back once it asks something else, because nobody would act on their answers.
 */
export class Leftovers {
	private constructor(
		private readonly shop: Shop,
		private readonly tickets: Set<string>,
	) {}

	/** @param toCome keys of questions that are asked later in any case. */
	static async of(shop: Shop, run: Run, toCome: ReadonlySet<string>): Promise<Leftovers> {
		const open = await openQuestions(shop, run);
		const left = open.filter(({ key }) => !toCome.has(keyWithoutTime(key)));
		return new Leftovers(shop, new Set(left.map(({ ticket }) => ticket)));
	}

	/** It is asked again. */
	keep(ticket: string): void {
		this.tickets.delete(ticket);
	}

	/** Takes back what was not asked again. */
	async takeBack(): Promise<void> {
		for (const ticket of this.tickets) {
			this.tickets.delete(ticket);
			await takeBack(this.shop, ticket, "After an interruption the work went on without asking this again.");
		}
	}
}
