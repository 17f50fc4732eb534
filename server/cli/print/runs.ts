import { checkOutcome, LEFT_OUT, type RecordedCheck, type RunRecord } from "../../contract/record.ts";
import type { RunSummary } from "../../contract/work.ts";
import { printAgo, printDuration } from "./quantities.ts";
import { printTable } from "./table.ts";
import { oneLine } from "./terminal.ts";

const HEAD = ["RUN", "DAEMON", "ITEM", "TITLE", "STATUS", "BEGAN", "WORK", "TOKENS", "COST"];
const RIGHT = [0, 6, 7, 8];

/** Runs as a table. */
export function printRuns(runs: readonly RunSummary[]): string {
	return printTable(HEAD, runs.map(toRow), RIGHT);
}

function toRow(run: RunSummary): string[] {
	const { id, daemon, item, title, startedAt } = run;
	return [String(id), daemon, item, title, standing(run), printAgo(startedAt), ...figures(run)];
}

function standing({ status, outcome, waitsFor }: RunSummary): string {
	if (waitsFor !== null && (status === "parked" || status === "review")) return `${status} (${waitsFor})`;
	return outcome ?? status;
}

function figures({ activeMs, inputTokens, outputTokens, cost, currency }: RunSummary): [string, string, string] {
	const tokens = inputTokens + outputTokens;
	return [
		activeMs > 0 ? printDuration(activeMs / 1_000) : "",
		tokens > 0 ? tokens.toLocaleString("en") : "",
		currency ? `${cost.toFixed(2)} ${currency}` : "",
	];
}

/** One run with its checks, questions and commits. */
export function printRun({ run, turns, checks, questions, commits, calls }: RunRecord): string {
	const [work, tokens, cost] = figures(run);
	const facts: [string, string | null][] = [
		["Status", standing(run)],
		["Why", run.reason],
		["Daemon", run.daemon],
		["Branch", run.branch],
		["Commit", run.commit],
		["Result", run.result],
		["Agent", run.agent],
		["Began", run.startedAt],
		["Ended", run.endedAt],
		[
			"Took",
			[work, tokens && `${tokens} tokens`, cost, counted(turns.length, "turn"), counted(calls.total, "step")]
				.filter(Boolean)
				.join(", "),
		],
	];
	const known = facts.flatMap(([name, value]) => (value ? [`${`${name}:`.padEnd(9)}${oneLine(value)}`] : []));
	return [
		`Run ${run.id}: ${oneLine(run.item)} ${oneLine(run.title)}`,
		...known,
		...section(
			"Commits",
			commits.map(({ hash, title }) => `${hash.slice(0, 10)} ${title}`),
		),
		...section(
			"Questions",
			questions.map(({ ticket, title, answer, status }) => `${ticket} ${title} → ${answer ?? status}`),
		),
		...section("Checks", checks.map(checkLine)),
	].join("\n");
}

function checkLine(check: RecordedCheck): string {
	const { command, how } = check;
	const outcome = checkOutcome(check);
	if (outcome === "cancelled") return `${LEFT_OUT}  ${command}`;
	return `${outcome === "ok" ? "passed" : "failed"}  ${command} (${how})`;
}

function counted(number: number, what: string): string {
	return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function section(title: string, lines: readonly string[]): string[] {
	return lines.length > 0 ? ["", title, ...lines.map((line) => `  ${oneLine(line)}`)] : [];
}
