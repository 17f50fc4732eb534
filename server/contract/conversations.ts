import { z } from "zod";
import "./plain-issues.ts";

/** A recorded conversation with an AI tool, as lists show it. */
export const recordedConversationSchema = z.object({
	id: z.number().int(),
	/** `claude`, `gemini`, `codex`, or the name of a source in config.json. */
	source: z.string(),
	/** The tool's own id. */
	sessionId: z.string(),
	cwd: z.string().nullable(),
	title: z.string().nullable(),
	startedAt: z.string().nullable(),
	endedAt: z.string().nullable(),
	firstTurnAt: z.string().nullable(),
	lastTurnAt: z.string().nullable(),
	/** In the order of their first use. */
	models: z.array(z.string()),
	/** Sums, by what the tool counts: `inputTokens`, `outputTokens`, … */
	usage: z.record(z.string(), z.number()),
	userTurns: z.number().int(),
	replies: z.number().int(),
	toolCalls: z.number().int(),
	failedCalls: z.number().int(),
	/** How many times a backup was asked for in it. */
	triggers: z.number().int(),
	/** How many secrets were blotted out. */
	redactions: z.number().int(),
	malformedLines: z.number().int(),
	summary: z.string().nullable(),
	keywords: z.array(z.string()),
	/** `extract`, or the provider and its model; null: there is no summary yet. */
	summaryBy: z.string().nullable(),
	/** The newest backup of it; null: none yet. */
	backedUpAt: z.string().nullable(),
	/** Grows with each change of the record. */
	change: z.number().int(),
});
export type RecordedConversation = z.infer<typeof recordedConversationSchema>;

export const recordedTurnSchema = z.object({
	id: z.number().int(),
	role: z.enum(["user", "assistant", "tool", "system"]),
	at: z.string(),
	/** What was said; of a tool its name and what it was asked for, in a line. */
	text: z.string(),
	tool: z.object({ name: z.string(), input: z.unknown(), ok: z.boolean().nullable() }).nullable(),
	/** What the tool put out. */
	output: z.string().nullable(),
	/** Of a subagent. */
	sidechain: z.boolean(),
	/** It asks for a backup. */
	trigger: z.boolean(),
	/** So many characters were left out. */
	cut: z.number().int(),
});
export type RecordedTurn = z.infer<typeof recordedTurnSchema>;

/** A page of a conversation's turns, in the order of their times. */
export const turnPageSchema = z.object({
	turns: z.array(recordedTurnSchema),
	/** There are earlier ones than the first. */
	older: z.boolean(),
	/** There are later ones than the last. */
	newer: z.boolean(),
});
export type TurnPage = z.infer<typeof turnPageSchema>;

export const recordedFoundSchema = z.object({
	turns: z.array(
		z.object({
			id: z.number().int(),
			conversationId: z.number().int(),
			source: z.string(),
			title: z.string().nullable(),
			role: recordedTurnSchema.shape.role,
			at: z.string(),
			/** A part of the text around the words, plain. */
			excerpt: z.string(),
		}),
	),
	/** The `before` of the next page; null: these were all. */
	next: z.number().int().nullable(),
});
export type RecordedFound = z.infer<typeof recordedFoundSchema>;
