import type { StopReason } from "@agentclientprotocol/sdk";
import { z } from "zod";
import { openedSession } from "./session-modes.ts";
import type { TurnUsage } from "./types.ts";

/** What is used of an agent's answers. The SDK does not check them; what is optional and malformed counts as absent. */
export const initializeResponse = z.object({
	protocolVersion: z.unknown().optional(),
	agentInfo: z
		.object({ name: z.string(), title: z.string().nullish().catch(null), version: z.string().nullish().catch(null) })
		.nullish()
		.catch(null),
	agentCapabilities: z
		.object({
			loadSession: z.boolean().nullish().catch(false),
			promptCapabilities: z
				.object({ embeddedContext: z.boolean().nullish().catch(false) })
				.nullish()
				.catch(null),
			sessionCapabilities: z
				.object({ resume: z.looseObject({}).nullish().catch(null) })
				.nullish()
				.catch(null),
		})
		.nullish()
		.catch(null),
	authMethods: z.array(z.unknown()).nullish().catch(null),
});
export type InitializeFacts = z.infer<typeof initializeResponse>;

export const authMethod = z.object({
	id: z.string(),
	name: z.string(),
	description: z.string().nullish().catch(null),
});

export const newSessionResponse = openedSession.extend({ sessionId: z.string().min(1).max(1_000) });

const tokens = z.number().nonnegative();
const someTokens = tokens.nullish().catch(null);

/** The tokens of a turn are no part of the protocol yet, but agents tell them. */
const turnUsage = z
	.object({
		inputTokens: tokens,
		outputTokens: tokens,
		cachedReadTokens: someTokens,
		thoughtTokens: someTokens,
		totalTokens: someTokens,
	})
	.transform(
		({ cachedReadTokens, thoughtTokens, totalTokens, ...sure }): TurnUsage => ({
			...sure,
			cachedReadTokens: cachedReadTokens ?? null,
			thoughtTokens: thoughtTokens ?? null,
			totalTokens: totalTokens ?? sure.inputTokens + sure.outputTokens,
		}),
	);

/** Where Gemini tells them. */
const quota = z
	.object({ quota: z.object({ token_count: z.object({ input_tokens: tokens, output_tokens: tokens }) }) })
	.transform(
		({ quota: { token_count: count } }): TurnUsage => ({
			inputTokens: count.input_tokens,
			outputTokens: count.output_tokens,
			cachedReadTokens: null,
			thoughtTokens: null,
			totalTokens: count.input_tokens + count.output_tokens,
		}),
	);

export const promptResponse = z
	.object({
		stopReason: z.enum(["end_turn", "max_tokens", "max_turn_requests", "refusal", "cancelled"]),
		usage: turnUsage.nullish().catch(null),
		_meta: quota.nullish().catch(null),
	})
	.transform(({ stopReason, usage, _meta }): TurnEnd => ({ stopReason, usage: usage ?? _meta ?? null }));

/** How a turn ended. */
export interface TurnEnd {
	stopReason: StopReason;
	usage?: TurnUsage | null;
}
