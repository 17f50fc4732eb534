import { NightshiftError } from "../../contract/errors.ts";
import type { WritableStatus } from "../../contract/roadmap.ts";
import { type RoadmapFile, readRoadmapFile, versionOf } from "../read-roadmap.ts";
import { applyEdit } from "./apply-edit.ts";
import type { RoadmapEdit } from "./edit-types.ts";
import { writeRoadmap } from "./write-roadmap.ts";

export interface FileEdit {
	/** Of the document that the edit was made for. */
	version: string;
	edit: RoadmapEdit;
	/** The folder for what was there before; null keeps none. */
	backups: string | null;
}

/**
 * Edits a roadmap file in place.
 *
 * @param document the file as it was just read
 * @returns the document as it is now, and the ref of an item that was added
 * @throws NightshiftError `version-conflict` when the file is another one than the edit was made for; `unknown-item`;
 * `bad-request`. Then nothing was written.
 */
export async function editRoadmapFile(
	document: RoadmapFile,
	{ version, edit, backups }: FileEdit,
): Promise<{ document: RoadmapFile; added: string | null }> {
	const { file } = document;
	if (document.version !== version) {
		throw new NightshiftError("version-conflict", `${file} has changed meanwhile; nothing was written: look again.`);
	}
	const { text, roadmap, added } = await applyEdit(document, edit);
	await writeRoadmap(file, { version, text, backups });
	return { document: { file, text, version: versionOf(text), roadmap }, added };
}

/** What became of an item's status in a file: `why` says in one sentence why it is as it was. */
export type StatusChange = { changed: true } | { changed: false; why: string };

/**
 * Sets the status of an item in a roadmap file, for who works on a copy of it: in a worktree, before its commit. Keeps no
 * backup. Where there is no such item, file or place for a status, it says so and throws nothing.
 *
 * @param ref the item's id, its alias, or `ID@LINE`
 * @param title tells it from another with its id
 */
export async function setStatusInFile(
	file: string,
	ref: string,
	status: WritableStatus,
	title?: string,
): Promise<StatusChange> {
	try {
		const document = await readRoadmapFile(file);
		const edit = { edit: "status", ref: exactRef(document, ref, title), status } as const;
		await editRoadmapFile(document, { version: document.version, edit, backups: null });
		return { changed: true };
	} catch (error) {
		if (error instanceof NightshiftError) return { changed: false, why: error.message };
		throw error;
	}
}

function exactRef({ roadmap }: RoadmapFile, ref: string, title: string | undefined): string {
	const titled = roadmap.items.find((item) => item.id === ref && item.title === title);
	return titled ? `${titled.id}@${titled.line}` : ref;
}
