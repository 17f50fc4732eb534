import { z } from "zod";
import "./plain-issues.ts";
import { commandSchema, commandWhenSchema, questionSchema } from "./question.ts";

/** Longest message of a person, in characters. */
export const MAX_CHAT_TEXT = 100_000;

export const chatVerbSchema = z.enum(["start", "stop", "restart", "tell"]);
export type ChatVerb = z.infer<typeof chatVerbSchema>;

/** Something that is going to be done, and can be undone until it is. */
export const chatActionSchema = z.object({
	verb: chatVerbSchema,
	/** Whom it is for: most often, not always, the conversation's own daemon. */
	daemon: z.string(),
	/** When it is carried out. */
	actsAt: z.string(),
	/** Of `tell`. */
	text: z.string().nullable(),
	when: commandWhenSchema.nullable(),
	/** What became of it, in a sentence; null as long as nothing did. */
	words: z.string().nullable(),
});
export type ChatAction = z.infer<typeof chatActionSchema>;

/** What a conversation shows of a question, as it is now. */
export const chatQuestionSchema = questionSchema
	.pick({
		ticket: true,
		title: true,
		kind: true,
		urgency: true,
		blocking: true,
		status: true,
		answeredBy: true,
		answeredAt: true,
		deadlineAt: true,
		firesAt: true,
		onDeadline: true,
		undoUntil: true,
		snoozedUntil: true,
		heldUntil: true,
		withdrawnReason: true,
	})
	.extend({
		/** In words, with the options' labels; null: there is none. */
		answer: z.string().nullable(),
		/** What is done when nobody answers, in words; null: nothing. */
		default: z.string().nullable(),
	});
export type ChatQuestion = z.infer<typeof chatQuestionSchema>;

export const chatMessageSchema = z.object({
	/** Grows within a conversation, and is its order. */
	id: z.number().int(),
	daemon: z.string(),
	at: z.string(),
	from: z.enum(["person", "daemon", "nightshift", "agent"]),
	kind: z.enum(["text", "command", "action", "question", "reply", "notice"]),
	/** Markdown of everybody but the person, whose words are shown as they were written. */
	text: z.string(),
	/**
	 * `waiting`: an action that can be undone. `acting`: it is being carried out. `streaming`: more is to come. `failed`:
	 * what there is, is all there will be.
	 */
	state: z.enum(["waiting", "acting", "streaming", "complete", "failed", "undone"]),
	action: chatActionSchema.nullable(),
	/** The receipt of the command that was sent with it. */
	command: commandSchema.nullable(),
	question: chatQuestionSchema.nullable(),
	/** The message it answers. */
	replyTo: z.number().int().nullable(),
	/** What went wrong, or what the reader has to know beside the text, in one sentence. */
	note: z.string().nullable(),
	/** Where the dashboard shows more: a path, and what it is called. */
	page: z.object({ href: z.string(), label: z.string() }).nullable(),
	/** It will not change any more. */
	settled: z.boolean(),
	version: z.number().int(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

export const newChatMessageSchema = z.object({
	text: z.string().trim().min(1, "a message needs a text").max(MAX_CHAT_TEXT),
	/** The same key again is the same message. */
	key: z.string().min(1).max(200).nullish(),
});
export type NewChatMessage = z.input<typeof newChatMessageSchema>;

/** A page of a conversation, oldest first. */
export const chatPageSchema = z.object({
	messages: z.array(chatMessageSchema),
	/** There are older ones than the first. */
	older: z.boolean(),
	/** There are newer ones than the last. */
	newer: z.boolean(),
});
export type ChatPage = z.infer<typeof chatPageSchema>;

export const conversationSchema = z.object({
	daemon: z.string(),
	/** The newest message; null: nothing was said yet. */
	last: chatMessageSchema.nullable(),
	/** Up to this message the person has read. */
	readTo: z.number().int(),
	/** How many messages of others came since; at most 100 are counted. */
	unread: z.number().int(),
	/** It is in config.json, and can be written to. */
	known: z.boolean(),
	/** A coding agent answers here. */
	agent: z.boolean(),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const chatFoundSchema = z.object({
	messages: z.array(
		z.object({
			id: z.number().int(),
			daemon: z.string(),
			at: z.string(),
			from: chatMessageSchema.shape.from,
			/** A part of the text around the words, plain. */
			excerpt: z.string(),
		}),
	),
	/** The `before` of the next page; null: these were all. */
	next: z.number().int().nullable(),
});
export type ChatFound = z.infer<typeof chatFoundSchema>;

/** A streamed reply has grown: its text is what it was up to `from`, and then `text`. */
export interface ChatDelta {
	daemon: string;
	id: number;
	from: number;
	text: string;
}
