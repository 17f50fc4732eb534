import type { PermissionRequest } from "../agents/types.ts";
import { hiddenKinds } from "../contract/visible-text.ts";
import { type Circumstances, decide, type StandingRule, subjectOf } from "./decide.ts";
import { exactPathPattern } from "./match-paths.ts";
import { exactCommandPattern, isPathKind, problemWithRule } from "./pattern.ts";
import { plainCommands } from "./shell-parts.ts";

export type OfferId = "allow-item" | "allow-week" | "refuse-item";

/** A rule that an answer can make. */
export interface Offer {
	id: OfferId;
	decision: "allow" | "deny";
	pattern: string;
	/** Null: for every item. */
	item: string | null;
	agent: string;
	/** How long the rule lasts, from the answer on. */
	lastsMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Longer, and a person no longer sees at a glance what they allow for the future. */
const MAX_COMMAND = 300;

/**
 * The rules that an answer to this request can make. Only such as mean exactly this request (one plain command line,
 * one path in the worktree), and such as would have answered it: where config.json wants the question, or the request
 * reaches out of the worktree, there are none.
 */
export function offersFor(request: PermissionRequest, circumstances: Circumstances): Offer[] {
	const { item, agent, worktree, rules } = circumstances;
	const pattern = exactPattern(request, worktree);
	if (pattern === null || problemWithRule(pattern, "allow") !== null) return [];
	const all: Offer[] = [
		{ id: "allow-item", decision: "allow", pattern, item, agent, lastsMs: 30 * DAY_MS },
		{ id: "allow-week", decision: "allow", pattern, item: null, agent, lastsMs: 7 * DAY_MS },
		{ id: "refuse-item", decision: "deny", pattern, item, agent, lastsMs: 30 * DAY_MS },
	];
	return all.filter((offer) => {
		const rule: StandingRule = { ...offer, id: 0, expiresAt: null, revokedAt: null };
		const decision = decide(request, { ...circumstances, rules: [...rules, rule] });
		return decision.rule === rule.id && decision.decision === offer.decision;
	});
}

function exactPattern(request: PermissionRequest, worktree: string): string | null {
	const { truly, command, more, places } = subjectOf(request, worktree);
	if (more.length > 0) return null;
	if (command !== null) {
		const text = command.trim();
		const isPlain = text.length <= MAX_COMMAND && !/[\n\r]/.test(text) && hiddenKinds(text, "code").length === 0;
		return isPlain && plainCommands(text) !== null ? exactCommandPattern(text) : null;
	}
	return isPathKind(truly) ? exactPathPattern(truly, places, worktree) : null;
}
