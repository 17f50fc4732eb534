import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { openRegular } from "../config/open-regular.ts";
import type { DaemonConfig } from "../config/types.ts";

/** Larger programs (Node itself, say) are known by size and time alone. */
const MAX_HASHED_BYTES = 20 * 1024 * 1024;
/** A command names its program and perhaps a script or two; beyond that there are data files. */
const MAX_FILES = 8;

/** A file that a daemon's command names. */
export interface ProgramFile {
	size: number;
	/** ISO 8601, UTC. */
	modifiedAt: string;
	/** SHA-256 of what it holds; null when it is too large to be read each time. */
	hash: string | null;
}

/** The program of a command and those of its arguments that are files, by absolute path. */
export async function programFiles({
	command,
	cwd,
	env,
}: Pick<DaemonConfig, "command" | "cwd" | "env">): Promise<Record<string, ProgramFile>> {
	const [program = "", ...args] = command;
	const candidates = [
		await findProgram(program, cwd, env.PATH ?? process.env.PATH),
		...args.map((one) => resolve(cwd, one)),
	];
	const found: Record<string, ProgramFile> = {};
	for (const path of candidates) {
		if (Object.keys(found).length >= MAX_FILES) break;
		const file = path === null ? null : await lookAt(path);
		if (path !== null && file) found[path] = file;
	}
	return found;
}

/** Where the system would find it: as `execvp` looks. */
async function findProgram(program: string, cwd: string, path: string | undefined): Promise<string | null> {
	if (program.includes("/") || program.includes("\\")) return resolve(cwd, program);
	for (const folder of (path ?? "").split(delimiter)) {
		const candidate = join(resolve(cwd, folder), program);
		try {
			await access(candidate, constants.X_OK);
			if ((await stat(candidate)).isFile()) return candidate;
		} catch {
			// it is not in this folder
		}
	}
	return null;
}

/** Null for what is no file, or may not be read: it cannot be told apart later either. */
async function lookAt(path: string): Promise<ProgramFile | null> {
	try {
		const file = await openRegular(path);
		try {
			const { size, mtime } = await file.stat();
			const hash =
				size > MAX_HASHED_BYTES
					? null
					: createHash("sha256")
							.update(await file.readFile())
							.digest("hex");
			return { size, modifiedAt: mtime.toISOString(), hash };
		} finally {
			await file.close();
		}
	} catch {
		return null;
	}
}
