import type { LateAnswer, Question, ThreadMessage } from "../../../server/contract/question.ts";
import { postJson } from "../../_live/http.ts";

const of = (ticket: string, what: string) => `/api/v1/questions/${encodeURIComponent(ticket)}${what}`;

export const recordApi = (ticket: string) => of(ticket, "/record");
export const aftermathApi = (ticket: string) => of(ticket, "/aftermath");
export const attachmentApi = (ticket: string, id: number) => of(ticket, `/attachments/${id}`);
export const countsApi = "/api/v1/questions/counts";

/** Takes an answer back before it is handed out. Throws `HttpError`, with the sentence why it is too late. */
export function undoAnswer(ticket: string): Promise<Question> {
	return postJson(of(ticket, "/undo"), {});
}

/** Until when a question is put off: unix milliseconds, or when the person's next day begins. */
export type SnoozeUntil = number | "tomorrow";

/** Puts a question off; null wakes it. Throws `HttpError`. */
export function snoozeQuestion(ticket: string, until: SnoozeUntil | null): Promise<Question> {
	return postJson(of(ticket, "/snooze"), { until: typeof until === "number" ? new Date(until).toISOString() : until });
}

/** Asks back. The same key again is the same message. Throws `HttpError`. */
export function sayInThread(ticket: string, text: string, key: string): Promise<ThreadMessage> {
	return postJson(of(ticket, "/messages"), { text, from: "human", key });
}

/** Says what should have been decided, after it was acted on. Throws `HttpError`. */
export function answerLate(ticket: string, late: LateAnswer): Promise<Question> {
	return postJson(of(ticket, "/late"), late);
}
