import { z } from "zod";
// Wrong values are explained in words of ours, wherever a question or an answer comes from.
import "./plain-issues.ts";

/** A form's answer or a JSON schema: any JSON value. The types are named for the API's description, which cannot follow a value that contains itself. */
const json = z.json().meta({ type: ["string", "number", "boolean", "object", "array", "null"] });

export const questionKindSchema = z.enum(["text", "choice", "multi", "form", "approval", "review"]);
export const urgencySchema = z.enum(["low", "normal", "high", "critical"]);
export const onDeadlineSchema = z.enum(["wait", "default", "skip"]);
export const questionStatusSchema = z.enum(["pending", "answered", "defaulted", "withdrawn"]);

export const optionSchema = z.object({
	id: z.string().min(1).max(200),
	label: z.string().min(1).max(2000),
	description: z.string().max(4000).optional(),
	recommended: z.boolean().optional(),
});
export type Option = z.infer<typeof optionSchema>;

/** A file that comes with a question: a picture of the page, a report. The content is read for itself. */
export const attachmentSchema = z.object({
	/** Within the question. */
	id: z.number().int(),
	name: z.string(),
	/** As the asker said, e.g. `image/png`. */
	mediaType: z.string(),
	/** In bytes. */
	size: z.number().int(),
	/** When its content was removed, long after the question was settled; absent: it is there. */
	removedAt: z.string().optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

export const MAX_ATTACHMENTS = 10;
/** In bytes, of all files of one question together. */
export const MAX_ATTACHMENT_BYTES = 8_000_000;

export const newAttachmentSchema = z.object({
	name: z.string().trim().min(1).max(255),
	mediaType: z.string().max(127).optional(),
	/** The content as it is, or, of anything but text, in base64. One of the two. */
	text: z.string().max(MAX_ATTACHMENT_BYTES).optional(),
	base64: z
		.base64()
		.max(Math.ceil(MAX_ATTACHMENT_BYTES / 3) * 4)
		.optional(),
});

/** Largest title and body taken, in characters: enough for a diff, too little to hurt a page. */
const MAX_TITLE = 2_000;
const MAX_BODY = 1_000_000;

export const newQuestionSchema = z.object({
	daemon: z.string().max(64).nullish(),
	kind: questionKindSchema.default("text"),
	title: z.string().trim().min(1, "a question needs a title").max(MAX_TITLE),
	/** Markdown. */
	body: z.string().max(MAX_BODY).nullish(),
	options: z.array(optionSchema).max(100).nullish(),
	schema: json.nullish(),
	task: z.string().max(200).nullish(),
	blocking: z.boolean().nullish(),
	urgency: urgencySchema.nullish(),
	deadlineAt: z.iso.datetime({ offset: true }).nullish(),
	onDeadline: onDeadlineSchema.nullish(),
	default: json.nullish(),
	/** The same key of the same daemon is the same ticket, for ever. */
	key: z.string().min(1).max(500).nullish(),
	attachments: z.array(newAttachmentSchema).max(MAX_ATTACHMENTS).nullish(),
});
export type NewQuestion = z.input<typeof newQuestionSchema>;

export const questionSchema = z.object({
	ticket: z.string(),
	daemon: z.string().nullable(),
	kind: questionKindSchema,
	title: z.string(),
	body: z.string().nullable(),
	options: z.array(optionSchema),
	schema: json.nullable(),
	task: z.string().nullable(),
	blocking: z.boolean(),
	urgency: urgencySchema,
	createdAt: z.string(),
	deadlineAt: z.string().nullable(),
	onDeadline: onDeadlineSchema,
	default: json.nullable(),
	status: questionStatusSchema,
	/** Option id (choice, approval, review), list of ids (multi), text, or object (form). */
	answer: json.nullable(),
	/** A word that went with the answer. */
	comment: z.string().nullable(),
	answeredBy: z.enum(["human", "default", "policy"]).nullable(),
	answeredAt: z.string().nullable(),
	/** Why it was withdrawn. */
	withdrawnReason: z.string().nullable(),
	/** When the deadline passes: `deadlineAt`, with the time outside the person's hours on top. */
	firesAt: z.string().nullable(),
	/** The person put it off until then. */
	snoozedUntil: z.string().nullable(),
	/** It is not urgent and comes with the digest at that time. */
	heldUntil: z.string().nullable(),
	/** How many times it was asked, under its key. */
	asked: z.number().int(),
	/** The answer is handed to the asker only then; until then it can be undone. Null: at once. */
	undoUntil: z.string().nullable(),
	/** When the asker took the answer: from then on it cannot be amended. */
	deliveredAt: z.string().nullable(),
	/** What the person said after a default had been acted on. */
	late: z
		.object({
			answer: json,
			comment: z.string().nullable(),
			/** Leave what was done as it is, or do it again by this answer. */
			choice: z.enum(["keep", "redo"]),
			at: z.string(),
		})
		.nullable(),
	/** How many messages its thread has, and whose is the last. */
	messages: z.number().int(),
	lastMessageFrom: z.enum(["human", "asker"]).nullable(),
	attachments: z.array(attachmentSchema),
	/** Grows with each change; send it with an answer to be refused if the question changed meanwhile. */
	version: z.number().int(),
});
export type Question = z.infer<typeof questionSchema>;

export const answerRequestSchema = z.object({
	answer: json,
	comment: z.string().max(100_000).nullish(),
	version: z.number().int().nullish(),
	/** The same key again is the same answer, whatever came between. */
	idempotencyKey: z.string().min(1).max(200).nullish(),
	/** Replace an answer already given, as long as nobody has acted on it. */
	amend: z.boolean().nullish(),
	/** Hand it out only after the time to undo of the configuration (`person.undo`). */
	undoable: z.boolean().nullish(),
});
export type AnswerRequest = z.infer<typeof answerRequestSchema>;

/** One thing said in a question's thread. */
export const threadMessageSchema = z.object({
	id: z.number().int(),
	from: z.enum(["human", "asker"]),
	/** Markdown. */
	text: z.string(),
	at: z.string(),
	/** When the asker saw what the person wrote. */
	seenAt: z.string().nullable(),
});
export type ThreadMessage = z.infer<typeof threadMessageSchema>;

export const newThreadMessageSchema = z.object({
	text: z.string().trim().min(1, "a message needs a text").max(100_000),
	from: z.enum(["human", "asker"]).default("human"),
	/** The same key again is the same message. */
	key: z.string().min(1).max(200).nullish(),
});
export type NewThreadMessage = z.input<typeof newThreadMessageSchema>;

/** What became of a question, in order: its audit trail. */
export const questionEventSchema = z.object({
	at: z.string(),
	kind: z.enum([
		"asked",
		"asked-again",
		"answered",
		"amended",
		"undone",
		"defaulted",
		"withdrawn",
		"snoozed",
		"woken",
		"delivered",
		"late",
	]),
	by: z.enum(["human", "asker", "default", "policy"]),
	/** The question's version after it. */
	version: z.number().int(),
	/** What was said, for those who look closer: one line of plain text. */
	words: z.string(),
});
export type QuestionEvent = z.infer<typeof questionEventSchema>;

/** All there is about one question. */
export interface QuestionRecord {
	question: Question;
	/** Oldest first. */
	thread: ThreadMessage[];
	/** Oldest first. */
	trail: QuestionEvent[];
}

export const snoozeRequestSchema = z.object({
	/** `tomorrow`: the beginning of the person's next day, see `QuestionCounts.tomorrowAt`. Null: it is to be seen again now. */
	until: z
		.union([z.iso.datetime({ offset: true }), z.literal("tomorrow")], {
			error: 'must be a time like 2026-11-28T05:00:00Z, "tomorrow", or null',
		})
		.nullable(),
});

/** Takes an answer back, as long as it was not handed out. */
export const undoRequestSchema = z.object({ version: z.number().int().nullish() });

/** Says what should have been decided, after a default was acted on. */
export const lateAnswerSchema = z.object({
	answer: json,
	comment: z.string().max(100_000).nullish(),
	choice: z.enum(["keep", "redo"]),
	idempotencyKey: z.string().min(1).max(200).nullish(),
});
export type LateAnswer = z.infer<typeof lateAnswerSchema>;

/** What followed from a decision: what a person looks at before they say `redo`. */
export interface Aftermath {
	/** When it was decided. */
	since: string;
	/** When the asker took it; null: nothing followed yet, and the answer can simply be amended. */
	takenAt: string | null;
	/** Commits made since, of the question's task or daemon: newest first, at most 50. */
	commits: { at: string; title: string; task: string | null }[];
	/** How many tool calls and tasks of the daemon followed. */
	toolCalls: number;
	tasks: string[];
}

/** Which questions a list has. */
export const questionFilterSchema = z.object({
	/** `settled`: all that are not pending. */
	status: z.enum([...questionStatusSchema.options, "settled"]).optional(),
	/** Of the pending ones: those that need the person now, or those put off or held back. */
	sleep: z.enum(["awake", "asleep"]).optional(),
	daemon: z.string().max(64).optional(),
	kind: questionKindSchema.optional(),
	urgency: urgencySchema.optional(),
	task: z.string().max(200).optional(),
	/** Words of title, body, comment and task, each by its beginning; a ticket finds that question. */
	q: z.string().max(500).optional(),
});
export type QuestionFilter = z.infer<typeof questionFilterSchema>;

/** How many pending questions there are. */
export interface QuestionCounts {
	/** They need the person now. */
	awake: number;
	snoozed: number;
	/** They wait for the next digest. */
	held: number;
	/** When the next of the sleeping ones wakes. */
	nextWakeAt: string | null;
	/** When the next default fires, of all that are pending. */
	nextFireAt: string | null;
	/** What putting off until tomorrow means: when the person's next day with hours begins; without hours, tomorrow at nine. */
	tomorrowAt: string;
	/** Of those awake. */
	urgency: Record<z.infer<typeof urgencySchema>, number>;
	daemons: { daemon: string | null; count: number }[];
}

export const commandWhenSchema = z.enum(["now", "checkpoint", "after-task"]);
export const newCommandSchema = z.object({
	text: z.string().trim().min(1, "a command needs a text").max(100_000),
	when: commandWhenSchema.default("checkpoint"),
});
export type NewCommand = z.input<typeof newCommandSchema>;

/** The receipt of a command, from `accepted` (durable) to `done` or `declined`. */
export const commandSchema = z.object({
	id: z.string(),
	daemon: z.string(),
	text: z.string(),
	when: commandWhenSchema,
	status: z.enum(["accepted", "seen", "done", "declined"]),
	/** What the daemon said: a result, or why it declined. */
	reply: z.string().nullable(),
	createdAt: z.string(),
	seenAt: z.string().nullable(),
	finishedAt: z.string().nullable(),
});
export type Command = z.infer<typeof commandSchema>;
