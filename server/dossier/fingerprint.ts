import { z } from "zod";
import { VERSION } from "../config/package-root.ts";
import type { DaemonConfig } from "../config/types.ts";
import { readJson, writeJson } from "../config/write-json.ts";
import { NightshiftError } from "../contract/errors.ts";
import { tryGit } from "../git/git.ts";
import { processTable } from "../process-table/table.ts";
import { programFiles } from "./program-files.ts";
import { settingsMarks } from "./settings-marks.ts";

/** A repository on a slow disk must not hold up a dossier. */
const GIT_TIMEOUT_MS = 5_000;

/** What of a daemon's surroundings can change between one start and the next. Null is "could not be found out". */
export const fingerprintSchema = z.object({
	v: z.literal(1),
	/** ISO 8601, UTC. */
	at: z.string(),
	settings: z.record(z.string(), z.object({ hash: z.string(), shown: z.string().nullable() })),
	/** What its command names, by absolute path. */
	files: z.record(z.string(), z.object({ size: z.number(), modifiedAt: z.string(), hash: z.string().nullable() })),
	/** The commit that is checked out, by folder. */
	commits: z.record(z.string(), z.string()),
	nightshift: z.string(),
	/** Of the Node that runs Nightshift, and with it the daemons that are part of it. */
	node: z.string(),
	/** Names this boot of the machine. */
	boot: z.string().nullable(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** Looks at a daemon's surroundings as they are now. Never fails: what cannot be found out is left out. */
export async function takeFingerprint(config: DaemonConfig, redact: (text: string) => string): Promise<Fingerprint> {
	const folders = [...new Set([config.cwd, config.workspace].filter((one) => one !== null))];
	const heads = await Promise.all(folders.map(async (folder) => [folder, await headOf(folder)] as const));
	return {
		v: 1,
		at: new Date().toISOString(),
		settings: settingsMarks(config, redact),
		files: await programFiles(config),
		commits: Object.fromEntries(heads.flatMap(([folder, head]) => (head === null ? [] : [[folder, head]]))),
		nightshift: VERSION,
		node: process.versions.node,
		boot: await processTable.boot(),
	};
}

/** The fingerprint of the last time that it ran well; null when there is none. @param path `good-start.json` */
export async function readGoodStart(path: string): Promise<Fingerprint | null> {
	return fingerprintSchema.safeParse(await readJson(path)).data ?? null;
}

export async function writeGoodStart(path: string, fingerprint: Fingerprint): Promise<void> {
	await writeJson(path, fingerprint);
}

async function headOf(folder: string): Promise<string | null> {
	try {
		const { ok, stdout } = await tryGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], {
			timeoutMs: GIT_TIMEOUT_MS,
		});
		return ok ? stdout.trim() : null;
	} catch (error) {
		if (error instanceof NightshiftError) return null; // git is missing, or the folder is
		throw error;
	}
}
