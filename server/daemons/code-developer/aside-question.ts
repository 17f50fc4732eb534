import { hasWorktree } from "../../git/has-worktree.ts";
import { capText } from "../../text/capped-text.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../../text/markdown.ts";
import { type KeyedQuestion, keyWithoutTime, putFresh } from "./fresh-question.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Failure } from "./verdict.ts";

/** What the keys of these questions begin with. */
export const ASIDE_KEY = "aside:";
const MAX_OUTPUT = 8_000;

/** Begin anew, go on with what is there, or leave it. */
export const ASIDE_ANSWERS = { retry: "retry", goOn: "go-on", leave: "leave" } as const;

/** The key of the question about a run that failed. */
export function asideKey(run: number): string {
	return `${ASIDE_KEY}${run}`;
}

/** The run that such a question is about; null for other questions. */
export function runOfAsideKey(key: string | null): number | null {
	return key?.startsWith(ASIDE_KEY) ? Number(keyWithoutTime(key).slice(ASIDE_KEY.length)) : null;
}

/** Asks what to do about an item that could not be done; the work goes on with others meanwhile. */
export async function askAgain(shop: Shop, run: Run, verdict: Failure): Promise<void> {
	const question = asideQuestion(shop.name, run, await hasWorktree(run), {
		...verdict,
		reason: shop.redact(verdict.reason),
		detail: verdict.detail === null ? null : shop.redact(verdict.detail),
	});
	await putFresh(shop, question);
}

function asideQuestion(
	daemon: string,
	{ id, item, title, branch, worktree }: Run,
	isThere: boolean,
	{ reason, detail }: Failure,
): KeyedQuestion {
	return {
		daemon,
		kind: "choice",
		title: `${item} was set aside. Try it again?`,
		body: [
			`**${escapeMarkdown(item)}**: ${escapeMarkdown(title)}`,
			escapeMarkdown(reason),
			detail === null ? null : codeBlock(capText(detail, MAX_OUTPUT), "text"),
			isThere ? `What was done is kept in ${inlineCode(worktree)}, on branch ${inlineCode(branch)}.` : null,
		]
			.filter((part) => part !== null)
			.join("\n\n"),
		options: [
			...(isThere ? [{ id: ASIDE_ANSWERS.goOn, label: "Go on with what is there" }] : []),
			{ id: ASIDE_ANSWERS.retry, label: "Begin it anew", description: "On another branch; this one stays." },
			{ id: ASIDE_ANSWERS.leave, label: "Leave it aside" },
		],
		task: item,
		blocking: false,
		key: asideKey(id),
	};
}
