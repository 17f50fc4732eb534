import type { PermissionRequest } from "../agents/types.ts";
import type { PermissionPatterns } from "../config/types.ts";
import { oneLine } from "../text/cut.ts";
import { inlineCode } from "../text/markdown.ts";
import { concernsCommand, coversCommand, mayConcernCommand } from "./match-command.ts";
import { concernsPlaces, coversPlaces } from "./match-paths.ts";
import { commandWildcards, isPathKind, type Pattern, parsePattern } from "./pattern.ts";
import { type Place, placeOf } from "./places.ts";
import { everythingWithin } from "./shell-contents.ts";
import { fits } from "./wildcards.ts";

/** What decides of a rule. */
export interface StandingRule {
	/** The number of R-3. */
	id: number;
	/** Null: for every item. */
	item: string | null;
	/** Null: for every agent. */
	agent: string | null;
	decision: "allow" | "deny";
	pattern: string;
	expiresAt: Date | null;
	revokedAt: Date | null;
}

/** What a request asks for. */
export type Asked = Pick<PermissionRequest, "title" | "kind" | "command" | "within" | "paths" | "changes">;

export interface Circumstances {
	/** Of config.json. */
	patterns: PermissionPatterns;
	/** The developer's. */
	rules: readonly StandingRule[];
	/** Absolute. */
	worktree: string;
	/** The id of the item in work. */
	item: string;
	/** The name of the agent that asks. */
	agent: string;
	/** When it is asked. */
	now?: Date;
}

export interface Decision {
	decision: "allow" | "deny" | "ask";
	/** One sentence, in Markdown. */
	why: string;
	/** The rule that decided it. */
	rule: number | null;
	/** What was matched. */
	pattern: string | null;
}

/**
 * What becomes of a request: what config.json forbids comes first, then what a rule forbids, what config.json wants to
 * be asked about, what a rule allows, what config.json allows. All else is asked. Looks at the file system to see where
 * paths lead.
 */
export function decide(request: Asked, { patterns, rules, ...where }: Circumstances): Decision {
	const { worktree, item, agent, now = new Date() } = where;
	const subject = subjectOf(request, worktree);
	const standing = rules.filter(
		(rule) =>
			rule.revokedAt === null &&
			(rule.expiresAt === null || rule.expiresAt > now) &&
			(rule.item === null || rule.item === item) &&
			(rule.agent === null || rule.agent === agent),
	);
	const written = (list: readonly string[], fitting: Fitting) => list.find((text) => fitting(text, subject));
	const ruled = (decision: StandingRule["decision"], fitting: Fitting) =>
		standing.find((rule) => rule.decision === decision && fitting(rule.pattern, subject));

	const forbidden = written(patterns.deny, concerns);
	if (forbidden !== undefined) return byConfig("deny", "config.json forbids", forbidden);
	const against = ruled("deny", concerns);
	if (against) return byRule("deny", "forbids", against);
	const asking = written(patterns.ask, concerns);
	if (asking !== undefined) return byConfig("ask", "config.json wants you to be asked about", asking);
	const granting = ruled("allow", covers);
	if (granting) return byRule("allow", "allows", granting);
	const allowed = written(patterns.allow, covers);
	if (allowed !== undefined) return byConfig("allow", "config.json allows", allowed);
	return { decision: "ask", why: "Neither config.json nor a rule allows it.", rule: null, pattern: null };
}

function byConfig(decision: Decision["decision"], says: string, pattern: string): Decision {
	return { decision, why: `${says} ${shown(pattern)}.`, rule: null, pattern };
}

function byRule(decision: StandingRule["decision"], does: string, { id, pattern }: StandingRule): Decision {
	return { decision, why: `Rule R-${id} ${does} ${shown(pattern)}.`, rule: id, pattern };
}

/** What patterns are held against. */
export interface Subject {
	kind: string;
	/** What it counts as, whatever the agent calls it: a command runs, and what changes a file edits it. */
	truly: string;
	title: string;
	command: string | null;
	/** What runs besides, as far as the command does not say it already. */
	more: string[];
	/** What may run, or is only a text. */
	perhaps: string[];
	places: Place[];
	worktree: string;
}

export function subjectOf({ title, kind, command, within, paths, changes }: Asked, worktree: string): Subject {
	const changing = kind === "delete" || kind === "move" ? kind : "edit";
	// Some agents also send the parts of a line that they have taken apart.
	const known = new Set(command === null || within.commands.length === 0 ? [] : everythingWithin(command));
	const more = within.commands.filter((one) => !known.has(one.trim()));
	const runs = command !== null || more.length > 0;
	const truly = runs ? "execute" : changes.length > 0 ? changing : kind;
	const touched = new Set([...paths, ...changes.map((change) => change.path)]);
	const places = [...touched].map((path) => placeOf(path, worktree));
	return { title, kind, truly, command, more, perhaps: within.lines, worktree, places };
}

type Fitting = (text: string, subject: Subject) => boolean;

/** Of a pattern that allows: it must cover all of the request, without a doubt. */
const covers: Fitting = (text, { truly, command, more, places, worktree }) => {
	const pattern = parsePattern(text);
	if (!pattern || (pattern.kind !== "*" && pattern.kind !== truly)) return false;
	if (isPathKind(truly)) return coversPlaces(pattern, places, worktree);
	// Nothing but a command and files can be judged by what it is: the rest only has a name that the agent gave it.
	if (truly !== "execute") return pattern.rest === null && areInside(places);
	if (!areInside(places)) return isUnconditional(pattern);
	return command === null ? isUnconditional(pattern) : [command, ...more].every((one) => coversCommand(pattern, one));
};

/**
 * Of a pattern that forbids or asks: it is enough that it is about anything in the request, whatever the agent calls
 * it.
 */
const concerns: Fitting = (text, { kind, truly, title, command, more, perhaps, places, worktree }) => {
	const pattern = parsePattern(text);
	if (!pattern) return false;
	const ofCommands = pattern.kind === "*" || pattern.kind === "execute";
	if (ofCommands && perhaps.some((line) => mayConcernCommand(pattern, line))) return true;
	const kinds = new Set([kind, truly]);
	if (pattern.kind !== "*" && !kinds.has(pattern.kind)) return false;
	if (pattern.rest === null) return true;
	const commands = command === null ? more : [command, ...more];
	if (ofCommands && commands.some((one) => concernsCommand(pattern, one))) return true;
	if ((pattern.kind === "*" || isPathKind(pattern.kind)) && concernsPlaces(pattern, places, worktree)) return true;
	const wildcards = commandWildcards(pattern);
	return !isPathKind(pattern.kind) && (wildcards === null || fits(wildcards, title.trim()));
};

function areInside(places: readonly Place[]): boolean {
	return places.every(({ inside }) => inside);
}

/** It allows every command, wherever it runs. */
function isUnconditional(pattern: Pattern): boolean {
	return commandWildcards(pattern) === null;
}

function shown(pattern: string): string {
	return inlineCode(oneLine(pattern, 200));
}
