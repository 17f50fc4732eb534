import { basename, dirname } from "node:path";
import type { Change } from "../../changes.ts";
import { digest, type Fields, fields, kindOf, moment, parseObject, words } from "../../fields.ts";
import type { Format, LinePlace, Reader } from "../../format.ts";
import { assistantChanges } from "./assistant.ts";
import { OTHER_EVENTS, OTHER_LINES, type Place, timeOfOtherLine } from "./lines.ts";
import { eventOf, queuedChanges, userChanges } from "./user.ts";

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;

/** What the reader remembers between lines. */
interface Carry {
	/** The last time that a line had. */
	at: string | null;
	session: string | null;
	cwd: string | null;
}

/** Claude Code, `~/.claude/projects/<folder>/<session>.jsonl` and the files of its subagents. */
export const CLAUDE: Format = {
	name: "claude",
	patterns: ["*/*.jsonl", "*/*/subagents/**/*.jsonl"],
	amounts: ["inputTokens", "outputTokens", "cacheReadTokens", "cacheCreationTokens"],
	open: (carry) => new ClaudeReader(carry),
};

class ClaudeReader implements Reader {
	private state: Carry;

	constructor(carry: unknown) {
		const known = fields(carry) ?? {};
		this.state = { at: moment(known.at), session: words(known.session), cwd: words(known.cwd) };
	}

	carry(): unknown {
		return this.state;
	}

	read(text: string, { path }: LinePlace): Change[] {
		const trimmed = text.trim();
		if (trimmed === "") return [];
		const quick = timeOfOtherLine(trimmed);
		if (quick !== undefined) return this.timed(moment(quick), this.about(path, null));
		const line = parseObject(trimmed);
		if (!line || typeof line.type !== "string") return [{ type: "malformed" }];
		const about = this.about(path, line);
		const own = moment(line.timestamp);
		const place = {
			at: own ?? this.state.at,
			sidechain: line.isSidechain === true,
			id: words(line.uuid) ?? `line:${digest(trimmed)}`,
			line,
		};
		return this.timed(own, [...about, ...changesOf(line.type, place)]);
	}

	/** The time of a line comes after what says which conversation it belongs to. */
	private timed(at: string | null, changes: Change[]): Change[] {
		if (!at) return changes;
		if (at !== this.state.at) this.state = { ...this.state, at };
		return [...changes, { type: "time", at }];
	}

	/** Which conversation the line belongs to and where it is held, when that is new. */
	private about(path: string, line: Fields | null): Change[] {
		const session = words(line?.sessionId) ?? this.state.session ?? sessionOfPath(path);
		const cwd = words(line?.cwd) ?? this.state.cwd;
		if (session === this.state.session && cwd === this.state.cwd) return [];
		this.state = { ...this.state, session, cwd };
		return [{ type: "about", session, ...(cwd && { cwd }) }];
	}
}

function changesOf(type: string, place: Place): Change[] {
	const { line } = place;
	if (type === "user") return userChanges(place);
	if (type === "assistant") return assistantChanges(place);
	if (type === "system") return systemChanges(place);
	if (type === "attachment") {
		const attachment = fields(line.attachment);
		return attachment?.type === "queued_command" ? queuedChanges(attachment, place) : [];
	}
	const title = titleOf(line);
	if (title) return place.sidechain ? [] : [{ type: "about", title }];
	return OTHER_LINES.has(type) ? [] : [{ type: "unknown", kind: kindOf(type) }];
}

/** A title by the person, by the program, or of an older version. */
function titleOf(line: Fields): string | null {
	if (line.type === "custom-title") return words(line.customTitle);
	if (line.type === "ai-title") return words(line.aiTitle);
	return line.type === "summary" ? words(line.summary) : null;
}

function systemChanges(place: Place): Change[] {
	const { line } = place;
	const subtype = words(line.subtype) ?? "";
	const content = words(line.content);
	if (subtype === "compact_boundary") return [{ ...bare(place), text: content ?? "Conversation compacted" }];
	if (OTHER_EVENTS.has(subtype)) return [];
	if (subtype === "local_command" || subtype === "informational" || subtype === "") {
		if (!content?.trim()) return [];
		const told = eventOf(content, place);
		if (told === null) return [];
		return [told ?? { ...bare(place), text: content }];
	}
	return [{ type: "unknown", kind: kindOf("system", subtype) }];
}

function bare({ id, at, sidechain }: Place) {
	return { type: "turn", key: id, role: "system", at, ...(sidechain && { sidechain }) } as const;
}

/** Of `<session>.jsonl`, and of `<session>/subagents/agent-….jsonl`. */
function sessionOfPath(path: string): string {
	const name = basename(path).replace(/\.jsonl$/i, "");
	const folder = dirname(path);
	const owner = basename(folder) === "subagents" ? basename(dirname(folder)) : name;
	return UUID.exec(owner)?.[0] ?? owner;
}
