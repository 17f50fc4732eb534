import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { readRegular } from "../config/open-regular.ts";
import { type Dossier, type DossierEntry, dossierIdSchema, dossierSchema } from "../contract/dossier.ts";

/** So many are kept of each daemon; the oldest make room. */
export const KEPT_DOSSIERS = 20;
/** 200 lines of 2,000 characters, and all the rest. */
const MAX_BYTES = 4_000_000;

/** When, to the millisecond, and which instance: `20261121T092730123Z-1a2b3c4d`. Sorted by name is sorted by time. */
export function dossierId(writtenAt: Date, instance: string): string {
	const time = writtenAt.toISOString().replaceAll(/[-:.]/g, "");
	return `${time}-${
		instance
			.toLowerCase()
			.replaceAll(/[^0-9a-z]/g, "")
			.slice(0, 8) || "0"
	}`;
}

/** Writes a dossier for the owner alone, whole or not at all, and removes the oldest beyond those that are kept. */
export async function writeDossier(folder: string, dossier: Dossier): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const text = `${JSON.stringify(dossier, null, "\t")}\n`;
	await writeFileAtomic(fileOf(folder, dossier.id), text, { mode: 0o600, fsync: true });
	const ids = await idsIn(folder);
	await Promise.all(ids.slice(KEPT_DOSSIERS).map((id) => rm(fileOf(folder, id), { force: true })));
}

/** All that can be read, the newest first. */
export async function listDossiers(folder: string): Promise<DossierEntry[]> {
	const entries: DossierEntry[] = [];
	for (const id of await idsIn(folder)) {
		const dossier = await readDossier(folder, id);
		if (dossier) entries.push(toEntry(dossier));
	}
	return entries;
}

/** Null when there is none of this id, or none that can be read. */
export async function readDossier(folder: string, id: string): Promise<Dossier | null> {
	if (!dossierIdSchema.safeParse(id).success) return null;
	try {
		return dossierSchema.parse(JSON.parse(await readRegular(fileOf(folder, id), MAX_BYTES)));
	} catch {
		return null; // removed this moment, or not written by this version
	}
}

/** The newest first. */
async function idsIn(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	const ids = names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
	return ids
		.filter((id) => dossierIdSchema.safeParse(id).success)
		.sort()
		.reverse();
}

function fileOf(folder: string, id: string): string {
	return join(folder, `${id}.json`);
}

function toEntry({ id, daemon, at, kind, title, ranMs, exit, changes }: Dossier): DossierEntry {
	return { id, daemon, at, kind, title, ranMs, cause: exit?.cause ?? null, changed: changes?.changed.length ?? null };
}
