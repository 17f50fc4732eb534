import { homedir } from "node:os";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { capText } from "../text/capped-text.ts";
import type { ToolChange } from "./session-updates.ts";
import type { FileChange } from "./types.ts";

const MAX_CHANGES = 50;
/** Characters of each text of a change. */
const MAX_TEXT = 200_000;

/** What a tool call names files in. */
export type Naming = Partial<Pick<ToolChange, "content" | "locations" | "rawInput">>;

const diff = z.object({
	type: z.literal("diff"),
	path: z.string().min(1),
	oldText: z.string().nullish().catch(null),
	newText: z.string().catch(""),
});
const location = z.object({ path: z.string().min(1) });

/** The first 50 changes that a call's content shows, in its order; one for each file, the last one said. */
export function changesOf({ content }: Naming, folder: string): FileChange[] {
	const changes = new Map<string, FileChange>();
	for (const raw of content ?? []) {
		const { success, data } = diff.safeParse(raw);
		if (!success) continue;
		const path = shortPath(absolutePath(data.path, folder), folder);
		if (!changes.has(path) && changes.size >= MAX_CHANGES) continue;
		const oldText = data.oldText == null ? null : capText(data.oldText, MAX_TEXT);
		changes.set(path, { path, oldText, newText: capText(data.newText, MAX_TEXT) });
	}
	return [...changes.values()];
}

/** Every path that a call's locations and changes name, absolute, each once. */
export function shownPaths({ content, locations }: Naming, folder: string): string[] {
	const named = [
		...(locations ?? []).flatMap((raw) => location.safeParse(raw).data?.path ?? []),
		...(content ?? []).flatMap((raw) => diff.safeParse(raw).data?.path ?? []),
	];
	return [...new Set(named.map((path) => absolutePath(path, folder)))];
}

/** Likewise, with those that the call's input names under one of the usual keys. */
export function touchedPaths(call: Naming, folder: string): string[] {
	const input = inputPaths(call.rawInput).map((path) => absolutePath(path, folder));
	return [...new Set([...shownPaths(call, folder), ...input])];
}

/** How agents call a path in a tool's input, in small letters and without what stands between words. */
const PATH_KEYS = new Set(
	(
		"path paths file files filepath filepaths filename abspath absolutepath relativepath notebookpath targetfile targetpath " +
		"sourcepath source destination destinationpath oldpath newpath movepath from to dir dirpath directory folder root uri " +
		"cwd workdir workingdirectory"
	).split(" "),
);
/** How deep paths are looked for: some agents wrap the input of their tool once or twice. */
const MAX_DEPTH = 4;

function inputPaths(value: unknown, depth = 0): string[] {
	if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return [];
	if (Array.isArray(value)) return value.flatMap((one) => inputPaths(one, depth + 1));
	return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
		const word = key.toLowerCase().replaceAll(/[_\-\s]/g, "");
		const here = PATH_KEYS.has(word) ? [one].flat().filter(isPath) : [];
		// Codex gives a patch as an object with a file for each key.
		const keys = word === "changes" && isRecord(one) ? Object.keys(one).filter(isPath) : [];
		return [...here, ...keys, ...inputPaths(one, depth + 1)];
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPath(value: unknown): value is string {
	return typeof value === "string" && value !== "" && value.length <= 4_096 && !/[\n\0]/.test(value);
}

/** What a tool means by a path: relative ones start in the session's folder, `~` is the home folder. */
export function absolutePath(path: string, folder: string): string {
	if (path.startsWith("file://")) {
		try {
			return fileURLToPath(path);
		} catch {
			return path; // of another machine, or none at all: what it is stays visible
		}
	}
	if (/^[a-z][a-z+.-]+:\/\//i.test(path)) return path;
	if (path === "~" || path.startsWith("~/")) return resolve(homedir(), path.slice(2));
	return isAbsolute(path) ? path : resolve(folder, path);
}

function shortPath(path: string, folder: string): string {
	const inside = relative(folder, path);
	return inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? path : inside;
}
