import { oneLine } from "../../../text/cut.ts";
import { withoutHidden } from "../../../text/hidden-characters.ts";

/** As git's own documentation has it. */
const WIDTH = 72;
/** Lines of the body that tell what was done, and how many checks are named. */
const MAX_LINES = 20;
const MAX_CHECKS = 10;
/** Longer than any body that is shown. */
const MAX_SUMMARY = 20_000;

/** `Co-authored-by: …`, `Change-Id: …`: git and its hosts read those as if the committer had said so. */
const TRAILER = /^\s*(?:[-*]\s*)?[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+\s*:/;
const FENCE = /^\s*(?:```|~~~)/;

/**
 * The message of a commit: what the item is, what was done as the agent tells it, which checks passed, and a trailer by
 * which the commit is found again.
 *
 * @param summary Markdown; it becomes plain text, without code blocks and without lines that would be trailers.
 * @param checks commands that succeeded.
 */
export function commitMessage(
	item: { id: string; title: string },
	summary: string | null,
	checks: readonly string[],
): string {
	const named = checks.slice(0, MAX_CHECKS).map((command) => `- ${oneLine(withoutHidden(command), WIDTH - 2)}`);
	if (checks.length > MAX_CHECKS) named.push(`- and ${checks.length - MAX_CHECKS} more`);
	const parts = [
		subject(`${item.id}: ${item.title}`),
		body(summary ?? ""),
		named.length > 0 ? ["Checks passed:", ...named].join("\n") : "",
		itemTrailer(item.id),
	];
	return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** By which the commits of an item are found again. */
export function itemTrailer(id: string): string {
	return `Nightshift-Item: ${oneLine(withoutHidden(id), WIDTH)}`;
}

/** One line that is cut at a word. */
export function subject(text: string, width: number = WIDTH): string {
	const line = withoutHidden(text.slice(0, MAX_SUMMARY)).replaceAll(/\s+/g, " ").trim();
	if (line.length <= width) return line;
	const room = line.slice(0, width); // one less, for the mark, and one more, for a blank right behind
	const blank = room.lastIndexOf(" ");
	return blank > width / 2 ? `${room.slice(0, blank).replace(/[\s,;:–-]+$/, "")}…` : oneLine(line, width);
}

function body(summary: string): string {
	const lines: string[] = [];
	let fenced = false;
	for (const raw of withoutHidden(summary.slice(0, MAX_SUMMARY)).split("\n")) {
		if (FENCE.test(raw)) fenced = !fenced;
		else if (!fenced && !TRAILER.test(raw)) lines.push(...wrap(plain(raw)));
	}
	const text = lines
		.join("\n")
		.replaceAll(/\n{3,}/g, "\n\n")
		.trim();
	const kept = text.split("\n");
	if (kept.length <= MAX_LINES) return text;
	return [...kept.slice(0, MAX_LINES - 1), "…"].join("\n").replace(/\n+…$/, "\n…");
}

/** A line of Markdown as one reads it in a terminal. */
function plain(line: string): string {
	return line
		.replace(/^\s{0,3}#{1,6}\s+/, "")
		.replaceAll(/\*\*(.+?)\*\*/g, "$1")
		.replaceAll(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, "$1")
		.trimEnd();
}

/** Breaks a line at words; what belongs to a list stays under its first word. */
function wrap(line: string): string[] {
	const [, indent = "", mark = ""] = /^(\s*)((?:[-*+]|\d+[.)])\s+)?/.exec(line.replaceAll("\t", "  ")) ?? [];
	const first = indent.slice(0, 8) + mark;
	const rest = " ".repeat(first.length);
	const lines: string[] = [];
	let current = first;
	let isEmpty = true;
	for (const word of line
		.slice(indent.length + mark.length)
		.split(/\s+/)
		.filter(Boolean)) {
		if (!isEmpty && current.length + 1 + word.length > WIDTH) {
			lines.push(current);
			current = rest;
			isEmpty = true;
		}
		current += isEmpty ? word : ` ${word}`;
		isEmpty = false;
	}
	lines.push(current.trimEnd());
	return lines;
}
