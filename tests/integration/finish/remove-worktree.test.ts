import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeWorktree } from "../../../server/daemons/code-developer/finish/remove-worktree.ts";
import { git, put } from "../developer/rig.ts";
import { Site, signal, type Work } from "./work.ts";

async function remove(site: Site, work: Work, deleteBranch = true) {
	return removeWorktree(await site.workspace(), work, { deleteBranch }, signal);
}
const branches = (site: Site) => git(site.repository, "branch", "--format=%(refname:short)");
const isThere = (work: Work) =>
	readdir(work.worktree).then(
		() => true,
		() => false,
	);

test("a merged branch goes with its worktree; again, there is nothing to do", async () => {
	const site = await Site.with({ ".gitignore": "*.log\n" });
	const work = await site.finished("US-1", { "one.txt": "1\n" });
	await put(work.worktree, { "x.log": "made anew by anybody\n" });
	await git(site.repository, "merge", "--quiet", "--no-edit", work.branch);
	expect(await remove(site, work)).toEqual({ worktree: true, branch: true, kept: null });
	expect(await isThere(work)).toBe(false);
	expect(await branches(site)).toBe("main");
	expect(await remove(site, work)).toEqual({ worktree: true, branch: true, kept: null });
});

test("a branch that is not merged stays, and one that is to stay does", async () => {
	const site = await Site.with();
	const work = await site.finished("US-1", { "one.txt": "1\n" });
	expect(await remove(site, work)).toMatchObject({
		worktree: true,
		branch: false,
		kept: expect.stringContaining("not fully merged"),
	});
	expect(await branches(site)).toBe("main\nnightshift/us-1");
	const other = await site.finished("US-2", { "two.txt": "2\n" });
	expect(await remove(site, other, false)).toEqual({ worktree: true, branch: false, kept: null });
});

test("a worktree with something that is not committed stays, and its branch too", async () => {
	const site = await Site.with();
	const work = await site.finished("US-1", { "one.txt": "1\n" });
	await put(work.worktree, { "idea.txt": "half\n" });
	expect(await remove(site, work)).toMatchObject({
		worktree: false,
		branch: false,
		kept: expect.stringContaining("not committed"),
	});
	expect(await isThere(work)).toBe(true);
});

test("a new file stays also where git is set up not to show such files", async () => {
	const site = await Site.with();
	await git(site.repository, "config", "status.showUntrackedFiles", "no");
	const work = await site.finished("US-1", { "one.txt": "1\n" });
	await put(work.worktree, { "idea.txt": "half\n" });
	expect(await remove(site, work)).toMatchObject({ worktree: false, kept: expect.stringContaining("not committed") });
	expect(await readFile(join(work.worktree, "idea.txt"), "utf8")).toBe("half\n");
});

test("commits that are on no branch, and a worktree that is locked, stay", async () => {
	const site = await Site.with();
	const work = await site.begin("US-1");
	await git(work.worktree, "checkout", "--quiet", "--detach");
	await git(work.worktree, "commit", "--quiet", "--allow-empty", "--message", "On no branch");
	expect(await remove(site, work)).toMatchObject({ worktree: false, kept: expect.stringContaining("on no branch") });
	await git(work.worktree, "checkout", "--quiet", work.branch);
	await git(site.repository, "worktree", "lock", work.worktree);
	expect(await remove(site, work)).toMatchObject({ worktree: false, kept: expect.stringContaining("was not removed") });
});

test("a worktree that the person deleted is forgotten", async () => {
	const site = await Site.with();
	const work = await site.begin("US-1");
	await rm(work.worktree, { recursive: true });
	expect(await remove(site, work)).toEqual({ worktree: true, branch: true, kept: null });
	expect(await git(site.repository, "worktree", "list")).not.toContain("us-1");
	expect(await readdir(join(site.repository, ".git/refs/heads"))).not.toContain("nightshift/us-1");
});
