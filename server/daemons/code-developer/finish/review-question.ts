import { LEFT_OUT } from "../../../contract/record.ts";
import { hiddenKinds } from "../../../contract/visible-text.ts";
import { clip, oneLine } from "../../../text/cut.ts";
import { withoutHidden } from "../../../text/hidden-characters.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../../../text/markdown.ts";
import type { CheckResult } from "../checks.ts";
import type { KeyedQuestion } from "../fresh-question.ts";
import type { WorkFacts } from "../permission-question.ts";
import type { Run } from "../runs.ts";
import type { WorkCommit, WorkResult } from "./describe.ts";

const MAX_TITLE = 300;
/** Characters of what the agent said, and of a failed check's output. */
const MAX_SUMMARY = 20_000;
const MAX_OUTPUT = 4_000;
const NAMED_FILES = 30;
const NAMED_COMMITS = 30;
const SHORT = 10;

/** A review's answers; the ids are ours. */
export const REVIEW_ANSWERS = {
	merge: "merge",
	/** The comment is what the agent is told. */
	sendBack: "send-back",
	keep: "keep",
	pullRequest: "pull-request",
} as const;

export interface ReviewOptions {
	/** It can be answered with a pull request. */
	pullRequest: boolean;
	/** The branch that is checked out in the workspace; null when none is. */
	into: string | null;
	/** Why the answer before could not be carried out. */
	trouble?: string;
}

/**
 * What becomes of finished work: shows all of it that can be shown, and says plainly what is not. It blocks nothing: other
 * items are worked on meanwhile.
 *
 * @param result `summary`: what the agent said last.
 */
export function reviewQuestion(
	run: Pick<Run, "id" | "branch" | "baseCommit" | "commit">,
	item: { id: string; title: string },
	result: WorkResult & { summary: string | null },
	checks: readonly CheckResult[],
	facts: Pick<WorkFacts, "daemon">,
	{ pullRequest, into, trouble }: ReviewOptions,
): KeyedQuestion {
	const parts = [
		trouble && `> [!WARNING]\n> ${escapeMarkdown(trouble)}`,
		`**${escapeMarkdown(item.id)}**: ${escapeMarkdown(oneLine(item.title, MAX_TITLE))}`,
		said(result.summary),
		checksTold(checks),
		commitsTold("Commits", result.commits),
		result.brings.length > 0 &&
			commitsTold("It builds on work that is not merged yet; merging this merges that too", result.brings),
		codeBlock(result.stat),
		diffTold(run, result),
		`On branch ${inlineCode(run.branch)}; the work and its history: [run ${run.id}](/activity?run=${run.id}).`,
	];
	return {
		daemon: facts.daemon,
		kind: "review",
		task: item.id,
		title: `Review ${oneLine(withoutHidden(`${item.id}: ${item.title}`), MAX_TITLE)}`,
		body: parts.filter(Boolean).join("\n\n"),
		options: optionsOf(into, pullRequest),
		blocking: false,
		onDeadline: "wait",
		key: `run:${run.id}:review:${run.commit}`,
	};
}

function optionsOf(into: string | null, pullRequest: boolean) {
	const where = "Into the branch that is checked out in the workspace when you answer";
	const now = into === null ? "now none is; check one out first" : `now that is ${into}`;
	return [
		{ id: REVIEW_ANSWERS.merge, label: "Merge", description: `${where}; ${now}.` },
		{
			id: REVIEW_ANSWERS.sendBack,
			label: "Send back",
			description: "The agent goes on with it; your comment is what it is told.",
		},
		...(pullRequest
			? [
					{
						id: REVIEW_ANSWERS.pullRequest,
						label: "Open a pull request",
						description: "The branch is pushed, and stays.",
					},
				]
			: []),
		{ id: REVIEW_ANSWERS.keep, label: "Keep the branch", description: "Nothing is merged; the branch stays as it is." },
	];
}

/** The agent's own words, marked as such. */
function said(summary: string | null): string | null {
	const text = summary?.trim();
	if (!text) return null;
	const quoted = clip(text, MAX_SUMMARY)
		.split("\n")
		.map((line) => `> ${line}`);
	return `What the agent says:\n\n${quoted.join("\n")}`;
}

function checksTold(checks: readonly CheckResult[]): string {
	if (checks.length === 0) return "No checks were run: the item has none, and neither has the workspace.";
	const lines = checks.map(({ command, ok, how }) => {
		const mark = ok ? "✅" : how === LEFT_OUT ? "➖" : "❌";
		return `- ${mark} ${inlineCode(command)}: ${escapeMarkdown(ok ? "passed" : how)}`;
	});
	const failed = checks.find(({ ok, how }) => !ok && how !== LEFT_OUT);
	const output = failed?.output.trim();
	return [`Checks:\n\n${lines.join("\n")}`, output ? codeBlock(clip(output, MAX_OUTPUT)) : null]
		.filter(Boolean)
		.join("\n\n");
}

function commitsTold(head: string, commits: readonly WorkCommit[]): string | null {
	if (commits.length === 0) return null;
	const named = commits.slice(-NAMED_COMMITS).map(({ hash, subject }) => {
		return `- ${inlineCode(hash.slice(0, SHORT))} ${escapeMarkdown(oneLine(withoutHidden(subject), MAX_TITLE))}`;
	});
	const rest = commits.length - named.length;
	if (rest > 0) named.unshift(`- … and ${rest} before`);
	return `${head}:\n\n${named.join("\n")}`;
}

function diffTold(
	{ id, baseCommit, branch }: Pick<Run, "id" | "baseCommit" | "branch">,
	{ diff, omitted }: WorkResult,
): string {
	const parts: string[] = [];
	const hidden = hiddenKinds(diff, "code");
	if (hidden.length > 0) {
		const which = escapeMarkdown(hidden.slice(0, NAMED_FILES).join(", "));
		parts.push(
			`> [!WARNING]\n> The changes have characters that are not shown (${which}), so they may do something else than it seems.`,
		);
	}
	if (omitted.length > 0) {
		const named = omitted.slice(0, NAMED_FILES).map((path) => inlineCode(path));
		const rest = omitted.length > named.length ? ` and ${omitted.length - named.length} more` : "";
		const command = inlineCode(`git diff ${baseCommit.slice(0, SHORT)}...${branch}`);
		parts.push(
			`> [!WARNING]\n> The changes are too long to be shown here in full. Missing, or shown only in part: ${named.join(", ")}${rest}.\n> All of them: ${command}, or [the page of this run](/activity?run=${id}).`,
		);
	}
	if (diff !== "") parts.push(codeBlock(diff, "diff"));
	return parts.join("\n\n");
}
