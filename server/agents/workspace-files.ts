import { constants } from "node:fs";
import { lstat, mkdir, open, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { RequestError } from "@agentclientprotocol/sdk";
import { replaceFile } from "./replace-file.ts";

/** Largest file an agent may read at once, in bytes. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads and writes files for an agent, inside its session's folder and nowhere else: links are followed first and judged
 * by where they lead. Git's own files are not written: they decide what programs git runs, and no permission was asked.
 */
export class WorkspaceFiles {
	private constructor(private readonly root: string) {}

	static async in(cwd: string): Promise<WorkspaceFiles> {
		return new WorkspaceFiles(await realpath(cwd));
	}

	/**
	 * The path with all links followed.
	 * @throws RequestError for the agent when there is nothing of this name, or it is outside.
	 */
	async mustExist(path: string): Promise<string> {
		const target = await this.locate(path);
		if (!(await exists(target))) throw RequestError.resourceNotFound(path);
		return target;
	}

	/**
	 * @param line 1-based first line; @param limit number of lines.
	 * @throws RequestError for the agent, with a message that says why.
	 */
	async read(path: string, line?: number | null, limit?: number | null): Promise<string> {
		const target = await this.mustExist(path);
		// Without blocking: opening a named pipe would wait for a writer.
		const file = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		try {
			const stats = await file.stat();
			if (!stats.isFile()) throw refusal(`${path} is not a file`);
			if (stats.size > MAX_FILE_BYTES)
				throw refusal(`${path} is larger than ${MAX_FILE_BYTES} bytes; read it in parts with a tool`);
			return part(await file.readFile("utf8"), line, limit);
		} finally {
			await file.close();
		}
	}

	/** What a write would replace; null when there is no such file. @throws RequestError when it may not be written. */
	async before(path: string): Promise<string | null> {
		const target = await this.writable(path);
		return (await exists(target)) ? this.read(path) : null;
	}

	/** A folder to run a command in, links followed. @throws RequestError when it is outside, or none. */
	async folder(path: string): Promise<string> {
		const target = await this.locate(path);
		const isFolder = (await exists(target)) && (await lstat(target)).isDirectory();
		if (!isFolder) throw refusal(`${path} is not a folder`);
		return target;
	}

	/** Creates the file and its folders as needed, or replaces it as a whole. @throws RequestError likewise. */
	async write(path: string, content: string): Promise<void> {
		const target = await this.writable(path);
		await mkdir(dirname(target), { recursive: true });
		if (!(await replaceFile(target, content))) throw refusal(`${path} is not a file`);
	}

	private async writable(path: string): Promise<string> {
		const target = await this.locate(path);
		const names = relative(this.root, target).split(sep);
		if (names.some((name) => name.toLowerCase() === ".git")) {
			throw refusal(`${path} belongs to git and is not written`);
		}
		return target;
	}

	/** The path with all links followed, also where its end does not exist yet. */
	private async locate(path: string): Promise<string> {
		if (path.includes("\0")) throw refusal("a path cannot hold a null character");
		const target = await follow(resolve(this.root, path));
		if (target !== this.root && !target.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) {
			throw refusal(`${path} is outside the session's folder ${this.root}`);
		}
		return target;
	}
}

async function follow(path: string): Promise<string> {
	if (await exists(path)) {
		try {
			return await realpath(path);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === "ENOENT") throw refusal(`${path} is a link that leads nowhere`);
			if (code === "ELOOP") throw refusal(`${path} is a link that leads to itself`);
			throw error;
		}
	}
	const folder = dirname(path);
	return join(await follow(folder), relative(folder, path));
}

/** Whether there is something of this name, be it a broken link. */
async function exists(path: string): Promise<boolean> {
	try {
		await lstat(path);
		return true;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return false;
		if (code === "ENOTDIR") throw refusal(`${path}: a part of the path is a file`);
		throw error;
	}
}

function part(text: string, line?: number | null, limit?: number | null): string {
	if (line == null && limit == null) return text;
	const start = Math.max(0, (line ?? 1) - 1);
	const lines = text.split("\n");
	return lines.slice(start, limit == null ? undefined : start + limit).join("\n");
}

function refusal(why: string): RequestError {
	return RequestError.invalidParams(undefined, why);
}
