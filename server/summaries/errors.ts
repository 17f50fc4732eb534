import { oneLine } from "../text/cut.ts";
import { linesOf } from "./sentences.ts";

const LONGEST = 300;

/** A line that begins as the report of an error does: what programs print, not what speaks about errors. */
const REPORT = new RegExp(
	[
		/^(?:[\w.$/-]+:\s*)?(?:uncaught |unhandled )?(?:[A-Z]\w*(?:Error|Exception|Warning: Unhandled)|Error|ERROR)(?:\s*\[[\w-]+\])?:\s/,
		/^(?:fatal|panic|error|FATAL|PANIC|CRITICAL)(?:\[\w+\])?:\s/,
		/^(?:npm ERR!|npm error)\s+\S/,
		/^Traceback \(most recent call last\)/,
		/^(?:\S+\(\d+,\d+\)|\S+:\d+:\d+)(?: -|:) (?:fatal )?error\b/,
		/^\S{1,60}: (?:command not found|No such file or directory|Permission denied)$/,
		/^(?:bash|sh|zsh|\S{1,60}): (?:line \d+: )?.{1,120}: (?:command not found|No such file or directory|Permission denied)$/,
		/^(?:Segmentation fault|Killed|Bus error|Aborted)(?: \(core dumped\))?$/,
	]
		.map(({ source }) => source)
		.join("|"),
);
/** In what a failed tool put out, more tells of it. */
const IN_FAILED =
	/\b(?:errors?|exception|failed|failure|fatal|panic|cannot|can't|could not|denied|refused|not found|no such|no module|unable|invalid|undefined|missing|timed? ?out|FAIL)\b|✗|✖|×/i;
/** What counts errors and finds none. */
const NONE = /\b(?:0|no) (?:errors?|failures?|failed)\b/i;
/** How the tools say that a command failed: told by its name already. */
const STATUS =
	/^(?:exit code:? \d+|process exited with code \d+|chunk id: .*|wall time: .*|output:|\(no output\)|error|<\/?[\w-]+>)$/i;

/** The lines that report an error by themselves, at most `limit`. */
export function errorLines(text: string, limit: number): string[] {
	return linesOf(text)
		.map((line) => line.trim())
		.filter((line) => REPORT.test(line) && !NONE.test(line))
		.slice(0, limit)
		.map((line) => oneLine(line, LONGEST));
}

/** What the output of a failed tool says of the reason, in a line; empty when it says nothing. */
export function reasonIn(output: string): string {
	const lines = linesOf(output)
		.map((line) => line.trim())
		.filter((line) => /[\p{L}\p{N}]/u.test(line) && !STATUS.test(line));
	const reason =
		lines.find((line) => REPORT.test(line)) ??
		lines.find((line) => IN_FAILED.test(line) && !NONE.test(line)) ??
		lines.at(-1) ??
		"";
	return oneLine(reason, LONGEST);
}

/** The code with which a command ended, where its output tells it. */
export function exitCodeIn(output: string): number | null {
	const found = /^(?:exit code:?|process exited with code)\s*(\d{1,5})\s*$/im.exec(output.slice(0, 2_000));
	const late = found ?? /^(?:exit code:?|process exited with code)\s*(\d{1,5})\s*$/im.exec(output.slice(-2_000));
	return late?.[1] === undefined ? null : Number(late[1]);
}
