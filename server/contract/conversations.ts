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

/** A turn as lists show it, which may be without a part of it: the turn read alone has all. */
export const listedTurnSchema = recordedTurnSchema.extend({
	/** So many characters of its text, its tool's input and output are only in the turn read alone. */
	left: z.number().int(),
});
export type ListedTurn = z.infer<typeof listedTurnSchema>;

/** A page of a conversation's turns, in the order of their times. */
export const turnPageSchema = z.object({
	turns: z.array(listedTurnSchema),
	/** There are earlier ones than the first. */
	older: z.boolean(),
	/** There are later ones than the last. */
	newer: z.boolean(),
});
export type TurnPage = z.infer<typeof turnPageSchema>;

/** One conversation, with what is known beside its turns. */
export const recordedDetailSchema = recordedConversationSchema.extend({
	/** A backup was asked for and is not on the disk yet. */
	backupDue: z.boolean(),
	/** The transcripts that feed it. */
	files: z.array(z.object({ path: z.string(), state: z.string(), problem: z.string().nullable() })),
});
export type RecordedDetail = z.infer<typeof recordedDetailSchema>;

/** What is recorded, and by whom. */
export const recordSourcesSchema = z.object({
	/** The daemons of config.json that record. */
	monitors: z.array(z.string()),
	sources: z.array(
		z.object({
			name: z.string(),
			conversations: z.number().int(),
			/** Transcripts, by what became of them. */
			watched: z.number().int(),
			gone: z.number().int(),
			unreadable: z.number().int(),
			/** Why some could not be read: at most ten. */
			problems: z.array(z.object({ path: z.string(), problem: z.string() })),
			/** When something new was last read. */
			readAt: z.string().nullable(),
		}),
	),
	/** The folders that were talked in, those with most conversations first, at most 200. */
	projects: z.array(z.object({ cwd: z.string(), conversations: z.number().int() })),
});
export type RecordSources = z.infer<typeof recordSourcesSchema>;

/** The consolidation of a day, as it is on the disk. */
export const recordedDaySchema = z.object({
	day: z.string(),
	markdown: z.string(),
	/** So many bytes of it were left out here. */
	cut: z.number().int(),
});
export type RecordedDay = z.infer<typeof recordedDaySchema>;

/** A backup that was asked for. */
export const backupOrderSchema = z.object({ id: z.number().int(), at: z.string(), doneAt: z.string().nullable() });
export type BackupOrder = z.infer<typeof backupOrderSchema>;

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
