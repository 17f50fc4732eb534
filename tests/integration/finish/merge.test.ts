import { chmod, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mergeBranch } from "../../../server/daemons/code-developer/finish/merge.ts";
import { fileText } from "../../support/wait.ts";
import { git, put, tempFolder } from "../developer/rig.ts";
import { Site, signal } from "./work.ts";

/** Merges and expects nothing to have changed. @returns the refusal. */
async function refusal(site: Site, work: Parameters<typeof mergeBranch>[1]) {
	const before = await site.sight();
	const result = await mergeBranch(await site.workspace(), work, signal);
	if (!("refused" in result)) throw new Error(`it was merged as ${result.merged}`);
	expect(await site.sight()).toEqual(before);
	return result;
}

describe("merging finished work", () => {
	test("makes a merge commit on the branch that is checked out, and leaves the person's own changes as they are", async () => {
		const site = await Site.with({ "a.txt": "a\n", "b.txt": "b\n", ".gitignore": "*.log\n" });
		const work = await site.finished("US-1", { "new/made.txt": "made\n", "a.txt": "changed\n" });
		await site.commit({ "meanwhile.txt": "m\n" });
		await put(site.repository, { "b.txt": "not committed\n", "new/own.txt": "not tracked\n", "x.log": "ignored\n" });
		await symlink("nowhere", join(site.repository, "dangling"));
		const before = await site.sight();

		const result = await mergeBranch(await site.workspace(), work, signal);
		const head = await git(site.repository, "rev-parse", "HEAD");
		expect(result).toEqual({ merged: head, into: "main" });
		expect(await git(site.repository, "log", "-1", "--format=%s%n%an%n%P%n%(trailers)")).toBe(
			`Merge US-1: Do US-1\nPat Person\n${before.HEAD} ${work.commit}\nNightshift-Item: US-1\n`,
		);
		const after = await site.sight();
		for (const name of ["b.txt", "new/own.txt", "x.log", "dangling"]) {
			const path = join(site.repository, name);
			expect(after[path]).toBe(before[path]);
		}
		expect(await git(site.repository, "show", "HEAD:new/made.txt")).toBe("made");
		expect(await git(site.repository, "status", "--porcelain")).toBe(" M b.txt\n?? dangling\n?? new/own.txt");
	});

	test("again is the same merge, also when the person has gone on or has merged it in another way", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		const first = await mergeBranch(await site.workspace(), work, signal);
		await site.commit({ "later.txt": "l\n" });
		expect(await mergeBranch(await site.workspace(), work, signal)).toEqual(first);
		const second = await site.finished("US-2", { "more.txt": "more\n" });
		await git(site.repository, "merge", "--quiet", "--ff-only", second.branch);
		expect(await mergeBranch(await site.workspace(), second, signal)).toEqual({ merged: second.commit, into: "main" });
	});

	test("goes into another branch when that is checked out, and works in a linked worktree", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		const linked = join(await tempFolder(), "linked");
		await git(site.repository, "worktree", "add", "--quiet", "-b", "feature", linked);
		const before = await site.sight();
		const result = await mergeBranch(await (await Site.over(linked)).workspace(), work, signal);
		expect(result).toEqual({ merged: await git(linked, "rev-parse", "feature"), into: "feature" });
		expect(await site.sight()).toEqual(before);
	});

	test("a hook that comes after it changes nothing, also when it fails or is cut off", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		const began = join(await tempFolder(), "began");
		await site.hook("post-merge", `echo x > ${began}; [ -e ${began}.2 ] && exit 1; sleep 600`);
		const stop = new AbortController();
		const merging = mergeBranch(await site.workspace(), work, stop.signal);
		merging.catch(() => undefined);
		await fileText(began);
		stop.abort();
		await expect(merging).rejects.toThrow(/abort/i);
		const head = await git(site.repository, "rev-parse", "HEAD");
		expect(await mergeBranch(await site.workspace(), work, signal)).toEqual({ merged: head, into: "main" });
		await put(join(began, ".."), { "began.2": "" });
		const second = await site.finished("US-2", { "more.txt": "more\n" });
		expect(await mergeBranch(await site.workspace(), second, signal)).toMatchObject({ into: "main" });
		expect(await git(site.repository, "status", "--porcelain")).toBe("");
	});

	test("the person's settings for merges do not change what is done", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		for (const [key, value] of [
			["merge.ff", "only"],
			["branch.main.mergeOptions", "--squash --no-commit"],
			["commit.gpgSign", "true"],
			["gpg.program", "false"],
			["merge.autoStash", "true"],
			["merge.log", "true"],
			["commit.cleanup", "strip"],
		] as const)
			await git(site.repository, "config", key, value);
		const result = await mergeBranch(await site.workspace(), work, signal);
		expect(result).toMatchObject({ into: "main" });
		expect(await git(site.repository, "rev-parse", "HEAD^2")).toBe(work.commit);
		expect(await git(site.repository, "log", "-1", "--format=%B")).toBe(
			"Merge US-1: Do US-1\n\nNightshift-Item: US-1\n",
		);
	});
});

describe("nothing is merged, and nothing is changed, when", () => {
	test("both sides changed the same lines", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "a.txt": "theirs\n" });
		await site.commit({ "a.txt": "ours\n" });
		const result = await refusal(site, work);
		expect(result.conflicts).toEqual(["a.txt"]);
		expect(result.refused).toBe(
			"nightshift/us-1 conflicts with main in a.txt; send it back, or merge it yourself (git merge nightshift/us-1), then answer again.",
		);
	});

	test.each([
		["not committed", async () => undefined],
		["staged", (folder: string) => git(folder, "add", "--all")],
	])("what the person has %s is in the way", async (_, act) => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "a.txt": "theirs\n" });
		await put(site.repository, { "a.txt": "half an idea\n" });
		await act(site.repository);
		const { refused, conflicts } = await refusal(site, work);
		expect(refused).toContain("is in the way: a.txt; commit or stash it");
		expect(conflicts).toEqual([]);
	});

	test("files that git does not know are in the way, ignored ones too", async () => {
		const site = await Site.with({ ".gitignore": ".env\nbuild\n", "a.txt": "a\n" });
		const work = await site.begin("US-1");
		await put(work.worktree, { ".env": "THEIRS=1\n", "build/out.txt": "theirs\n", "plain.txt": "theirs\n" });
		await git(work.worktree, "add", "--force", "--all", ".");
		await git(work.worktree, "commit", "--quiet", "--message", "It");
		const commit = await git(work.worktree, "rev-parse", "HEAD");
		await put(site.repository, { ".env": "SECRET=1\n", build: "a file of the person's\n", "plain.txt": "mine\n" });
		const { refused } = await refusal(site, { ...work, commit });
		expect(refused).toContain("are in the way: .env, build, plain.txt; move them");
	});

	test("an ignored file lies in a folder that becomes a file", async () => {
		const site = await Site.with({ ".gitignore": "*.log\n", "dir/kept.txt": "k\n" });
		const work = await site.begin("US-1");
		await git(work.worktree, "rm", "-r", "--quiet", "dir");
		await put(work.worktree, { dir: "now a file\n" });
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "It");
		const commit = await git(work.worktree, "rev-parse", "HEAD");
		await put(site.repository, { "dir/x.log": "the person's\n" });
		expect((await refusal(site, { ...work, commit })).refused).toContain("dir/x.log");
	});

	test("no branch is checked out", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await git(site.repository, "checkout", "--quiet", "--detach");
		expect((await refusal(site, work)).refused).toMatch(/^No branch is checked out in .*; check out the one to merge/);
	});

	test("a rebase, a merge or a bisect is under way", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await git(site.repository, "checkout", "--quiet", "-b", "side");
		await site.commit({ "a.txt": "side\n" });
		await git(site.repository, "checkout", "--quiet", "main");
		await site.commit({ "a.txt": "main\n" });
		await git(site.repository, "merge", "--quiet", "side").catch(() => undefined);
		expect((await refusal(site, work)).refused).toMatch(/^A merge is under way/);
		await git(site.repository, "merge", "--abort");
		await git(site.repository, "bisect", "start");
		expect((await refusal(site, work)).refused).toMatch(/^A bisect is under way/);
		await git(site.repository, "bisect", "reset");
		await git(site.repository, "rebase", "--quiet", "side").catch(() => undefined);
		expect((await refusal(site, work)).refused).toMatch(/^(A rebase is under way|No branch is checked out)/);
	});

	test("the person has begun the same merge", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await git(site.repository, "merge", "--quiet", "--no-ff", "--no-commit", work.branch);
		expect((await refusal(site, work)).refused).toMatch(/^A merge is under way/);
	});

	test.each(["pre-merge-commit", "commit-msg"])("a %s hook refuses", async (hook) => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await site.hook(hook, "echo 'no merges on Fridays' >&2; exit 1");
		await put(site.repository, { "a.txt": "not committed\n" });
		const { refused } = await refusal(site, work);
		expect(refused).toContain("The merge into main was refused: no merges on Fridays");
	});

	test("another git is at work", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await put(site.repository, { ".git/index.lock": "" });
		expect((await refusal(site, work)).refused).toMatch(/^Another git is at work/);
	});

	test("the branch has moved since it was shown, or its history has nothing in common", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await put(work.worktree, { "unseen.txt": "unseen\n" });
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "Unseen");
		expect((await refusal(site, work)).refused).toMatch(/^nightshift\/us-1 has moved since you were asked/);
		const alien = await site.begin("US-2");
		await git(alien.worktree, "checkout", "--quiet", "--orphan", "elsewhere");
		await git(alien.worktree, "commit", "--quiet", "--message", "Another beginning");
		const commit = await git(alien.worktree, "rev-parse", "HEAD");
		await git(alien.worktree, "branch", "--force", alien.branch, commit);
		expect((await refusal(site, { ...alien, commit })).refused).toContain("has no history in common with main");
	});

	test("the repository has become a bare one, or the commit is gone", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		expect((await refusal(site, { ...work, commit: "1".repeat(40) })).refused).toContain("is gone");
		await git(site.repository, "config", "core.bare", "true");
		const result = await mergeBranch({ root: site.repository }, work, signal);
		expect(result).toMatchObject({ refused: expect.stringContaining("is not a checkout") });
	});
});

describe("a merge that is cut off", () => {
	test("is taken back when the daemon is told to end while a hook runs, and is made when it is asked again", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		const began = join(await tempFolder(), "began");
		await site.hook("pre-merge-commit", `[ -e ${began} ] && exit 0; touch ${began}; echo x > ${began}; sleep 600`);
		await put(site.repository, { "a.txt": "not committed\n" });
		const before = await site.sight();
		const stop = new AbortController();
		const merging = mergeBranch(await site.workspace(), work, stop.signal);
		merging.catch(() => undefined);
		await fileText(began);
		stop.abort();
		await expect(merging).rejects.toThrow(/abort/i);
		expect(await site.sight()).toEqual(before);
		expect(await mergeBranch(await site.workspace(), work, signal)).toMatchObject({ into: "main" });
	});

	test("by a kill while its files were written is taken back file by file; what the person wrote since stays", async () => {
		const site = await Site.with({
			"a.txt": "a\n",
			"changed.txt": "0\n",
			"half.txt": "0\n",
			"mode.sh": "true\n",
			"gone.txt": "gone\n",
			link: "a file\n",
			"later.txt": "0\n",
		});
		const work = await site.begin("US-1");
		const theirs = { "changed.txt": "1\n", "half.txt": "11111\n", "new/deep/made.txt": "made\n", "later.txt": "1\n" };
		await put(work.worktree, theirs);
		for (const name of ["gone.txt", "link"]) await rm(join(work.worktree, name));
		await symlink("a.txt", join(work.worktree, "link"));
		await chmod(join(work.worktree, "mode.sh"), 0o755);
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "It");
		const commit = await git(work.worktree, "rev-parse", "HEAD");
		const { repository } = site;
		await put(repository, { "a.txt": "not committed\n", "own.txt": "not tracked\n" });
		const before = await site.sight();
		// All of it is there, and neither index nor reference.
		const head = await git(repository, "rev-parse", "HEAD");
		const tree = await git(work.worktree, "rev-parse", "HEAD^{tree}");
		await put(repository, { ".git/nightshift-merge": JSON.stringify({ head, commit, tree }) });
		await put(repository, { ...theirs, "half.txt": "111", "later.txt": "written since\n" });
		for (const name of ["gone.txt", "link"]) await rm(join(repository, name));
		await symlink("a.txt", join(repository, "link"));
		await chmod(join(repository, "mode.sh"), 0o755);
		const { refused } = (await mergeBranch(await site.workspace(), { ...work, commit }, signal)) as { refused: string };
		expect(refused).toContain("is in the way: later.txt; commit or stash it");
		await put(repository, { "later.txt": "0\n" });
		expect(await site.sight()).toEqual(before);
		expect(await mergeBranch(await site.workspace(), { ...work, commit }, signal)).toMatchObject({ into: "main" });
		expect(await git(repository, "status", "--porcelain")).toBe(" M a.txt\n?? own.txt");
	});

	test.each([
		["after git has noted it", []],
		["before git has noted it", ["MERGE_HEAD", "MERGE_MSG", "MERGE_MODE"]],
	])("by a kill %s is taken back before it is made anew", async (_, gone) => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "made.txt": "made\n" });
		await put(site.repository, { "a.txt": "not committed\n" });
		// All that is there when we, and git in its hook, were killed.
		const head = await git(site.repository, "rev-parse", "HEAD");
		await git(site.repository, "merge", "--quiet", "--no-ff", "--no-commit", work.branch);
		const tree = await git(site.repository, "write-tree");
		const marked = JSON.stringify({ head, commit: work.commit, tree });
		await writeFile(join(site.repository, ".git/nightshift-merge"), marked);
		for (const name of gone) await rm(join(site.repository, ".git", name));
		const result = await mergeBranch(await site.workspace(), work, signal);
		expect(result).toMatchObject({ into: "main" });
		expect(await git(site.repository, "rev-parse", "HEAD^2")).toBe(work.commit);
		expect(await git(site.repository, "status", "--porcelain")).toBe(" M a.txt");
		expect(await git(site.repository, "log", "-1", "--format=%s")).toBe("Merge US-1: Do US-1");
		expect(await readdir(join(site.repository, ".git"))).not.toContain("nightshift-merge");
	});
});

describe("a mark of ours that was left when the machine went down before git began", () => {
	/** Work whose merge was planned and marked, and never begun. */
	async function marked(site: Site) {
		const work = await site.finished("US-1", { "a.txt": "theirs\n", "made.txt": "made\n" });
		const head = await git(site.repository, "rev-parse", "HEAD");
		const tree = await git(site.repository, "rev-parse", `${work.commit}^{tree}`);
		const mark = JSON.stringify({ head, commit: work.commit, tree });
		await put(site.repository, { ".git/nightshift-merge": mark });
		return work;
	}
	const isMarked = async (site: Site) => (await readdir(join(site.repository, ".git"))).includes("nightshift-merge");

	test("does not abort the person's own merge, with a conflict that is half settled", async () => {
		const site = await Site.with();
		const work = await marked(site);
		await site.commit({ "a.txt": "ours\n" });
		await git(site.repository, "merge", "--quiet", work.branch).catch(() => undefined);
		await put(site.repository, { "a.txt": "half settled\n" });
		expect((await refusal(site, work)).refused).toMatch(/^A merge is under way/);
		expect(await isMarked(site)).toBe(false);
		await git(site.repository, "add", "a.txt");
		expect((await refusal(site, work)).refused).toMatch(/^A merge is under way/);
	});

	test("does not abort the person's own merge from where ours was to begin, with something of theirs in it", async () => {
		const site = await Site.with();
		const work = await marked(site);
		await git(site.repository, "merge", "--quiet", "--no-ff", "--no-commit", work.branch);
		await put(site.repository, { "a.txt": "the person's last touch\n" });
		await git(site.repository, "add", "a.txt");
		expect((await refusal(site, work)).refused).toMatch(/^A merge is under way/);
		expect(await isMarked(site)).toBe(false);
	});

	test("does not take back what the person has squashed", async () => {
		const site = await Site.with();
		const work = await marked(site);
		await git(site.repository, "merge", "--quiet", "--squash", work.branch);
		expect((await refusal(site, work)).refused).toContain("is in the way: a.txt, made.txt; commit or stash it");
		expect(await isMarked(site)).toBe(false);
	});
});
