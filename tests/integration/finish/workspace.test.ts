import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAll } from "../../../server/daemons/code-developer/commit.ts";
import { openWorkspace } from "../../../server/daemons/code-developer/workspace.ts";
import { git, makeRepository, put, tempFolder } from "../developer/rig.ts";
import { plainGit, Site, signal } from "./work.ts";

/** Opens it and expects one sentence. */
async function problemOf(folder: string): Promise<string> {
	plainGit();
	const error = await openWorkspace(folder, signal).then(
		() => null,
		(reason: Error & { code?: string }) => reason,
	);
	expect(error).toMatchObject({ code: "git-failed" });
	return error?.message ?? "";
}

describe("a workspace that cannot be worked in is said in one sentence", () => {
	test("missing, a file, no repository, without a commit, bare, inside of .git", async () => {
		const folder = await tempFolder();
		expect(await problemOf(join(folder, "missing"))).toMatch(/does not exist; create it, or correct "workspace"/);
		await writeFile(join(folder, "file"), "");
		expect(await problemOf(join(folder, "file"))).toMatch(/is not a folder; correct/);
		expect(await problemOf(join(folder, "file", "below"))).toMatch(/is not a folder|cannot be read/);
		expect(await problemOf(folder)).toMatch(/is not a git repository; run git init there/);
		await git(folder, "init", "--quiet");
		expect(await problemOf(folder)).toMatch(/has no commit yet; make a first one/);
		expect(await problemOf(join(folder, ".git"))).toMatch(/is inside a \.git folder; point/);
		const bare = await tempFolder();
		await git(bare, "init", "--quiet", "--bare");
		expect(await problemOf(bare)).toMatch(/is a bare repository; point "workspace"/);
	});

	test("a folder of a repository that is in none of its commits", async () => {
		const repository = await makeRepository({ "a.txt": "a\n" });
		await mkdir(join(repository, "new"));
		expect(await problemOf(join(repository, "new"))).toMatch(/is in no commit of the repository/);
	});

	test("a linked worktree whose repository is gone, and a submodule that is not checked out", async () => {
		const repository = await makeRepository({ "a.txt": "a\n" });
		const linked = join(await tempFolder(), "linked");
		await git(repository, "worktree", "add", "--quiet", linked);
		await rm(repository, { recursive: true });
		expect(await problemOf(linked)).toMatch(/belongs to a repository that is gone .*git worktree repair/);
		const { site } = await withSubmodule();
		await git(site.repository, "submodule", "--quiet", "deinit", "--force", "lib");
		expect(await problemOf(join(site.repository, "lib"))).toMatch(
			/is a submodule that is not checked out; run git submodule update --init lib/,
		);
	});

	test("a HEAD that leads nowhere", async () => {
		const repository = await makeRepository({ "a.txt": "a\n" });
		await writeFile(join(repository, ".git/refs/heads/main"), `${"1".repeat(40)}\n`);
		expect(await problemOf(repository)).toMatch(/main leads to a commit that is not there; look at it with git fsck/);
	});
});

describe("work goes on from the beginning to the commit in", () => {
	async function worksIn(folder: string, file: string) {
		const site = await Site.over(folder);
		const workspace = await site.workspace();
		const work = await site.begin("US-1");
		const before = await site.sight();
		await put(join(work.worktree, workspace.prefix), { [file]: "made\n" });
		const result = await commitAll({ ...work, item: { id: "US-1", title: "It" }, summary: null, checks: [], signal });
		expect(result).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
		expect(await site.sight()).toEqual(before);
		return { work, workspace, files: await git(folder, "show", "--name-status", "--format=", work.branch) };
	}

	test("a submodule: its own repository is worked in, not the one around it", async () => {
		const { site } = await withSubmodule();
		const lib = join(site.repository, "lib");
		const { workspace, files } = await worksIn(lib, "made.txt");
		expect(workspace).toMatchObject({ root: lib, prefix: "" });
		expect(files).toBe("A\tmade.txt");
		expect(await git(site.repository, "status", "--porcelain")).toBe("");
	});

	test("a linked worktree", async () => {
		const repository = await makeRepository({ "a.txt": "a\n" });
		const linked = join(await tempFolder(), "linked");
		await git(repository, "worktree", "add", "--quiet", linked);
		expect((await worksIn(linked, "made.txt")).files).toBe("A\tmade.txt");
	});

	test("a sparse checkout: what is not checked out is not removed", async () => {
		const repository = await makeRepository({ "in/a.txt": "a\n", "out/b.txt": "b\n" });
		await git(repository, "sparse-checkout", "set", "in");
		const { files, work } = await worksIn(join(repository, "in"), "made.txt");
		expect(files).toBe("A\tin/made.txt");
		expect(await git(repository, "ls-tree", "-r", "--name-only", work.branch)).toBe("in/a.txt\nin/made.txt\nout/b.txt");
	});

	test("a shallow clone, and a folder with odd characters in its name", async () => {
		const origin = await makeRepository({ "a.txt": "a\n" });
		await put(origin, { "b.txt": "b\n" });
		await git(origin, "add", "--all");
		await git(origin, "commit", "--quiet", "--message", "Second");
		const clone = join(await tempFolder(), "my 'odd' $(repo) ü");
		await git(origin, "clone", "--quiet", "--depth=1", `file://${origin}`, clone);
		expect((await worksIn(clone, "made.txt")).files).toBe("A\tmade.txt");
	});

	test("a checkout that may not be written, as long as its .git may", async () => {
		const repository = await makeRepository({ "a.txt": "a\n" });
		await chmod(join(repository, "a.txt"), 0o444);
		expect((await worksIn(repository, "made.txt")).files).toBe("A\tmade.txt");
	});
});

async function withSubmodule() {
	const library = await makeRepository({ "lib.txt": "1\n" });
	const site = await Site.with();
	await git(site.repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "lib");
	await git(site.repository, "commit", "--quiet", "--message", "Add lib");
	return { site };
}
