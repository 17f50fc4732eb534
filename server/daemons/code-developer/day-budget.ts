import { isHandedOut } from "../../inbox/handed-out.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { ticketOf } from "../../inbox/ticket.ts";
import { grantedAgain, usedUp } from "./budget.ts";
import { DAY_BUDGET_KEY, dayBudgetQuestion, MORE } from "./budget-question.ts";
import { spentToday, startOfDay } from "./budget-watch.ts";
import { keyWithoutTime, putFresh } from "./fresh-question.ts";
import { takeBack } from "./hand-over.ts";
import type { RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** Timers stand still while the machine sleeps: the calendar is looked at again and again. */
const MAX_REST_MS = 60_000;

/** Milliseconds until the next day begins, or until it is worth another look at the clock. */
export function restOfDay(now: Date = new Date()): number {
	const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
	return Math.min(MAX_REST_MS, tomorrow.getTime() - now.getTime());
}

/** What an attempt has found used up, and on which day. */
export interface FoundSpent {
	day: number;
	what: string;
}

/**
 * Null while there is budget for today; else what is waited for: the person's word, or tomorrow.
 *
 * @param found what ended the last attempt: the record lags behind it by moments.
 */
export async function dayIsOver(
	shop: Shop,
	owner: Pick<RunOwner, "workspace">,
	found: FoundSpent | null,
): Promise<{ tickets: string[]; message: string } | null> {
	const { db, persist, memory } = shop;
	const limits = shop.work.budget.day;
	if (limits.timeMs === null && limits.tokens === null && limits.cost === null) return null;
	const today = startOfDay();
	await withdrawOthers(shop, today);
	const spent = await spentToday(shop, owner);
	const granted = memory.grantedOn(today);
	const isFound = found?.day === today.getTime() && Object.keys(granted).length === 0;
	const what = usedUp(spent, limits, granted) ?? (isFound ? found.what : null);
	if (what === null) return null;

	const { ticket } = await putFresh(shop, dayBudgetQuestion(shop.name, nameOf(today), what));
	const question = await persist(() => getQuestion(db, ticket));
	if (!isHandedOut(question)) {
		const message = `Today's budget is used up (${what}); waiting for your answer to ${ticket}`;
		return { tickets: [ticket], message };
	}
	if (question.status !== "answered" || question.answer !== MORE) {
		return { tickets: [], message: "Resting until tomorrow: today's budget is used up" };
	}
	// Taken first: a crash in between asks again, and never grants twice.
	await persist(() => takeAnswer(db, ticket));
	await memory.keep({ granted: { day: today.getTime(), ...grantedAgain(spent, limits) } });
	return null;
}

/** Of another day nobody needs to know any more. */
async function withdrawOthers(shop: Shop, today: Date): Promise<void> {
	const { db, persist, name } = shop;
	const where = { scope: name, status: "pending", key: { startsWith: DAY_BUDGET_KEY } };
	const open = await persist(() => db.read(({ question }) => question.findMany({ where })));
	for (const row of open) {
		if (keyWithoutTime(row.key ?? "") === DAY_BUDGET_KEY + nameOf(today)) continue;
		await takeBack(shop, ticketOf(row.id), "It was about another day's budget.");
	}
}

/** `2026-11-21` */
function nameOf(day: Date): string {
	const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
	return parts.map((part) => String(part).padStart(2, "0")).join("-");
}
