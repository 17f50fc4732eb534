import { getQuestion } from "../../inbox/read-question.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { grantedAgain, usedUp } from "./budget.ts";
import { dayBudgetQuestion, MORE } from "./budget-question.ts";
import { spentToday, startOfDay } from "./budget-watch.ts";
import { putFresh } from "./fresh-question.ts";
import type { RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** Milliseconds until the next day begins. */
export function restOfDay(now: Date = new Date()): number {
	const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
	return tomorrow.getTime() - now.getTime();
}

/** Null while there is budget for today; else what is waited for: the person's word, or tomorrow. */
export async function dayIsOver(
	shop: Shop,
	owner: Pick<RunOwner, "workspace">,
): Promise<{ tickets: string[]; message: string } | null> {
	const { db, persist, memory } = shop;
	const limits = shop.work.budget.day;
	if (limits.timeMs === null && limits.tokens === null && limits.cost === null) return null;
	const spent = await spentToday(shop, owner);
	const today = startOfDay();
	const what = usedUp(spent, limits, memory.grantedOn(today));
	if (what === null) return null;

	const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0"));
	const { ticket } = await putFresh(shop, dayBudgetQuestion(shop.name, day.join("-"), what));
	const { status, answer } = await persist(() => getQuestion(db, ticket));
	if (status === "answered" && answer === MORE) {
		await memory.keep({ granted: { day: today.getTime(), ...grantedAgain(spent, limits) } });
		await persist(() => takeAnswer(db, ticket));
		return null;
	}
	if (status !== "pending") return { tickets: [], message: "Resting until tomorrow: today's budget is used up" };
	const message = `Today's budget is used up (${what}); waiting for your answer to ${ticket}`;
	return { tickets: [ticket], message };
}
