import { z } from "zod";
import "./plain-issues.ts";

/** An answer that holds for later: what an agent may do, or may not, without a question. Times are ISO 8601, UTC. */
export const ruleSchema = z.object({
	/** `R-3` */
	id: z.string(),
	/** The developer whose agent it is about. */
	daemon: z.string(),
	/** The one item for which it holds; null: all of them. */
	item: z.string().nullable(),
	/** The name of the one agent for which it holds; null: any. */
	agent: z.string().nullable(),
	decision: z.enum(["allow", "deny"]),
	/** As in config.json: `KIND` or `KIND:PATTERN`. */
	pattern: z.string(),
	/** The question from whose answer it comes. */
	ticket: z.string().nullable(),
	note: z.string().nullable(),
	createdAt: z.string(),
	/** Null: it holds until it is revoked. */
	expiresAt: z.string().nullable(),
	revokedAt: z.string().nullable(),
	/** How many questions it has answered. */
	uses: z.number().int(),
	lastUsedAt: z.string().nullable(),
	/** The latest questions it has answered, newest first, at most 20. */
	answered: z.array(z.string()),
});
export type Rule = z.infer<typeof ruleSchema>;

export const ruleChangeSchema = z.strictObject({
	/** When it ends, in the future; null: when it is revoked. */
	expiresAt: z.iso.datetime({ offset: true, error: "must be a time like 2026-11-28T05:00:00Z, or null" }).nullish(),
	pattern: z.string().trim().min(1, "a rule needs a pattern").max(2_000).optional(),
	note: z.string().trim().max(2_000).nullish(),
});
export type RuleChange = z.input<typeof ruleChangeSchema>;

/** What config.json says of a developer's agent, defaults filled in. */
export const configuredPolicySchema = z.object({
	daemon: z.string(),
	allow: z.array(z.string()),
	ask: z.array(z.string()),
	deny: z.array(z.string()),
});
export type ConfiguredPolicy = z.infer<typeof configuredPolicySchema>;

/** What the page of rules shows. */
export interface RuleList {
	/** Newest first. */
	rules: Rule[];
	/** In the order of config.json. */
	configured: ConfiguredPolicy[];
}
