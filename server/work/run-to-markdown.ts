import { checkOutcome, type RecordedCheck, type RecordedQuestion, type RecordedTurn } from "../contract/record.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../text/markdown.ts";
import { type CompareTime, hunksOf } from "./diff/recorded-diff.ts";
import type { ExportedRun, ExportedStep } from "./export-run.ts";

/** So long at most all changes of a file are compared; of the rest only the paths are told. */
const MAX_COMPARE_MS = 10_000;

/** A run as Markdown, in parts: what was done and what came of it first, then turn by turn. */
export async function* runToMarkdown({ record, turns, steps }: ExportedRun): AsyncGenerator<string> {
	yield `${head(record)}\n`;
	const time: CompareTime = { leftMs: MAX_COMPARE_MS };
	for await (const turn of turns()) {
		yield `\n${turnPart(turn)}\n`;
		for await (const step of steps(turn.number)) yield `\n${await stepPart(step, time)}\n`;
	}
}

function head(record: ExportedRun["record"]): string {
	const { run, checks, questions, commits } = record;
	const parts = [
		`# Run ${run.id}: ${escapeMarkdown(`${run.item} ${run.title}`)}`,
		facts(record),
		commits.length > 0 &&
			`## Commits\n\n${commits.map((one) => `- ${inlineCode(one.hash.slice(0, 12))} ${escapeMarkdown(one.title)}`).join("\n")}`,
		questions.length > 0 && `## Questions\n\n${questions.map(questionLine).join("\n")}`,
		checks.length > 0 && `## Checks\n\n${checks.map(checkPart).join("\n\n")}`,
	];
	return parts.filter(Boolean).join("\n\n");
}

function facts({ run, calls }: ExportedRun["record"]): string {
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

function turnPart(turn: RecordedTurn): string {
	const ended = turn.endedAt ? `to ${turn.endedAt}, ${escapeMarkdown(turn.stopReason ?? "")}` : "still running";
	const parts = [
		`## Turn ${turn.number}`,
		`From ${turn.startedAt} ${ended}`,
		`The agent was told:\n\n${codeBlock(turn.prompt)}`,
		turn.reply !== "" && `It said:\n\n${codeBlock(turn.reply)}`,
	];
	return parts.filter(Boolean).join("\n\n");
}

async function stepPart(step: ExportedStep, time: CompareTime): Promise<string> {
	const { title, status, startedAt, command, output, changes } = step;
	const diffs: string[] = [];
	for (const change of changes) {
		const hunks = await hunksOf(change, time);
		const omitted = change.omitted ? "(too large to be kept)" : "(too large to be compared)";
		diffs.push(`${inlineCode(change.path)}\n\n${hunks ? codeBlock(hunks.lines.join("\n"), "diff") : omitted}`);
	}
	const parts = [
		`### ${escapeMarkdown(title)}`,
		`${startedAt}, ${status}`,
		command && codeBlock(command, "sh"),
		output && codeBlock(output),
		...diffs,
	];
	return parts.filter(Boolean).join("\n\n");
}
