import { z } from "@hono/zod-openapi";
import { ACTIVITY_KINDS } from "../../contract/activity.ts";
import { daemonStatusSchema, statusSchema } from "../../contract/daemon.ts";
import { dossierEntrySchema, dossierSchema } from "../../contract/dossier.ts";
import { ERROR_STATUS, type ErrorCode } from "../../contract/errors.ts";
import { commandSchema, questionSchema } from "../../contract/question.ts";

/**
 * The shapes of the API under the names they have in its description. The contract's schemas are made anew here, because
 * only those made after `@hono/zod-openapi` was loaded can be named.
 */
export const Daemon = z.object(daemonStatusSchema.shape).openapi("Daemon");
export const Status = z.object({ ...statusSchema.shape, daemons: z.array(Daemon) }).openapi("Status");
export const Question = z.object(questionSchema.shape).openapi("Question");
export const Command = z.object(commandSchema.shape).openapi("Command");

export const Questions = z.object({ questions: z.array(Question), next: z.string().nullable() }).openapi("Questions");

export const Activity = z
	.object({
		id: z.number().int(),
		at: z.string(),
		daemon: z.string().nullable(),
		kind: z.enum(ACTIVITY_KINDS),
		task: z.string().nullable(),
		ticket: z.string().nullable(),
		title: z.string(),
		detail: z.string().nullable(),
		outcome: z.enum(["ok", "failed", "cancelled"]).nullable(),
	})
	.openapi("Activity");
export const Activities = z
	.object({
		/** Oldest first. */
		activity: z.array(Activity),
		/** The `after` of the next page; null when this was the last. */
		next: z.string().nullable(),
	})
	.openapi("Activities");

export const SignInCode = z.object({ code: z.string(), expiresAt: z.string() }).openapi("SignInCode");

export const Dossier = z.object(dossierSchema.shape).openapi("Dossier");
export const Dossiers = z.object({ dossiers: z.array(z.object(dossierEntrySchema.shape)) }).openapi("Dossiers");

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];
export const Problem = z
	.looseObject({
		type: z.string(),
		title: z.string(),
		status: z.number().int(),
		detail: z.string(),
		code: z.enum(codes),
	})
	.openapi("Problem");

export const nameParam = z.object({
	name: z.string().openapi({ param: { name: "name", in: "path" }, description: "The daemon's name." }),
});
export const ticketParam = z.object({
	ticket: z.string().openapi({ param: { name: "ticket", in: "path" }, example: "Q-17" }),
});

/** A whole number in the query: `fallback` when absent, and never beyond `most`. */
export function wholeNumber({ fallback, least = 0, most }: { fallback: number; least?: number; most: number }) {
	return z.coerce
		.number({ error: "must be a whole number" })
		.int("must be a whole number")
		.min(least, `must be at least ${least}`)
		.default(fallback)
		.transform((value) => Math.min(value, most));
}

/** A JSON answer with its shape, and the problem that any of them may be instead. */
export function answers<S extends z.ZodType>(status: 200 | 201, description: string, schema: S) {
	return {
		[status]: { description, content: { "application/json": { schema } } },
		default: { description: "A problem", content: { "application/problem+json": { schema: Problem } } },
	};
}
export function jsonBody<S extends z.ZodType>(schema: S) {
	return { required: true, content: { "application/json": { schema } } };
}
