import { readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { markDone } from "../../../server/daemons/code-developer/finish/mark-done.ts";
import { openWorkspace } from "../../../server/daemons/code-developer/workspace.ts";
import { git, put } from "../developer/rig.ts";
import { Site, signal, type Work } from "./work.ts";

const ROADMAP =
	"# Plan\r\n\r\n## US-1: Do US-1\r\n\r\n**Status**: 📝 Planned\r\n\r\n## US-2: More\r\n\r\n**Status**: 📝 Planned\r\n";

async function mark(site: Site, work: Work, folder = site.repository) {
	const item = { id: work.item, title: work.title };
	return markDone({ ...work, workspace: await openWorkspace(folder, signal), item, signal });
}
const read = (...path: string[]) => readFile(join(...path), "utf8");

test("the item becomes done in the worktree's roadmap, where nothing else changes, and not in the person's", async () => {
	const site = await Site.with({ "docs/ROADMAP.md": ROADMAP });
	const work = await site.begin("US-1");
	await put(work.worktree, { "one.txt": "1\n" });
	expect(await mark(site, work)).toEqual({ changed: true });
	const marked = await read(work.worktree, "docs/ROADMAP.md");
	expect(marked).toContain("**Status**: ✅");
	expect(marked.replace(/✅ \w+/, "📝 Planned")).toBe(ROADMAP);
	expect(await read(site.repository, "docs/ROADMAP.md")).toBe(ROADMAP);
	expect(await git(work.worktree, "status", "--porcelain")).toBe(" M docs/ROADMAP.md\n?? one.txt");
	expect(await mark(site, work)).toMatchObject({ changed: false });
});

test("it is found in the configured folder of a larger repository", async () => {
	const site = await Site.with({ "packages/app/ROADMAP.md": ROADMAP, "ROADMAP.md": ROADMAP });
	const work = await site.begin("US-1");
	await put(work.worktree, { "one.txt": "1\n" });
	expect(await mark(site, work, join(site.repository, "packages/app"))).toEqual({ changed: true });
	expect(await git(work.worktree, "status", "--porcelain")).toBe(" M packages/app/ROADMAP.md\n?? one.txt");
});

test("nothing is marked where nothing was changed, or git does not keep the roadmap", async () => {
	const site = await Site.with({ "ROADMAP.md": ROADMAP });
	const work = await site.begin("US-1");
	expect(await mark(site, work)).toEqual({ changed: false, why: "Nothing was changed." });
	const other = await Site.with({ ".gitignore": "ROADMAP.md\n" });
	await put(other.repository, { "ROADMAP.md": ROADMAP });
	const unkept = await other.begin("US-1");
	await put(unkept.worktree, { "ROADMAP.md": ROADMAP, "one.txt": "1\n" });
	expect(await mark(other, unkept)).toEqual({ changed: false, why: "ROADMAP.md is not kept in git." });
	expect(await read(unkept.worktree, "ROADMAP.md")).toBe(ROADMAP);
});

test("a new file is work also where git is set up not to show such files", async () => {
	const site = await Site.with({ "ROADMAP.md": ROADMAP });
	await git(site.repository, "config", "status.showUntrackedFiles", "no");
	const work = await site.begin("US-1");
	await put(work.worktree, { "one.txt": "1\n" });
	expect(await mark(site, work)).toEqual({ changed: true });
});

test("what a write that was killed left in the worktree is not committed, and is no work", async () => {
	const site = await Site.with({ "docs/ROADMAP.md": ROADMAP });
	const work = await site.begin("US-1");
	const left = "docs/.ROADMAP.md.0123456789ab.tmp";
	await put(work.worktree, { [left]: "half" });
	expect(await mark(site, work)).toEqual({ changed: false, why: "Nothing was changed." });
	await put(work.worktree, { [left]: "half", "docs/.ROADMAP.md.notes.tmp": "the work's\n" });
	expect(await mark(site, work)).toEqual({ changed: true });
	expect(await git(work.worktree, "status", "--porcelain")).toBe(" M docs/ROADMAP.md\n?? docs/.ROADMAP.md.notes.tmp");
});

test("a link that the agent made of it leads nowhere", async () => {
	const site = await Site.with({ "ROADMAP.md": ROADMAP });
	const work = await site.begin("US-1");
	await rm(join(work.worktree, "ROADMAP.md"));
	await symlink(join(site.repository, "ROADMAP.md"), join(work.worktree, "ROADMAP.md"));
	expect(await mark(site, work)).toMatchObject({ changed: false });
	expect(await read(site.repository, "ROADMAP.md")).toBe(ROADMAP);
});

test("a roadmap that the agent removed, or took the item out of, or that is no text, does not fail the work", async () => {
	const site = await Site.with({ "ROADMAP.md": ROADMAP });
	const work = await site.begin("US-1");
	await put(work.worktree, { "ROADMAP.md": "# Nothing\n" });
	expect(await mark(site, work)).toMatchObject({ changed: false, why: expect.stringContaining("US-1") });
	await put(work.worktree, { "ROADMAP.md": "\0\0" });
	expect(await mark(site, work)).toMatchObject({ changed: false });
	await rm(join(work.worktree, "ROADMAP.md"));
	expect(await mark(site, work)).toMatchObject({ changed: false });
	await rm(work.worktree, { recursive: true });
	expect(await mark(site, work)).toMatchObject({ changed: false });
});
