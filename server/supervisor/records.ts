import { rm } from "node:fs/promises";
import { z } from "zod";
import type { DaemonPaths } from "../config/paths.ts";
import { readJson } from "../config/write-json.ts";
import { desiredSchema, type LastExit, lastExitSchema } from "../contract/daemon.ts";
import { identitySchema } from "./identity-schema.ts";
import { writeRecord } from "./write-record.ts";

/**
 * `process.json`. Written twice for each start: before the program is spawned, with the instance token alone (should the
 * dashboard die between spawn and record, the token finds the process again), and after, with its identity.
 */
export const processRecordSchema = z.object({
	v: z.literal(1),
	name: z.string(),
	instance: z.string().min(1),
	startedAt: z.iso.datetime(),
	/** The kernel's count of out-of-memory kills at the start. */
	oomKills: z.number().nullable(),
	identity: identitySchema.nullable(),
	/** What it was started with, to be compared with what config.json says now: see `settingsOf`. */
	settings: z.string().nullish(),
	/** Where its log begins, counted from the first byte that the daemon ever wrote. */
	logFrom: z.number().int().nonnegative().nullish(),
});
export type ProcessRecord = z.infer<typeof processRecordSchema>;

/** `supervision.json`: what the person wants and how it has gone, so that both outlive the dashboard. */
export const supervisionSchema = z.object({
	v: z.literal(1),
	desired: desiredSchema,
	restarts: z.number().int().nonnegative(),
	failures: z.number().int().nonnegative(),
	/** Wall-clock milliseconds of the failures within the limit's window. */
	failureTimes: z.array(z.number()),
	/** It ended for good, reached the failure limit, or cannot be started: only a person starts it again. */
	hold: z.object({ phase: z.enum(["exited", "failed", "conflict"]), reason: z.string() }).nullable(),
});
export type Supervision = z.infer<typeof supervisionSchema>;

/** `exit.json`, written by the daemon itself on its way out, or by the supervisor that saw it end. */
export type ExitRecord = LastExit & { v: 1; instance: string };
/** What a daemon says of its own end is less: it does not know why it was asked. */
const ownExitSchema = z.object({
	v: z.literal(1),
	instance: z.string().nullable(),
	code: z.number().int().nullable(),
	at: z.string(),
});

export async function readProcessRecord(paths: DaemonPaths): Promise<ProcessRecord | null> {
	return processRecordSchema.safeParse(await readJson(paths.process)).data ?? null;
}

/** @param durable whether it must outlast a power cut: it then names nobody, but is whole */
export async function writeProcessRecord(
	paths: DaemonPaths,
	record: ProcessRecord,
	{ durable } = { durable: true },
): Promise<void> {
	await writeRecord(paths.process, record, { durable });
}

/** Removes the record of this instance: one that exits late must not remove its successor's. */
export async function removeProcessRecord(paths: DaemonPaths, instance: string): Promise<void> {
	const record = await readProcessRecord(paths);
	if (record?.instance === instance) await rm(paths.process, { force: true });
}

/** Removes a record that cannot be read as one. */
export async function removeUnusableRecord(paths: DaemonPaths): Promise<void> {
	if (!(await readProcessRecord(paths))) await rm(paths.process, { force: true });
}

export async function readSupervision(paths: DaemonPaths): Promise<Supervision | null> {
	return supervisionSchema.safeParse(await readJson(paths.supervision)).data ?? null;
}

/** @param durable what a person wished; counters need not outlast a power cut */
export async function writeSupervision(paths: DaemonPaths, supervision: Supervision, durable: boolean): Promise<void> {
	await writeRecord(paths.supervision, supervision, { durable });
}

/** The exit code that this instance left behind, or null when it left none. */
export async function readOwnExit(
	paths: DaemonPaths,
	instance: string,
): Promise<{ code: number | null; at: string } | null> {
	const record = ownExitSchema.safeParse(await readJson(paths.exit)).data;
	return record?.instance === instance ? { code: record.code, at: record.at } : null;
}

/** How the last instance ended, by whoever wrote it down: the supervisor that saw it, else the daemon itself. */
export async function readLastExit(paths: DaemonPaths): Promise<LastExit | null> {
	const value = await readJson(paths.exit);
	const seen = lastExitSchema.safeParse(value).data;
	if (seen) return seen;
	const own = ownExitSchema.safeParse(value).data;
	return own ? { code: own.code, signal: null, cause: "unknown", at: own.at, forced: false, survivors: [] } : null;
}

export async function writeExitRecord(paths: DaemonPaths, record: ExitRecord): Promise<void> {
	await writeRecord(paths.exit, record, { durable: false });
}
