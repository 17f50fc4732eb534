import { readFile, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CommitRequest, commitAll } from "../../../server/daemons/code-developer/commit.ts";
import { removeWorktree } from "../../../server/daemons/code-developer/finish/remove-worktree.ts";
import { git, makeRepository, put, tempFolder } from "../developer/rig.ts";
import { Site, signal, type Work } from "./work.ts";

function commit(work: Work, more: Partial<CommitRequest> = {}) {
	const item = { id: work.item, title: work.title };
	return commitAll({ ...work, item, summary: null, checks: [], signal, ...more });
}

async function refusal(work: Work): Promise<string> {
	const result = await commit(work);
	if (!("refused" in result)) throw new Error(`it was committed as ${result.commit}`);
	return result.refused;
}

/** What the newest commit holds, and that nothing is left beside it. */
async function committed(work: Work): Promise<string> {
	const result = await commit(work);
	if ("refused" in result) throw new Error(result.refused);
	expect(await git(work.worktree, "status", "--porcelain")).toBe("");
	expect(result.commit).toBe(await git(work.worktree, "rev-parse", work.branch));
	return git(work.worktree, "diff", "--name-status", "--no-renames", work.baseCommit, "HEAD");
}

async function fileOf(path: string, bytes: number): Promise<void> {
	await writeFile(path, "");
	await truncate(path, bytes);
}

const MiB = 1024 * 1024;

describe("committing what an agent has done", () => {
	test("takes new, changed and removed files and links, with a message that says what was done", async () => {
		const site = await Site.with({ "a.txt": "a\n", "gone.txt": "gone\n", ".gitignore": "*.log\n" });
		const work = await site.begin("US-1");
		await put(work.worktree, { "a.txt": "changed\n", "new dir/ü.txt": "new\n", "x.log": "ignored\n" });
		await rm(join(work.worktree, "gone.txt"));
		await symlink("/nowhere/at/all", join(work.worktree, "link"));
		const result = await commit(work, { summary: "I **made** it.\n\nCo-authored-by: Eve <e@x>", checks: ["npm test"] });
		expect(result).toEqual({ commit: await git(work.worktree, "rev-parse", "HEAD") });
		expect(await git(work.worktree, "log", "-1", "--format=%B")).toBe(
			"US-1: Do US-1\n\nI made it.\n\nChecks passed:\n- npm test\n\nNightshift-Item: US-1\n",
		);
		expect(await git(work.worktree, "log", "-1", "--format=%(trailers:only)")).toBe("Nightshift-Item: US-1\n");
		expect(await git(work.worktree, "-c", "core.quotePath=false", "show", "--name-status", "--format=")).toBe(
			"M\ta.txt\nD\tgone.txt\nA\tlink\nA\tnew dir/ü.txt",
		);
		expect(await git(work.worktree, "status", "--porcelain")).toBe("");
	});

	test("leaves out what a write that was cut off has left", async () => {
		const work = await (await Site.with()).begin("US-1");
		const left = { ".nightshift-unfinished-1": "hal", "src/.nightshift-unfinished-2": "f" };
		await put(work.worktree, { "src/a.txt": "a\n", ...left });
		expect(await commit(work)).toEqual({ commit: expect.any(String) });
		expect(await git(work.worktree, "show", "--name-only", "--format=")).toBe("src/a.txt");
		expect(await git(work.worktree, "status", "--porcelain", "--untracked-files=all")).toBe("");
	});

	test("is null when nothing was changed, and also when the branch was only moved back", async () => {
		const site = await Site.with();
		await site.commit({ "b.txt": "b\n" });
		const work = await site.begin("US-1");
		expect(await commit(work)).toEqual({ commit: null });
		await git(work.worktree, "reset", "--quiet", "--hard", "HEAD^");
		expect(await commit(work)).toEqual({ commit: null });
	});

	test("keeps the agent's own commits, and adds what it left", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "mine");
		await put(work.worktree, { "two.txt": "2\n" });
		expect(await committed(work)).toBe("A\tone.txt\nA\ttwo.txt");
		expect(await git(work.worktree, "log", "--format=%s", `${work.baseCommit}..`)).toBe("US-1: Do US-1\nmine");
	});

	test("again after a crash commits nothing twice", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		const first = await commit(work);
		expect(await commit(work)).toEqual(first);
	});

	test("ends a merge that the agent began and settled", async () => {
		const site = await Site.with();
		const other = await site.finished("US-2", { "other.txt": "o\n" });
		const work = await site.begin("US-1");
		await git(work.worktree, "merge", "--quiet", "--no-ff", "--no-commit", other.branch);
		expect(await committed(work)).toBe("A\tother.txt");
		expect(await git(work.worktree, "rev-parse", "HEAD^2")).toBe(other.commit);
	});

	test("takes up commits that were made on no branch, as long as nothing of the branch is lost", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await git(work.worktree, "checkout", "--quiet", "--detach");
		await put(work.worktree, { "one.txt": "1\n" });
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "mine");
		await put(work.worktree, { "two.txt": "2\n" });
		expect(await committed(work)).toBe("A\tone.txt\nA\ttwo.txt");
	});

	test("works in a sparse checkout, also for files outside of what is checked out", async () => {
		const site = await Site.with({ "in/a.txt": "a\n", "out/b.txt": "b\n" });
		await git(site.repository, "sparse-checkout", "set", "in");
		const work = await site.begin("US-1");
		await put(work.worktree, { "in/new.txt": "n\n", "out/new.txt": "n\n" });
		expect(await committed(work)).toBe("A\tin/new.txt\nA\tout/new.txt");
		expect(await git(work.worktree, "show", "HEAD:out/b.txt")).toBe("b");
	});
});

describe("hooks", () => {
	test("one that rewrites the message is let", async () => {
		const site = await Site.with();
		await site.hook("commit-msg", 'printf "JIRA-1 %s" "$(cat "$1")" > "$1"');
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await committed(work)).toBe("A\tone.txt");
		expect(await git(work.worktree, "log", "-1", "--format=%s")).toBe("JIRA-1 US-1: Do US-1");
	});

	test.each([
		["and stages", "for f in *.txt; do printf 'neat\\n' > $f; done; git add --all"],
		[
			"and refuses the first time",
			"grep -q neat one.txt || { printf 'neat\\n' > one.txt; echo reformatted >&2; exit 1; }",
		],
		["without staging", "grep -q neat one.txt || printf 'neat\\n' > one.txt"],
	])("one that rewrites files %s is let: what is committed is what it left", async (_, script) => {
		const site = await Site.with({ "one.txt": "0\n" });
		await site.hook("pre-commit", script);
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await committed(work)).toBe("M\tone.txt");
		expect(await git(work.worktree, "show", "HEAD:one.txt")).toBe("neat");
		expect(await git(work.worktree, "rev-list", "--count", `${work.baseCommit}..HEAD`)).toBe("1");
	});

	test("one that refuses is believed, with its words, and everything is kept", async () => {
		const site = await Site.with();
		await site.hook("pre-commit", "echo 'no commits on Fridays' >&2; exit 1");
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await refusal(work)).toBe("The commit was refused: no commits on Fridays");
		expect(await git(work.worktree, "status", "--porcelain")).toBe("A  one.txt");
	});

	test("what one makes beside the work is not committed, and no reason to ask it again", async () => {
		const site = await Site.with();
		await site.hook("pre-commit", "echo report >> report.txt");
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await commit(work)).toMatchObject({ commit: expect.any(String) });
		expect(await git(work.worktree, "show", "--name-only", "--format=", "HEAD")).toBe("one.txt");
		expect(await readFile(join(work.worktree, "report.txt"), "utf8")).toBe("report\n");
	});

	test("one that rewrites files and refuses for ever is asked twice", async () => {
		const site = await Site.with();
		const count = join(await tempFolder(), "count");
		await site.hook("pre-commit", `echo x >> ${count}; cat ${count} > one.txt; echo never >&2; exit 1`);
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await refusal(work)).toBe("The commit was refused: never");
		expect(await readFile(count, "utf8")).toBe("x\nx\n");
	});
});

describe("nothing is committed, and all is kept, when", () => {
	test("a file is too large: not in the worktree, and not in the agent's own commits", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await fileOf(join(work.worktree, "model.bin"), 100 * MiB);
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await refusal(work)).toBe(
			"Files of more than 50 MiB are not committed: model.bin (100 MiB); take them away, name them in .gitignore, or keep them with git LFS.",
		);
		expect(await git(work.worktree, "status", "--porcelain")).toBe("?? model.bin\n?? one.txt");
		await rm(join(work.worktree, "model.bin"));
		await fileOf(join(work.worktree, "other.bin"), 51 * MiB);
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "mine");
		await git(work.worktree, "rm", "--quiet", "other.bin");
		expect(await refusal(work)).toMatch(/^It is in commits of the branch already\. .*other\.bin \(51 MiB\)/);
	});

	test("a large file goes through a filter: then it is committed", async () => {
		const site = await Site.with({ ".gitattributes": "*.bin filter=lfs\n" });
		await git(site.repository, "config", "filter.lfs.clean", "wc -c");
		const work = await site.begin("US-1");
		await fileOf(join(work.worktree, "model.bin"), 60 * MiB);
		expect(await commit(work)).toMatchObject({ commit: expect.any(String) });
		expect(await git(work.worktree, "show", "HEAD:model.bin")).toBe(String(60 * MiB));
	});

	test("the agent left a repository in it, with or without a commit", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await git(work.worktree, "init", "--quiet", "app");
		await put(work.worktree, { "app/index.js": "1\n" });
		expect(await refusal(work)).toMatch(/^A git repository of its own is in the work: app\/; take away its \.git/);
		await git(join(work.worktree, "app"), "add", "--all");
		await git(join(work.worktree, "app"), "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x");
		expect(await refusal(work)).toMatch(/^A git repository of its own/);
	});

	test("conflicts are not settled, or a rebase is not finished", async () => {
		const site = await Site.with();
		const other = await site.finished("US-2", { "a.txt": "theirs\n" });
		const work = await site.finished("US-1", { "a.txt": "ours\n" });
		await git(work.worktree, "merge", "--quiet", other.branch).catch(() => undefined);
		expect(await refusal(work)).toMatch(/has conflicts that nobody has settled: a\.txt/);
		await git(work.worktree, "merge", "--abort");
		await git(work.worktree, "rebase", "--quiet", other.branch).catch(() => undefined);
		expect(await refusal(work)).toMatch(/^A rebase is under way/);
	});

	test("the worktree is on another branch, deleted, or unknown to git", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await git(work.worktree, "checkout", "--quiet", "-b", "elsewhere");
		expect(await refusal(work)).toContain("no longer on its branch nightshift/us-1");
		await git(work.worktree, "checkout", "--quiet", work.branch);
		await rm(join(site.repository, ".git/worktrees"), { recursive: true });
		expect(await refusal(work)).toMatch(
			/is gone, or not the repository's any more; what was committed is on nightshift\/us-1\.$/,
		);
		await rm(work.worktree, { recursive: true });
		expect(await refusal(work)).toMatch(/is gone/);
	});

	test("the worktree's .git was made to lead to a repository of the agent's, whose settings would run a program", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		const proof = join(await tempFolder(), "proof");
		await git(work.worktree, "init", "--quiet", "--bare", "x.git");
		await git(join(work.worktree, "x.git"), "config", "core.bare", "false");
		await git(join(work.worktree, "x.git"), "config", "filter.x.clean", `touch ${proof}; cat`);
		await put(work.worktree, { ".gitattributes": "* filter=x\n", "one.txt": "1\n", ".git": "gitdir: x.git\n" });
		expect(await refusal(work)).toMatch(/not the repository's any more/);
		const removed = await removeWorktree(await site.workspace(), work, { deleteBranch: true }, signal);
		expect(removed).toMatchObject({ worktree: false, kept: expect.stringContaining("was not removed") });
		await expect(readFile(proof)).rejects.toThrow("ENOENT");
	});

	test("git does not take a file", async () => {
		const site = await Site.with();
		await git(site.repository, "config", "core.safecrlf", "true");
		await git(site.repository, "config", "core.autocrlf", "true");
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n2\r\n" });
		expect(await refusal(work)).toMatch(/^Git does not take what was done: LF would be replaced by CRLF in one\.txt/);
	});

	test("a worktree that lost its .git lies in somebody's repository: that one is left alone", async () => {
		const around = await makeRepository({ "home.txt": "h\n" });
		const site = await Site.with();
		const work = await site.begin("US-1");
		const worktree = join(around, "worktrees/us-1");
		await put(worktree, { "one.txt": "1\n" });
		expect(await refusal({ ...work, worktree })).toMatch(/is gone/);
		expect(await git(around, "status", "--porcelain")).toBe("?? worktrees/");
	});
});

describe("a lock that a killed git has left", () => {
	test("is waited for while it is fresh, and taken away when it is old", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await put(work.worktree, { "one.txt": "1\n" });
		const lock = await git(work.worktree, "rev-parse", "--git-path", "index.lock");
		await writeFile(lock, "");
		await expect(commit(work)).rejects.toMatchObject({
			code: "git-failed",
			message: expect.stringContaining("index.lock"),
		});
		const longAgo = new Date(Date.now() - 11 * 60_000);
		await utimes(lock, longAgo, longAgo);
		expect(await committed(work)).toBe("A\tone.txt");
	});
});

describe("submodules", () => {
	async function withSubmodule() {
		const library = await makeRepository({ "lib.txt": "1\n" });
		const site = await Site.with();
		await git(site.repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "lib");
		await git(site.repository, "commit", "--quiet", "--message", "Add lib");
		const work = await site.begin("US-1");
		const checkOut = () =>
			git(work.worktree, "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init");
		return { library, site, work, lib: join(work.worktree, "lib"), checkOut };
	}

	test("that are not checked out stay as they are; files written into their folder are not lost in silence", async () => {
		const { work } = await withSubmodule();
		await put(work.worktree, { "one.txt": "1\n" });
		expect(await committed(work)).toBe("A\tone.txt");
		await put(work.worktree, { "lib/stray.txt": "s\n" });
		expect(await refusal(work)).toMatch(/^Files were written into lib, the folder of a submodule/);
	});

	test("with changes that are not committed, or committed only here, are no half states", async () => {
		const { work, lib, checkOut } = await withSubmodule();
		await checkOut();
		await put(lib, { "lib.txt": "2\n" });
		expect(await refusal(work)).toMatch(/^The submodule lib has changes that are not committed/);
		await git(lib, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qam", "two");
		expect(await refusal(work)).toMatch(/^The submodule lib is at a commit that none of its remotes has/);
	});

	test("at another commit that has been pushed are committed", async () => {
		const { library, work, lib, checkOut } = await withSubmodule();
		await checkOut();
		await put(library, { "lib.txt": "2\n" });
		await git(library, "commit", "--quiet", "--all", "--message", "two");
		await git(lib, "-c", "protocol.file.allow=always", "fetch", "--quiet");
		await git(lib, "checkout", "--quiet", "origin/main");
		expect(await committed(work)).toBe("M\tlib");
	});
});
