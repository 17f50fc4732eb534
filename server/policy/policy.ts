import type { PermissionRequest } from "../agents/types.ts";
import type { PermissionPatterns } from "../config/types.ts";
import type { NewQuestion } from "../contract/question.ts";
import type { Rule } from "../contract/rule.ts";
import type { Database } from "../db/open.ts";
import { type Asked, type Circumstances, type Decision, decide, type StandingRule } from "./decide.ts";
import { lastAnswer } from "./last-answer.ts";
import { type Offer, type OfferId, offersFor } from "./offers.ts";
import { recordDecision } from "./record-decision.ts";
import { createRule, standingRules } from "./rules.ts";

export interface PolicyOptions {
	db: Database;
	/** Does something with the database, again and again until it works. */
	persist: <T>(operation: () => Promise<T>) => Promise<T>;
	/** The developer's name. */
	daemon: string;
	/** The agent's, as it names itself. */
	agentName: () => string;
	/** Of config.json. */
	patterns: PermissionPatterns;
	/** Absolute. */
	worktree: string;
}

/**
 * What one attempt's agent may do without a question, by config.json and by the rules as they are in the database at
 * that moment.
 */
export class Policy {
	constructor(private readonly options: PolicyOptions) {}

	/** @param item the id of the item in work. */
	async decide(request: Asked, item: string): Promise<Decision> {
		return decide(request, await this.circumstances(item));
	}

	/** The rules that an answer to this request can make: those that would have answered it, were they there. */
	async offers(request: PermissionRequest, item: string): Promise<Offer[]> {
		return offersFor(request, await this.circumstances(item));
	}

	/**
	 * Makes the rule that was chosen, once for each ticket. Null when the request is not one of which a rule could be
	 * made.
	 * @param at when it was chosen.
	 */
	async makeRule(
		id: OfferId,
		request: PermissionRequest,
		item: string,
		ticket: string,
		at = new Date(),
	): Promise<Rule | null> {
		const { db, persist, daemon } = this.options;
		const offer = offersFor(request, { ...(await this.circumstances(item)), rules: [] }).find((one) => one.id === id);
		if (!offer) return null;
		const { item: only, agent, decision, pattern, lastsMs } = offer;
		const expiresAt = new Date(at.getTime() + lastsMs);
		return persist(() => createRule(db, { daemon, item: only, agent, decision, pattern, ticket, expiresAt }));
	}

	/**
	 * How a person last answered the question of this key, when that was acted on and no rule came of it; else null.
	 */
	async answerWithoutRule(key: string): Promise<{ ticket: string; answer: string; at: Date } | null> {
		const { db, persist, daemon } = this.options;
		return persist(() => lastAnswer(db, daemon, key));
	}

	/**
	 * Makes visible what a rule decided.
	 * @returns the ticket of the answered question; null when the rule has ended or changed meanwhile, so that it
	 * decides nothing.
	 */
	async record(
		question: NewQuestion & { key: string },
		option: string,
		rule: { decision: "allow" | "deny"; id: number; pattern: string },
	): Promise<string | null> {
		const { db, persist, daemon } = this.options;
		return persist(() => recordDecision(db, { question: { ...question, daemon }, option, rule }));
	}

	private async circumstances(item: string): Promise<Circumstances> {
		const { patterns, worktree, agentName } = this.options;
		return { patterns, worktree, item, agent: agentName(), rules: await this.rules() };
	}

	private rules(): Promise<StandingRule[]> {
		const { db, persist, daemon } = this.options;
		return persist(() => standingRules(db, daemon));
	}
}
