import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "./paths.mjs";

/** Made, not written: no part of what something is made from. */
const SKIPPED = new Set(["generated", "node_modules"]);

/** A hash over the names and contents of files and folders of the clone, and anything else that counts. */
export function hashOf(paths, ...others) {
	const hash = createHash("sha256").update(others.join("\0"));
	for (const path of paths) addTo(hash, path);
	return hash.digest("hex");
}

/** Whether what `file` marks was made from this very input. */
export function isCurrent(file, hash) {
	return existsSync(inRoot(file)) && readFileSync(inRoot(file), "utf8").trim() === hash;
}

/** Marks that it was. */
export function mark(file, hash) {
	mkdirSync(dirname(inRoot(file)), { recursive: true });
	writeFileSync(inRoot(file), `${hash}\n`);
}

function addTo(hash, path) {
	if (!existsSync(inRoot(path))) return;
	const entries = listOf(path);
	if (!entries) {
		hash.update(`\0${path}\0`).update(readFileSync(inRoot(path)));
		return;
	}
	for (const name of entries.filter((one) => !SKIPPED.has(one)).sort()) addTo(hash, join(path, name));
}

/** The names in a folder; null for a file. */
function listOf(path) {
	try {
		return readdirSync(inRoot(path));
	} catch (error) {
		if (error.code === "ENOTDIR") return null;
		throw error;
	}
}
