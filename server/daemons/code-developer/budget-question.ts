import { escapeMarkdown } from "../../text/markdown.ts";
import type { Spent } from "./budget.ts";
import type { KeyedQuestion } from "./fresh-question.ts";
import type { WorkFacts } from "./permission-question.ts";

/** What the keys of questions about a day begin with. */
export const DAY_BUDGET_KEY = "day-budget:";
/** The answer that grants as much again. */
export const MORE = "more";
const STOP = "stop";

/** The question whether an item may use more than its budget. */
export function budgetQuestion({ daemon, run, item }: WorkFacts, what: string, spent: Spent): KeyedQuestion {
	return {
		daemon,
		kind: "choice",
		title: `${item.id} has used up its budget (${what}). Go on?`,
		body: [
			`**${escapeMarkdown(item.id)}**: ${escapeMarkdown(item.title)}`,
			`So far: ${Math.round(spent.timeMs / 60_000)} min of work, ${spent.tokens.toLocaleString("en")} tokens, a cost of ${spent.cost.toFixed(2)}.`,
		].join("\n\n"),
		options: [
			{ id: MORE, label: "Go on, with as much again" },
			{ id: STOP, label: "Set it aside", description: "What was done is kept in its worktree." },
		],
		task: item.id,
		blocking: true,
		key: `run:${run}:budget`,
	};
}

/** The question whether to go on today. `day`: `2026-11-21`. */
export function dayBudgetQuestion(daemon: string, day: string, what: string): KeyedQuestion {
	return {
		daemon,
		kind: "choice",
		title: `Today's budget is used up (${what}). Go on today?`,
		body: "Nothing is worked on until you answer, or until tomorrow.",
		options: [
			{ id: MORE, label: "Go on, with as much again" },
			{ id: STOP, label: "Rest until tomorrow" },
		],
		blocking: true,
		urgency: "normal",
		key: DAY_BUDGET_KEY + day,
	};
}
