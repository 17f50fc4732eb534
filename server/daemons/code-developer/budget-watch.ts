import { spentSince } from "../../work/spent-since.ts";
import { type Spent, usedUp } from "./budget.ts";
import { BudgetSpent } from "./interrupts.ts";
import { type Run, spentOn } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** Tokens and cost are in the database within a second of the agent's telling them. */
const LOOK_EVERY_MS = 1_000;

/** The beginning of the day that budgets count from: midnight of the machine's time zone. */
export function startOfDay(now: Date = new Date()): Date {
	return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

/** What was used today, by all runs of this developer. */
export function spentToday({ db, persist, name }: Shop, { workspace }: Pick<Run, "workspace">): Promise<Spent> {
	return persist(() => spentSince(db, { daemon: name, workspace }, startOfDay()));
}

/** Watches what an agent uses while it works: the time it works, and the tokens and the cost that it tells. */
export class BudgetWatch {
	private readonly timer: NodeJS.Timeout | null;
	private workedMs = 0;
	/** Null while nothing is to be counted: before the agent is told what to do, and while a person is waited for. */
	private since: number | null = null;
	private looking = false;

	private constructor(
		private readonly shop: Shop,
		private readonly run: Run,
		private readonly before: { item: Spent; day: Spent },
		private readonly onSpent: (interrupt: BudgetSpent) => void,
	) {
		const { item, day } = shop.work.budget;
		const limited = [item, day].some((amounts) => Object.values(amounts).some((limit) => limit !== null));
		this.timer = limited ? setInterval(() => this.look(), LOOK_EVERY_MS) : null;
	}

	static async over(shop: Shop, run: Run, onSpent: (interrupt: BudgetSpent) => void): Promise<BudgetWatch> {
		const item = await shop.persist(() => spentOn(shop.db, run.id));
		return new BudgetWatch(shop, run, { item, day: await spentToday(shop, run) }, onSpent);
	}

	/** The agent works, or it does not: time in which a person is waited for is no work. */
	count(works: boolean): void {
		this.workedMs = this.worked();
		this.since = works ? performance.now() : null;
	}

	close(): void {
		if (this.timer) clearInterval(this.timer);
	}

	private worked(): number {
		return this.workedMs + (this.since === null ? 0 : performance.now() - this.since);
	}

	private look(): void {
		if (this.looking) return;
		this.looking = true;
		this.compare()
			.catch((error: unknown) => this.shop.fault(error))
			.finally(() => {
				this.looking = false;
			});
	}

	private async compare(): Promise<void> {
		const { shop, run, before } = this;
		const now = await shop.persist(() => spentOn(shop.db, run.id));
		const timeMs = before.item.timeMs + this.worked();
		const ofItem = usedUp({ ...now, timeMs }, shop.work.budget.item, run.allowance as Partial<Spent>);
		if (ofItem !== null) return this.onSpent(new BudgetSpent("item", ofItem));
		const day = {
			timeMs: before.day.timeMs + this.worked(),
			tokens: before.day.tokens + now.tokens - before.item.tokens,
			cost: before.day.cost + now.cost - before.item.cost,
		};
		const ofDay = usedUp(day, shop.work.budget.day, shop.memory.grantedOn(startOfDay()));
		if (ofDay !== null) this.onSpent(new BudgetSpent("day", ofDay));
	}
}
