import { execFile } from "node:child_process";
import { mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A real git repository with a roadmap in it. */
export interface Workspace {
	folder: string;
	/** Runs git in it and returns what it said, without the line's end. */
	git(...args: string[]): Promise<string>;
	/** Writes the roadmap again, uncommitted, as a person would. */
	writeRoadmap(markdown: string): Promise<void>;
}

export async function makeWorkspace(roadmap: string): Promise<Workspace> {
	const folder = await realpath(await mkdtemp(join(tmpdir(), "nightshift-workspace-")));
	const git = async (...args: string[]) => (await run("git", args, { cwd: folder })).stdout.trimEnd();
	const writeRoadmap = (markdown: string) => writeFile(join(folder, "ROADMAP.md"), markdown);
	await git("init", "--quiet", "--initial-branch=main");
	await git("config", "user.name", "A Person");
	await git("config", "user.email", "person@example.com");
	await writeRoadmap(roadmap);
	await writeFile(join(folder, "notes.txt"), "first line\n");
	await git("add", ".");
	await git("commit", "--quiet", "--message=Begin");
	return { folder, git, writeRoadmap };
}

/** An item with its shell steps, as a roadmap writes it. */
export function item(id: string, title: string, ...steps: string[]): string {
	const blocks = steps.map((step) => `\`\`\`sh\n${step}\n\`\`\``);
	return [`## ${id}: ${title}`, "**Status**: 📝 Planned", ...blocks].join("\n\n");
}
