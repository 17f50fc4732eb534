import { z } from "zod";
import { LOG_NAME } from "./file-names.ts";

/** Grows when a form changes so that who reads it has to know. */
const VERSION = 1;
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime();
const day = z.iso.date();
const count = z.number().int().nonnegative();

const form = (name: string) => ({
	$schema: z.literal(`urn:nightshift:${name}:${VERSION}`),
	version: z.literal(VERSION),
});

/** Of which conversation a file tells. */
const whichSchema = z.object({
	source: z.string().describe("claude, gemini, codex, or the name of a source in config.json"),
	sessionId: z.string().describe("The tool's own id"),
});

const factsSchema = whichSchema.extend({
	cwd: z.string().nullable(),
	title: z.string().nullable(),
	startedAt: moment.nullable().describe("The first time in its transcripts"),
	endedAt: moment.nullable().describe("The last time in its transcripts"),
	firstTurnAt: moment.nullable(),
	lastTurnAt: moment.nullable(),
	model: z.string().nullable().describe("The model used last"),
	models: z.array(z.string()).describe("In the order of their first use"),
	usage: z.record(z.string(), z.number()).describe("Sums, by what the tool counts: inputTokens, outputTokens, …"),
	userTurns: count.describe("What the person typed"),
	replies: count,
	toolCalls: count,
	failedCalls: count,
	triggers: count.describe("How many times a backup was asked for"),
	keywords: z.array(z.string()),
	summary: z.string().nullable(),
	summaryBy: z.string().nullable().describe("extract, or the provider and its model"),
});

export type LogFacts = z.infer<typeof factsSchema>;

const turnSchema = z.object({
	role: z.enum(["user", "assistant", "tool", "system"]),
	at: moment,
	text: z.string().describe("What was said; of a tool its name and what it was asked for, in a line"),
	tool: z
		.object({
			name: z.string(),
			input: z.unknown().describe("As the transcript has it"),
			output: z.string().nullable(),
			ok: z.boolean().nullable().describe("null: it has not ended, or nobody knows"),
		})
		.nullable(),
	output: z.string().nullable().describe("Of what is no tool, such as a command that the person ran with !"),
	sidechain: z.boolean().describe("Of a subagent"),
	trigger: z.boolean().describe("It asks for a backup"),
	cut: count.describe("So many characters were too many to be recorded"),
});
export type LogTurn = z.infer<typeof turnSchema>;

/** What a log tells before its turns. `digest` is of all of it and of the turns; `writtenAt` is left out of that. */
export const logHeadSchema = z.object({
	...form("chat-log"),
	writtenAt: moment,
	digest: digest.describe("SHA-256 of the content: the same content has the same one"),
	...factsSchema.shape,
	redactions: count.describe("How many secrets were blotted out"),
	sections: z.object({
		decisions: z.array(z.string()),
		errors: z.array(z.string()),
		configurations: z.array(z.string()),
	}),
	filesTouched: z.array(z.string()).describe("Files that tools changed, as they were told their paths"),
	commandsRun: z.array(z.object({ command: z.string(), at: moment, ok: z.boolean().nullable() })),
	leftOut: z.object({ files: count, commands: count }).describe("How many more there were than are listed above"),
});
export type LogHead = z.infer<typeof logHeadSchema>;

/** `chat_log_*.json`: a whole conversation. */
export const logSchema = z.object({ ...logHeadSchema.shape, turns: z.array(turnSchema) });

export const indexEntrySchema = z.object({
	...factsSchema.shape,
	file: z.string().regex(LOG_NAME),
	bytes: count,
	digest,
	backedUpAt: moment,
	decisions: z.array(z.string()).describe("The first few"),
	record: z
		.object({ change: z.number().int(), summaryBy: z.string().nullable(), summaryOf: z.number().int().nullable() })
		.nullable()
		.describe("What the record was when it was last compared with the file; null: not known any more"),
});
export type IndexEntry = z.infer<typeof indexEntrySchema>;

export const indexDaySchema = z.object({
	day,
	file: z.string(),
	bytes: count,
	digest,
	of: digest.describe("SHA-256 of what it was made of, so that it is not made again of the same"),
	conversations: count,
	complete: z.boolean().describe("Consolidated: all conversations of the day, not only those that asked for a backup"),
	writtenAt: moment,
});
export type IndexDay = z.infer<typeof indexDaySchema>;

/** `chat_index.json` */
export const indexSchema = z.object({
	...form("chat-index"),
	updatedAt: moment.nullable(),
	conversations: z.array(indexEntrySchema).describe("The latest first"),
	days: z.array(indexDaySchema).describe("The latest first"),
	consolidated: z
		.object({ since: day, through: day, change: z.number().int() })
		.nullable()
		.describe("The days that were consolidated when their time came, and the newest change of the record by then"),
});
export type ChatIndex = z.infer<typeof indexSchema>;

/** `context_summary.json`: what a new conversation may want to know of the latest ones. */
export const contextSchema = z.object({
	...form("context-summary"),
	updatedAt: moment.nullable(),
	latestSessions: z.array(
		whichSchema.extend({
			...factsSchema.pick({ title: true, cwd: true, lastTurnAt: true, summary: true, keywords: true }).shape,
			file: z.string(),
		}),
	),
	topKeywords: z.array(z.object({ keyword: z.string(), conversations: count })),
	keyDecisions: z.array(whichSchema.extend({ decision: z.string(), at: moment.nullable() })),
});
export type ContextSummary = z.infer<typeof contextSchema>;

/** How each form begins. */
export const CHAT_LOG = { $schema: "urn:nightshift:chat-log:1", version: VERSION } as const;
export const CHAT_INDEX = { $schema: "urn:nightshift:chat-index:1", version: VERSION } as const;
export const CONTEXT_SUMMARY = { $schema: "urn:nightshift:context-summary:1", version: VERSION } as const;
