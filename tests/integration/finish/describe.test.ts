import { chmod, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeResult } from "../../../server/daemons/code-developer/finish/describe.ts";
import { git, put } from "../developer/rig.ts";
import { Site, signal } from "./work.ts";

async function describeAt(site: Site, work: Parameters<typeof describeResult>[0]) {
	return describeResult(work, await site.workspace(), signal);
}

test("tells files, lines, commits and the diff of finished work", async () => {
	const site = await Site.with({ "a.txt": "one\ntwo\n" });
	const work = await site.finished("US-1", { "a.txt": "one\n2\n", "new/b ü.txt": "b\n" });
	await site.commit({ "meanwhile.txt": "not part of it\n" });
	const result = await describeAt(site, work);
	expect(result).toMatchObject({ files: 2, additions: 2, deletions: 1, omitted: [], brings: [] });
	expect(result.commits).toEqual([{ hash: work.commit, subject: "US-1: Do US-1" }]);
	expect(result.stat).toContain("2 files changed, 2 insertions(+), 1 deletion(-)");
	expect(result.diff).toContain("-two\n+2\n");
	expect(result.diff).not.toContain("meanwhile");
});

test("renames, links, modes, binary files and odd names are told as what they are", async () => {
	const site = await Site.with({ "old.txt": "the same\nlines\n", "run.sh": "true\n", file: "f\n" });
	const work = await site.begin("US-1");
	const { worktree } = work;
	await rename(join(worktree, "old.txt"), join(worktree, "new.txt"));
	await chmod(join(worktree, "run.sh"), 0o755);
	await rm(join(worktree, "file"));
	await symlink("/etc/passwd", join(worktree, "file"));
	await writeFile(join(worktree, "blob.bin"), Buffer.from([0, 1, 2, 0, 255]));
	await put(worktree, { 'tab\there "x".txt': "t\n" });
	await git(worktree, "add", "--all");
	await git(worktree, "commit", "--quiet", "--message", "It");
	const result = await describeAt(site, { ...work, commit: await git(worktree, "rev-parse", "HEAD") });
	expect(result).toMatchObject({ files: 5, omitted: [] });
	for (const line of [
		"rename to new.txt",
		"new mode 100755",
		"+/etc/passwd",
		"Binary files /dev/null and b/blob.bin differ",
	])
		expect(result.diff).toContain(line);
});

test("nothing in the work, and nothing that is configured, hides a change", async () => {
	const site = await Site.with({ "a.txt": "one\n" });
	for (const [key, value] of [
		["diff.external", "true"],
		["diff.noprefix", "true"],
		["color.ui", "always"],
		["diff.ignoreSubmodules", "all"],
	] as const)
		await git(site.repository, "config", key, value);
	const work = await site.finished("US-1", { ".gitattributes": "*.txt binary -diff\n", "a.txt": "evil\n" });
	const { diff } = await describeAt(site, work);
	expect(diff).toContain("diff --git a/a.txt b/a.txt");
	expect(diff).toContain("-one\n+evil\n");
});

test("a very large change is shown as far as there is room, whole files first; all are counted and named", async () => {
	const site = await Site.with();
	const work = await site.finished("US-1", {
		"a.txt": "small\n",
		"long.txt": "a line of some length\n".repeat(20_000),
		"z.txt": "small\n",
	});
	const result = await describeAt(site, work);
	expect(result).toMatchObject({ files: 3, additions: 20_002, omitted: ["long.txt"] });
	expect(result.diff.length).toBeLessThan(200_000);
	expect(result.diff).toContain("b/z.txt");
	const flood = await site.finished("US-2", { "flood.txt": `${"x".repeat(12_000_000)}\n`, "z.txt": "small\n" });
	const flooded = await describeAt(site, flood);
	expect(flooded.omitted).toEqual(["flood.txt", "z.txt"]);
	expect(flooded.diff.length).toBeLessThanOrEqual(200_000);
});

test("work that builds on work tells what else a merge would bring", async () => {
	const site = await Site.with();
	const first = await site.finished("US-1", { "one.txt": "1\n" });
	const second = await site.finished("US-2", { "two.txt": "2\n" }, first.commit);
	const result = await describeAt(site, second);
	expect(result.files).toBe(1);
	expect(result.brings).toEqual([{ hash: first.commit, subject: "US-1: Do US-1" }]);
});

test("nothing changed is nothing to tell", async () => {
	const site = await Site.with();
	expect(await describeAt(site, await site.begin("US-1"))).toMatchObject({ files: 0, diff: "", commits: [] });
});
