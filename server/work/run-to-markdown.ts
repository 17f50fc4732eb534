import { checkOutcome, type RecordedCheck, type RecordedQuestion, type RecordedTurn } from "../contract/record.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../text/markdown.ts";
import { hunksOf } from "./diff/recorded-diff.ts";
import type { ExportedRun } from "./export-run.ts";

/** A run as Markdown: what was done and what came of it first, then turn by turn. */
export function runToMarkdown(exported: ExportedRun): string {
	const { run, turns, checks, questions, commits, steps } = exported;
	const parts = [
		`# Run ${run.id}: ${escapeMarkdown(`${run.item} ${run.title}`)}`,
		facts(exported),
		commits.length > 0 &&
			`## Commits\n\n${commits.map((one) => `- ${inlineCode(one.hash.slice(0, 12))} ${escapeMarkdown(one.title)}`).join("\n")}`,
		questions.length > 0 && `## Questions\n\n${questions.map(questionLine).join("\n")}`,
		checks.length > 0 && `## Checks\n\n${checks.map(checkPart).join("\n\n")}`,
		...turns.map((turn) => turnPart(turn, steps)),
	];
	return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function facts({ run, calls }: ExportedRun): string {
	const rows: [string, string | null][] = [
		["Daemon", escapeMarkdown(run.daemon)],
		["Status", [run.status, run.outcome].filter(Boolean).join(", ")],
		["Why", run.reason && escapeMarkdown(run.reason)],
		["Waits for", run.waitsFor],
		["Branch", inlineCode(run.branch)],
		["From", inlineCode(run.baseCommit)],
		["Commit", run.commit && inlineCode(run.commit)],
		["Result", run.result && inlineCode(run.result)],
		["Agent", run.agent && escapeMarkdown(run.agent)],
		["Began", run.startedAt],
		["Ended", run.endedAt],
		["Agent's time", `${(run.activeMs / 60_000).toFixed(1)} min`],
		["Tokens", `${run.inputTokens} in, ${run.outputTokens} out`],
		["Cost", run.currency && `${run.cost.toFixed(4)} ${escapeMarkdown(run.currency)}`],
		["Steps", String(calls.total)],
	];
	return rows
		.filter(([, value]) => value !== null)
		.map(([name, value]) => `- ${name}: ${value}`)
		.join("\n");
}

function questionLine({ ticket, title, status, answer, comment }: RecordedQuestion): string {
	const said = [answer, comment].filter(Boolean).join(": ");
	return `- ${ticket} (${status}): ${escapeMarkdown(title)}${said ? ` → ${escapeMarkdown(said)}` : ""}`;
}

function checkPart(check: RecordedCheck): string {
	const { command, how, output } = check;
	const outcome = checkOutcome(check);
	const said = outcome === "cancelled" ? how : `${outcome === "ok" ? "passed" : "failed"} (${how})`;
	const head = `- ${inlineCode(command)}: ${escapeMarkdown(said)}`;
	return output === "" ? head : `${head}\n\n${codeBlock(output)}`;
}

function turnPart(turn: RecordedTurn, steps: ExportedRun["steps"]): string {
	const ended = turn.endedAt ? `to ${turn.endedAt}, ${escapeMarkdown(turn.stopReason ?? "")}` : "still running";
	const parts = [
		`## Turn ${turn.number}`,
		`From ${turn.startedAt} ${ended}`,
		`The agent was told:\n\n${codeBlock(turn.prompt)}`,
		turn.reply !== "" && `It said:\n\n${codeBlock(turn.reply)}`,
		...steps.filter((step) => step.turn === turn.number).map(stepPart),
	];
	return parts.filter(Boolean).join("\n\n");
}

function stepPart({ title, status, startedAt, command, output, changes }: ExportedRun["steps"][number]): string {
	const diffs = changes.map((change) => {
		const hunks = hunksOf(change);
		const what = hunks ? codeBlock(hunks.lines.join("\n"), "diff") : "(too large to be kept)";
		return `${inlineCode(change.path)}\n\n${what}`;
	});
	const parts = [
		`### ${escapeMarkdown(title)}`,
		`${startedAt}, ${status}`,
		command && codeBlock(command, "sh"),
		output && codeBlock(output),
		...diffs,
	];
	return parts.filter(Boolean).join("\n\n");
}
