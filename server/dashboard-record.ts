import { unlink } from "node:fs/promises";
import { z } from "zod";
import { readJson, writeJson } from "./config/write-json.ts";
import type { DashboardStatus } from "./contract/daemon.ts";
import { captureIdentity, isStillAlive } from "./supervisor/identity.ts";
import { identitySchema } from "./supervisor/identity-schema.ts";

const recordSchema = z.looseObject({ identity: identitySchema, url: z.string() });

/**
 * Writes `dashboard.json`: who runs here and where, for the command line (0600, by rename). The instance token should be
 * the one in this process's environment, which is how others can verify it.
 *
 * @returns takes the record away again, unless it is another dashboard's by then
 */
export async function publishRecord(
	path: string,
	status: DashboardStatus,
	instance: string,
): Promise<() => Promise<void>> {
	const { pid, url, version, startedAt } = status;
	const identity = await captureIdentity(process.pid, instance);
	await writeJson(path, { v: 1, pid, instance, identity, url, version, startedAt });
	return async () => {
		const present = await readJson(path);
		if (isOf(present, instance)) await unlink(path);
	};
}

/** The dashboard that lives according to `dashboard.json`, for a sentence; null when there is none, or none any more. */
export async function describeOwner(path: string): Promise<string | null> {
	const record = recordSchema.safeParse(await readJson(path)).data;
	if (!record || !(await isStillAlive(record.identity))) return null;
	return `process ${record.identity.pid}, ${record.url}`;
}

function isOf(record: unknown, instance: string): boolean {
	return typeof record === "object" && record !== null && "instance" in record && record.instance === instance;
}
