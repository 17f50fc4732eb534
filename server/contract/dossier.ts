import { z } from "zod";
import { exitCauseSchema, lastExitSchema } from "./daemon.ts";
import { statusFileSchema } from "./status-file.ts";

/** A dossier's name: when it was written, to the millisecond and in UTC, and the beginning of the instance's token. */
export const dossierIdSchema = z.string().regex(/^\d{8}T\d{9}Z-[0-9a-z]{1,8}$/, "is no dossier's id");

/**
 * All that is known of one end of a daemon that nobody asked for, or of a hang, as it was found right then. Secrets are
 * blotted out. Times are ISO 8601 UTC; what is not known is null.
 */
export const dossierSchema = z.object({
	v: z.literal(1),
	id: z.string(),
	daemon: z.string(),
	/** The token of the instance. */
	instance: z.string(),
	/** When it ended, or was found hanging. */
	at: z.string(),
	kind: z.enum(["exit", "hang"]),
	/** What happened, in one sentence. */
	title: z.string(),
	/** How it ended; null for a hang. */
	exit: lastExitSchema.nullable(),
	/** What its process seemed to be doing; of a hang. */
	diagnosis: z.string().nullable(),
	/** What the supervisor did next, in words; null for a hang. */
	decision: z.string().nullable(),
	/** How long it had run, in milliseconds. */
	ranMs: z.number().nullable(),
	command: z.array(z.string()),
	cwd: z.string(),
	/** What has changed since this daemon last ran well, in words. Null when it never has. */
	changes: z.object({ since: z.string(), changed: z.array(z.string()) }).nullable(),
	/** What it last said of itself: heartbeat, task and plan. */
	status: statusFileSchema.nullable(),
	/** When it last said so. */
	heartbeatAt: z.string().nullable(),
	/** Its last minute: unix seconds, CPU percent, bytes, of the whole process tree. */
	vitals: z.array(z.tuple([z.number(), z.number().nullable(), z.number().nullable()])),
	/** The last lines of its log, oldest first. */
	log: z.array(z.string()),
});
export type Dossier = z.infer<typeof dossierSchema>;

/** A dossier in a list. */
export const dossierEntrySchema = z.object({
	...dossierSchema.pick({ id: true, daemon: true, at: true, kind: true, title: true, ranMs: true }).shape,
	/** Null for a hang. */
	cause: exitCauseSchema.nullable(),
	/** How many things have changed since it last ran well; null when it never has. */
	changed: z.number().int().nullable(),
});
export type DossierEntry = z.infer<typeof dossierEntrySchema>;
