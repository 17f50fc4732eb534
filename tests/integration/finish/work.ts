import { createHash } from "node:crypto";
import { chmod, lstat, readdir, readFile, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openWorkspace, type Workspace } from "../../../server/daemons/code-developer/workspace.ts";
import { makeWorktree } from "../../../server/daemons/code-developer/worktree.ts";
import { git, makeRepository, put, tempFolder } from "../developer/rig.ts";

/** Of what nobody ends. */
export const signal = new AbortController().signal;

/** Git as on a machine where nobody has configured it: for what runs in the test's own process. */
export function plainGit(env: Record<string, string> = {}): void {
	const wanted = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", ...env };
	const before = Object.keys(wanted).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, wanted);
	onTestFinished(() => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});
}

/** A branch with a worktree, as the developer makes it for an item. */
export interface Work {
	id: number;
	workspace: string;
	item: string;
	title: string;
	branch: string;
	worktree: string;
	baseCommit: string;
	commit: string | null;
}

/** A repository of a person's, and work on it. */
export class Site {
	private constructor(
		readonly repository: string,
		private readonly worktrees: string,
	) {}

	static async with(files: Record<string, string> = { "a.txt": "a\n" }): Promise<Site> {
		plainGit();
		return new Site(await realpath(await makeRepository(files)), await realpath(await tempFolder()));
	}

	/** Over a repository that is there already. */
	static async over(repository: string): Promise<Site> {
		plainGit();
		return new Site(await realpath(repository), await realpath(await tempFolder()));
	}

	workspace(): Promise<Workspace> {
		return openWorkspace(this.repository, signal);
	}

	/** Begins work from what is checked out, or from `baseCommit`. */
	async begin(item: string, baseCommit?: string): Promise<Work> {
		const workspace = await this.workspace();
		const name = item.toLowerCase();
		const place = { branch: `nightshift/${name}`, worktree: join(this.worktrees, name) };
		const base = baseCommit ?? workspace.head;
		await makeWorktree(workspace, { ...place, baseCommit: base }, signal);
		return { id: 7, workspace: this.repository, item, title: `Do ${item}`, ...place, baseCommit: base, commit: null };
	}

	/** Work that is finished: these files, committed on its branch. */
	async finished(item: string, files: Record<string, string>, baseCommit?: string): Promise<Work & { commit: string }> {
		const work = await this.begin(item, baseCommit);
		await put(work.worktree, files);
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", `${item}: ${work.title}`);
		return { ...work, commit: await git(work.worktree, "rev-parse", "HEAD") };
	}

	/** Commits these files in the person's checkout. */
	async commit(files: Record<string, string>, message = "Go on"): Promise<string> {
		await put(this.repository, files);
		await git(this.repository, "add", "--all");
		await git(this.repository, "commit", "--quiet", "--message", message);
		return git(this.repository, "rev-parse", "HEAD");
	}

	/** A hook of the person's repository; worktrees share it. */
	async hook(name: string, script: string): Promise<void> {
		await put(this.repository, { [`.git/hooks/${name}`]: `#!/bin/sh\n${script}\n` });
		await chmod(join(this.repository, ".git/hooks", name), 0o755);
	}

	/** All that the person sees of the checkout: files with their content, what is staged, and where it is. */
	async sight(): Promise<Record<string, string>> {
		const entries = await readdir(this.repository, { recursive: true, withFileTypes: true });
		const files: Record<string, string> = {};
		for (const entry of entries) {
			const path = join(entry.parentPath, entry.name);
			if (entry.isDirectory() || path.startsWith(join(this.repository, ".git/"))) continue;
			files[path] = await contentOf(path);
		}
		files.HEAD = await git(this.repository, "rev-parse", "HEAD");
		files.branch = await git(this.repository, "rev-parse", "--abbrev-ref", "HEAD");
		files.status = await git(this.repository, "status", "--porcelain=v2", "--ignored");
		files.stash = await git(this.repository, "stash", "list");
		return files;
	}
}

async function contentOf(path: string): Promise<string> {
	if ((await lstat(path)).isSymbolicLink()) return `link to ${await readlink(path)}`;
	return createHash("sha256")
		.update(await readFile(path))
		.digest("hex");
}
