import { NightshiftError } from "../contract/errors.ts";
import type { Rule } from "../contract/rule.ts";
import type { Rule as Row } from "../db/generated/client.ts";
import type { StandingRule } from "./decide.ts";

/** `R-3`: how people and programs name a rule. */
export function ruleIdOf(id: number): string {
	return `R-${id}`;
}

/** The rule's number; `r-3` will do as well. @throws NightshiftError `not-found` for what is no rule's id */
export function ruleNumberOf(ruleId: string): number {
	const id = Number(/^r-([1-9]\d{0,9})$/i.exec(ruleId)?.[1]);
	if (!(id < 2 ** 31)) throw unknownRule(ruleId);
	return id;
}

export function unknownRule(ruleId: string): NightshiftError {
	const sentence = `There is no rule ${JSON.stringify(ruleId.slice(0, 40))}; "nightshift rules --all" lists them, with ids like R-3.`;
	return new NightshiftError("not-found", sentence, { rule: ruleId.slice(0, 40) });
}

/** A row as the contract has it. */
export function toRule(row: Row, answered: string[]): Rule {
	return {
		id: ruleIdOf(row.id),
		daemon: row.daemon,
		item: row.item,
		agent: row.agent,
		decision: decisionOf(row),
		pattern: row.pattern,
		ticket: row.ticket,
		note: row.note,
		createdAt: row.createdAt.toISOString(),
		expiresAt: row.expiresAt?.toISOString() ?? null,
		revokedAt: row.revokedAt?.toISOString() ?? null,
		uses: row.uses,
		lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
		answered,
	};
}

/** A row as decisions need it. */
export function toStanding(row: Row): StandingRule {
	const { id, item, agent, pattern, expiresAt, revokedAt } = row;
	return { id, item, agent, pattern, expiresAt, revokedAt, decision: decisionOf(row) };
}

/** Whatever is not clearly an allowance forbids. */
function decisionOf({ decision }: Row): Rule["decision"] {
	return decision === "allow" ? "allow" : "deny";
}
