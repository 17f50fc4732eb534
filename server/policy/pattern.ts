import { oneLine } from "../text/cut.ts";
import { readWildcards, trimmed, type Wildcards, writeLiteral } from "./wildcards.ts";

/** ACP's kinds of tool calls. */
const KINDS = [
	"read",
	"edit",
	"delete",
	"move",
	"search",
	"execute",
	"think",
	"fetch",
	"switch_mode",
	"other",
] as const;
export type ToolKind = (typeof KINDS)[number];
/** Kinds whose patterns are globs over paths. */
const PATH_KINDS: readonly string[] = ["read", "edit", "delete", "move", "search"] satisfies ToolKind[];

/** What config.json and rules say of requests: `KIND`, or `KIND:PATTERN`. */
export interface Pattern {
	/** As it was written. */
	text: string;
	/** `*` is any kind. */
	kind: ToolKind | "*";
	/** After the colon; null for all of the kind. */
	rest: string | null;
}

const SHAPE = new RegExp(`^(\\*|${KINDS.join("|")})(?::(.+))?$`, "s");

/** Null when it is none. */
export function parsePattern(text: string): Pattern | null {
	const [, kind, rest] = SHAPE.exec(text) ?? [];
	return kind === undefined ? null : { text, kind: kind as Pattern["kind"], rest: rest ?? null };
}

export function isPathKind(kind: string): boolean {
	return PATH_KINDS.includes(kind);
}

/** The pattern as one of command texts; `*` alone is as good as none. */
export function commandWildcards({ rest }: Pattern): Wildcards | null {
	return rest === null || trimmed(rest) === "*" ? null : readWildcards(trimmed(rest));
}

/** The pattern that means exactly this command. */
export function exactCommandPattern(command: string): string {
	return `execute:${writeLiteral(trimmed(command))}`;
}

/** What stands between commands, or runs another within one. */
const SHELL_CONTROL = /[;&|<>`\n\r]|\$\(/;
const MAX_LENGTH = 2_000;

/**
 * Why this cannot be a rule's pattern, as one sentence; null when it can. What would allow everything, or nothing at
 * all, is refused: the first belongs into config.json, where it is written on purpose, and the second only looks like a
 * rule.
 */
export function problemWithRule(text: string, decision: "allow" | "deny"): string | null {
	const pattern = parsePattern(text);
	if (!pattern) return "A pattern is a kind of tool call, alone or with a pattern: edit:src/** or execute:npm test*.";
	if (text.length > MAX_LENGTH) return `A pattern has at most ${MAX_LENGTH} characters.`;
	if (decision === "deny") return null;
	if (pattern.kind === "*") return "A rule allows one kind of thing: name it, as in execute:npm test.";
	if (pattern.kind !== "execute") {
		if (pattern.rest === null || isPathKind(pattern.kind)) return null;
		return `Nothing can be told of ${pattern.kind} but that it is one: a rule can allow all of it, or none.`;
	}
	const wildcards = commandWildcards(pattern);
	if (!wildcards) return "A rule cannot allow every command: name the one that is meant, as in execute:npm test*.";
	const [beginning = "", ...others] = wildcards;
	if (others.length === 0) return null;
	if (!/^[^\s*]/.test(beginning)) return "The name of the program must be written out, before the first *.";
	const control = wildcards.join("").match(SHELL_CONTROL)?.[0];
	if (!control) return null;
	return `A pattern with * stands for one command, so it cannot hold ${oneLine(JSON.stringify(control), 12)}.`;
}
