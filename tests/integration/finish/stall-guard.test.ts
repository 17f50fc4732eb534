import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Memory } from "../../../server/daemons/code-developer/memory.ts";
import { StallGuard } from "../../../server/daemons/code-developer/stall-guard.ts";
import { tempDatabase } from "../../support/database.ts";
import { createRun } from "../../support/runs.ts";
import { git, put, tempFolder } from "../developer/rig.ts";
import { Site, signal } from "./work.ts";

/** A run in its worktree, and what one more attempt makes of its count. */
async function setUp() {
	const site = await Site.with();
	const { workspace, worktree, baseCommit, branch } = await site.begin("US-1");
	const db = await tempDatabase();
	const { id } = await createRun(db, { workspace, worktree, baseCommit, branch, stalls: 1 });
	const memory = await Memory.load(await tempFolder());
	const find = () => db.read(({ run }) => run.findUniqueOrThrow({ where: { id } }));
	/** Fails once `work` is done. */
	const attempt = async (work: () => Promise<unknown>) => {
		const shop = { db, signal, memory, persist: <T>(operation: () => Promise<T>) => operation() };
		const guard = await StallGuard.begin(shop, await find());
		await work();
		await guard.failed("It ended.");
		return (await find()).stalls;
	};
	/** Is cut off once `work` is done, as by a kill. @returns the count that the next one begins with. */
	const cutOff = async (work: () => Promise<unknown>) => {
		const shop = { db, signal, memory, persist: <T>(operation: () => Promise<T>) => operation() };
		await StallGuard.begin(shop, await find());
		await work();
		return StallGuard.standing(shop, await find());
	};
	return { site, worktree, attempt, cutOff };
}

test("an attempt that was cut off counts unless it left something", async () => {
	const { worktree, cutOff } = await setUp();
	expect(await cutOff(async () => undefined)).toBe(2);
	expect(await cutOff(() => put(worktree, { "one.txt": "1\n" }))).toBe(0);
	expect(await cutOff(async () => undefined)).toBe(1);
});

test("a new file or a commit is progress, and nothing at all is none", async () => {
	const { worktree, attempt } = await setUp();
	expect(await attempt(async () => undefined)).toBe(2);
	expect(await attempt(() => put(worktree, { "one.txt": "1\n" }))).toBe(0);
	expect(await attempt(async () => undefined)).toBe(1);
	await git(worktree, "add", "--all");
	expect(await attempt(() => git(worktree, "commit", "--quiet", "--message", "One"))).toBe(0);
});

test("a worktree that is gone, or was made to lead to another repository, is no progress, and nothing of that one runs", async () => {
	const { site, worktree, attempt } = await setUp();
	const folder = await tempFolder();
	const evil = join(folder, "evil");
	const ran = join(folder, "ran");
	const misled = await attempt(async () => {
		await git(folder, "clone", "--quiet", "--bare", site.repository, evil);
		await git(evil, "config", "core.bare", "false");
		await git(evil, "config", "filter.evil.clean", `touch ${ran}; cat`);
		await put(evil, { "info/attributes": "* filter=evil\n" });
		await writeFile(join(worktree, ".git"), `gitdir: ${evil}\n`);
		await git(worktree, "read-tree", "HEAD");
	});
	expect(await readFile(ran, "utf8").catch(() => null)).toBeNull();
	expect(misled).toBe(2);
	expect(await attempt(() => rm(worktree, { recursive: true }))).toBe(3);
});
