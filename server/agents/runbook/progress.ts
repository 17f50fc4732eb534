import { mkdirSync, statSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../../config/write-json.ts";

/** Sessions untouched for so long are forgotten. */
const KEPT_DAYS = 30;
const SESSION_ID = /^[0-9a-f-]{36}$/;

const progressSchema = z.object({
	v: z.literal(2),
	/** Which steps this is about, a hash each; null before the first prompt. */
	steps: z.array(z.string()).nullable(),
	/** Numbers of the steps that need not be run again, from 1: finished, or skipped by the person. */
	done: z.array(z.number().int()),
	/** The person allowed the steps up to this number without being asked; 0 when none. */
	allowedTo: z.number().int(),
	/** The step that was asked about and not done, how often so far, and why. */
	last: z
		.object({
			step: z.number().int(),
			attempt: z.number().int(),
			outcome: z.enum(["running", "failed", "stopped", "declined"]),
		})
		.nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

export function noProgress(steps: string[] | null): Progress {
	return { v: 2, steps, done: [], allowedTo: 0, last: null };
}

/**
 * What of a session's progress still holds for these steps: all about the steps before the first one that has changed. That
 * one and those after it are other work, on which nothing was done and for which nothing was allowed.
 */
export function progressWith(known: Progress | null, steps: string[]): Progress {
	if (known === null || known.steps === null) return noProgress(steps);
	const before = known.steps;
	const changed = steps.findIndex((step, index) => step !== before[index]);
	const same = changed < 0 ? steps.length : changed;
	return {
		...known,
		steps,
		done: known.done.filter((number) => number <= same),
		allowedTo: Math.min(known.allowedTo, same),
		last: known.last && known.last.step <= same ? known.last : null,
	};
}

/** Where sessions are kept, so that they survive this process: a file each, replaced whole. */
export class ProgressStore {
	/** @param folder made if need be; refused when it belongs to somebody else. */
	constructor(private readonly folder: string) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const uid = process.getuid?.();
		if (uid !== undefined && statSync(folder).uid !== uid) throw new Error(`${folder} belongs to another user`);
	}

	/** NIGHTSHIFT_AGENT_STATE, else a folder of this user's among the temporary files. */
	static folder(env: NodeJS.ProcessEnv): string {
		return env.NIGHTSHIFT_AGENT_STATE || join(tmpdir(), `nightshift-runbook-${process.getuid?.() ?? "agent"}`);
	}

	async write(sessionId: string, progress: Progress): Promise<void> {
		await writeJson(this.path(sessionId), progress);
	}

	/** Null when there is no such session. */
	async read(sessionId: string): Promise<Progress | null> {
		if (!SESSION_ID.test(sessionId)) return null;
		return progressSchema.safeParse(await readJson(this.path(sessionId))).data ?? null;
	}

	async forgetOld(): Promise<void> {
		const oldest = Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000;
		for (const name of await readdir(this.folder)) {
			const path = join(this.folder, name);
			if (SESSION_ID.test(name.replace(/\.json$/, "")) && (await stat(path)).mtimeMs < oldest)
				await rm(path, { force: true });
		}
	}

	private path(sessionId: string): string {
		return join(this.folder, `${sessionId}.json`);
	}
}
