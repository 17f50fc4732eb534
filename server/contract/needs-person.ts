import type { Question } from "./question.ts";

/** Whether it waits for the person now: it is pending, and neither put off by them nor held for a digest. */
export function needsPerson({ status, snoozedUntil, heldUntil }: Question): boolean {
	return status === "pending" && snoozedUntil === null && heldUntil === null;
}
