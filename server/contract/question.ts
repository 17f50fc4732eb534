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
});
export type AnswerRequest = z.infer<typeof answerRequestSchema>;

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
