import { z } from "zod";
import { ASK_WAIT_SECONDS, MAX_WAIT_SECONDS } from "./limits.ts";

/**
 * What the tools say about themselves. These schemas teach; they refuse nothing, because a refusal of theirs would be
 * in the words of a validator: what a model sends is read by `Arguments`, which explains each mistake.
 */
const wait = (usual: number) =>
	z
		.number()
		.min(0)
		.max(MAX_WAIT_SECONDS)
		.optional()
		.describe(
			`Seconds to wait for a person before the tool answers, ${usual} unless told, at most ${MAX_WAIT_SECONDS}. Do not call again and again to wait longer.`,
		);

const ticket = z.string().describe('The ticket of your question, such as "Q-17".');

export const askHumanInput = z.object({
	question: z
		.string()
		.describe("The question, in one or two sentences that can be understood without your conversation."),
	kind: z
		.enum(["text", "choice", "multi", "form", "approval", "review"])
		.describe(
			"text: a free answer. choice: one of options. multi: any of options. form: fields, by schema. approval: approve or reject something you are about to do. review: merge, send-back or keep finished work.",
		),
	options: z
		.array(
			z.union([
				z.string(),
				z.object({
					id: z.string(),
					label: z.string(),
					description: z.string().optional(),
					recommended: z.boolean().optional(),
				}),
			]),
		)
		.optional()
		.describe("For choice and multi: what to choose from. The answer is the option's id; of a bare text, that text."),
	schema: z
		.record(z.string(), z.unknown())
		.optional()
		.describe("For form: a JSON schema of one flat object of texts, numbers, booleans and enums."),
	context_md: z
		.string()
		.optional()
		.describe(
			"What the person needs to decide, as Markdown: what you found, the diff or the command, what each option means.",
		),
	task_ref: z.string().optional().describe('What you are working on, such as "US-112".'),
	blocking: z.boolean().optional().describe("True when you can do nothing useful without the answer."),
	urgency: z
		.enum(["low", "normal", "high", "critical"])
		.optional()
		.describe("low may be held back for a digest; critical interrupts the person."),
	deadline_at: z
		.string()
		.optional()
		.describe(
			'When you need it at the latest: how long from now such as "2h", or a date with time and zone such as "2026-11-28T09:00:00Z".',
		),
	on_deadline: z
		.enum(["wait", "default", "skip"])
		.optional()
		.describe(
			"What happens then: wait goes on waiting, default takes your default as the answer, skip leaves it unanswered.",
		),
	default: z
		.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())])
		.optional()
		.describe(
			"What you will do if nobody answers by the deadline, as an answer to the question: an option's id, a text, …",
		),
	dedupe_key: z
		.string()
		.optional()
		.describe(
			'Names this question for you, such as "release-3/name". The same key is the same ticket for ever, also in a later session: ask with it again to hear the answer, and nobody is asked twice. Always send one.',
		),
	wait_s: wait(ASK_WAIT_SECONDS),
});

export const checkAnswersInput = z.object({
	tickets: z
		.array(ticket)
		.optional()
		.describe("Which questions; without them, all of yours that were answered since you last looked."),
	replies: z
		.array(z.object({ ticket, text: z.string() }))
		.optional()
		.describe("Your replies to what the person asked back about a question, each shown below it."),
	wait_s: wait(0),
});

export const withdrawQuestionInput = z.object({
	ticket,
	reason: z.string().describe("Why it needs no answer any more, in a few words; the person reads it."),
});

export const getDirectivesInput = z.object({
	done: z.array(z.string()).optional().describe('What you have carried out, by its id such as ["C-5"].'),
	declined: z
		.array(z.object({ id: z.string(), reason: z.string() }))
		.optional()
		.describe("What you will not do, and why."),
});

export const reportProgressInput = z.object({
	message: z.string().describe("What has happened, in one sentence a person understands."),
	progress: z.number().min(0).max(1).optional().describe("How much of the task is done, from 0 to 1."),
	task: z.string().optional().describe('What you are working on, such as "US-112".'),
});

const provenance = z
	.enum(["human", "default", "policy"])
	.describe("Who decided: a person, your own default because nobody answered in time, or a rule the person once made.");

const message = z.object({ text: z.string(), at: z.string() });

const questionState = z.object({
	ticket: z.string(),
	question: z.string(),
	status: z.enum(["pending", "answered", "defaulted", "withdrawn"]),
	answer: z.unknown().optional().describe("An option's id, a list of ids, a text, or the form's object."),
	comment: z.string().optional().describe("A word of the person that goes with the answer."),
	provenance: provenance.optional(),
	answered_at: z.string().optional(),
	late: z
		.object({ answer: z.unknown(), comment: z.string().optional(), choice: z.enum(["keep", "redo"]) })
		.optional()
		.describe("What the person decided after your default had been taken."),
	asked_back: z.array(message).optional().describe("What the person wrote below the question, new to you."),
	next: z.string().describe("What to do now."),
});
export type QuestionState = z.infer<typeof questionState>;

const notes = z
	.array(z.string())
	.optional()
	.describe("What was changed about what you sent, and what to send instead.");

/** Of the tools that are about one question. */
export const questionOutput = questionState.extend({ notes });
export const checkAnswersOutput = z.object({
	answers: z.array(questionState),
	pending: z.array(questionState.partial({ next: true })),
	told_before: z
		.array(z.string())
		.optional()
		.describe("Tickets of yours whose answers you were given in the last day."),
	next: z.string(),
	notes,
});
export const getDirectivesOutput = z.object({
	directives: z.array(
		z.object({
			id: z.string(),
			text: z.string(),
			when: z.enum(["now", "checkpoint", "after-task"]),
			told_at: z.string(),
			again: z.boolean().describe("You were given it before, and have not said that it is done or declined."),
		}),
	),
	next: z.string(),
	notes,
});
export const reportProgressOutput = z.object({ recorded: z.boolean(), next: z.string(), notes });
