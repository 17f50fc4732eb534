import type { Database } from "../db/open.ts";
import { type Due, findDue } from "./due.ts";
import { extract } from "./extract.ts";
import type { SummaryKeeperOptions, SummaryTimes } from "./options.ts";
import { promptFor } from "./prompt.ts";
import type { Outcome, ProviderDesk } from "./provider-desk.ts";
import { storeSummary } from "./store-summary.ts";
import { storedTurns } from "./stored-turns.ts";
import { Suspects } from "./suspects.ts";

interface RoundOptions extends Pick<SummaryKeeperOptions, "signal" | "log"> {
	db: Database;
	/** Null: extracts are all there is. */
	desk: ProviderDesk | null;
	now(): number;
	times: SummaryTimes;
	/** What keeps the provider from writing; null: nothing. */
	tell(problem: string | null): void;
}

const EXTRACT = "extract";
const NOTHING_TO_TRY = Number.POSITIVE_INFINITY;

/** Writes the summaries that are due. */
export class SummaryRounds {
	private readonly suspects = new Suspects();
	/** By conversation: the newest order that was taken care of, which makes it due no more. */
	private readonly orders = new Map<number, number>();

	constructor(private readonly options: RoundOptions) {}

	/** Does all that is due. @returns in how many ms something is to be tried again; Infinity: not before something changes */
	async work(): Promise<number> {
		const { desk, signal } = this.options;
		for (;;) {
			const due = await this.due();
			if (due.length === 0) return NOTHING_TO_TRY;
			// What a provider will write has an extract in its place until then.
			const bare = desk === null ? due : due.filter(({ hasSummary }) => !hasSummary);
			for (const one of bare) {
				if (signal.aborted) return NOTHING_TO_TRY;
				await this.writeExtract(one, desk === null ? one.change : null);
			}
			// An extract is a change of the record too: what is due has to be looked up again.
			const wait = desk === null || bare.length > 0 ? null : await this.askAbout(desk, due);
			if (wait !== null) return wait;
		}
	}

	private async due(): Promise<Due[]> {
		const { db, now, times } = this.options;
		const due = await findDue(db, { now: now(), ...times });
		return due.filter(({ id, order }) => order === null || order > (this.orders.get(id) ?? 0));
	}

	/** Asks about one of them, the first that nothing speaks against. @returns null: there may be more to do at once */
	private async askAbout(desk: ProviderDesk, due: readonly Due[]): Promise<number | null> {
		if (!(await desk.hasKey())) return this.stop(desk);
		if (desk.pauseMs > 0) return desk.pauseMs;
		const one = this.choose(due);
		if (!one) return NOTHING_TO_TRY;
		const prompt = await promptFor(storedTurns(this.options.db, one.id));
		const outcome = await desk.ask(prompt, this.options.signal);
		if (outcome.type === "answered" || outcome.type === "unusable") {
			await this.keep(desk, one, due, outcome);
			return null;
		}
		return this.bear(desk, one, outcome);
	}

	private choose(due: readonly Due[]): Due | undefined {
		const unsuspected = () => due.find(({ id }) => !this.suspects.has(id));
		const one = unsuspected();
		if (one) return one;
		this.suspects.acquit();
		return unsuspected();
	}

	/** It has answered. */
	private async keep(
		desk: ProviderDesk,
		one: Due,
		due: readonly Due[],
		outcome: Extract<Outcome, { type: "answered" | "unusable" }>,
	): Promise<void> {
		const { db, log, tell } = this.options;
		if (outcome.type === "answered") {
			await storeSummary(db, one.id, { ...outcome.answer, by: desk.name }, one.change);
			this.done(one);
		} else {
			const { mistake } = outcome;
			log.warn({ conversation: one.id, mistake }, `${desk.name} gave no summary that could be used; an extract stands`);
			await this.writeExtract(one, one.change, insteadOf(desk));
		}
		for (const id of this.suspects.answered(one.id)) {
			const other = due.find((candidate) => candidate.id === id);
			if (other) await this.writeExtract(other, other.change, insteadOf(desk));
		}
		tell(null);
	}

	/** It has not answered. */
	private async bear(
		desk: ProviderDesk,
		one: Due,
		{ type, sentence }: Exclude<Outcome, { type: "answered" | "unusable" }>,
	): Promise<number | null> {
		const { log, tell } = this.options;
		if (type === "refused") return this.stop(desk);
		log.warn({ conversation: one.id, retryInMs: Math.round(desk.pauseMs) }, sentence);
		const blame = this.suspects.failed(one.id, type);
		if (blame === "guilty") await this.writeExtract(one, one.change, insteadOf(desk));
		if (blame === "provider") {
			this.suspects.clear();
			desk.refuse(sentence);
			return this.stop(desk);
		}
		if (type === "unsuitable" || desk.isOut) tell(waiting(sentence));
		return type === "unsuitable" ? null : desk.pauseMs;
	}

	private async writeExtract({ id, ...one }: Due, of: number | null, by: string = EXTRACT): Promise<void> {
		const { summary, keywords } = await extract(storedTurns(this.options.db, id));
		await storeSummary(this.options.db, id, { summary, keywords, by }, of);
		if (of !== null) this.done({ id, ...one });
	}

	private done({ id, order }: Due): void {
		if (order !== null) this.orders.set(id, order);
	}

	/** Until its key is another there is nothing to try. */
	private stop(desk: ProviderDesk): number {
		this.options.tell(waiting(desk.refused ?? ""));
		return NOTHING_TO_TRY;
	}
}

function insteadOf(desk: ProviderDesk): string {
	return `${EXTRACT} instead of ${desk.name}`;
}

function waiting(sentence: string): string {
	return `${sentence} Until then summaries are extracts; what was missed is made up for.`;
}
