import { z } from "@hono/zod-openapi";
import { questionEventSchema, threadMessageSchema, type urgencySchema } from "../../contract/question.ts";
import { Question } from "./schemas.ts";

export const ThreadMessage = z.object(threadMessageSchema.shape).openapi("ThreadMessage");
export const ThreadMessages = z.object({ messages: z.array(ThreadMessage) }).openapi("ThreadMessages");
export const QuestionEvent = z.object(questionEventSchema.shape).openapi("QuestionEvent");

export const QuestionRecord = z
	.object({ question: Question, thread: z.array(ThreadMessage), trail: z.array(QuestionEvent) })
	.openapi("QuestionRecord");

const count = z.number().int();

export const QuestionCounts = z
	.object({
		awake: count.openapi({ description: "They need the person now." }),
		snoozed: count,
		held: count.openapi({ description: "They wait for the next digest." }),
		nextWakeAt: z.string().nullable(),
		nextFireAt: z.string().nullable().openapi({ description: "When the next default is taken." }),
		tomorrowAt: z.string().openapi({ description: 'What "tomorrow" means: when the person\'s next day begins.' }),
		urgency: z.object({ low: count, normal: count, high: count, critical: count } satisfies Record<
			z.infer<typeof urgencySchema>,
			typeof count
		>),
		daemons: z.array(z.object({ daemon: z.string().nullable(), count })),
	})
	.openapi("QuestionCounts");

export const Aftermath = z
	.object({
		since: z.string(),
		takenAt: z.string().nullable().openapi({ description: "Null: nothing followed yet; amend the answer." }),
		commits: z.array(z.object({ at: z.string(), title: z.string(), task: z.string().nullable() })),
		toolCalls: count,
		tasks: z.array(z.string()),
	})
	.openapi("Aftermath");
