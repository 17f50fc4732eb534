import { idKey } from "../../roadmap/ids.ts";

/** What a person can tell the developer; anything else is a note for the coding agent. */
export type DeveloperCommand =
	| { verb: "pause" }
	| { verb: "resume" }
	/** `item`: only if this is the one in work; null: whichever is. */
	| { verb: "skip"; item: string | null }
	/** `item`: this one, however it ended, and also when it was only set aside; null: all that failed. */
	| { verb: "retry"; item: string | null }
	/** Before all others. */
	| { verb: "next"; item: string }
	/** Not to be worked on until it is retried or put next. */
	| { verb: "aside"; item: string }
	/** After the item in work: nothing new until resume, or the end of the daemon. */
	| { verb: "after-task"; end: boolean }
	/** What the inbox sends when a late answer is to be acted on. */
	| { verb: "redo"; ticket: string }
	| { verb: "note"; text: string };

/** Reads a command: a verb on a line of its own, in any case, with an item's id where it makes sense. */
export function parseCommand(text: string): DeveloperCommand {
	const line = text.trim().replace(/[.!]$/, "");
	const after = /^(pause|stop|end)[ \t]+after[ \t]+(?:this|the)[ \t]+(?:task|item)$/i.exec(line);
	if (after) return { verb: "after-task", end: after[1]?.toLowerCase() !== "pause" };
	const late = /^About (Q-\d+) \(.+\): .*\nIt was (?:decided|skipped) /.exec(line);
	if (late?.[1]) return { verb: "redo", ticket: late[1] };
	const words = line.match(/^(pause|resume|skip|retry|next|aside)(?:[ \t]+(\S.*))?$/i);
	const verb = words?.[1]?.toLowerCase();
	const item = words?.[2]?.trim() ?? null;
	if ((verb === "pause" || verb === "resume") && item === null) return { verb };
	if ((verb === "skip" || verb === "retry") && (item === null || looksLikeId(item))) return { verb, item };
	if ((verb === "next" || verb === "aside") && item !== null && looksLikeId(item)) return { verb, item };
	return { verb: "note", text: text.trim() };
}

/** `US-112`, `PRIORITY 2.5`, `2.5`: "skip the slow tests" is a note. */
function looksLikeId(text: string): boolean {
	return /^([a-z]+[ -]?)?\d+(\.\d+)*$/i.test(text);
}

/** Whether two names of an item are the same, as people write them: `us-9` is `US-009`, `2.5` is `PRIORITY 2.5`. */
export function sameItem(a: string, b: string): boolean {
	return key(a) === key(b);
}

function key(id: string): string {
	const full = /^\s*\d/.test(id) ? `PRIORITY ${id}` : id.replace(/^\s*us\s+/i, "US-");
	return idKey(full);
}
