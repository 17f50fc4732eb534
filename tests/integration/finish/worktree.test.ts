import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { chooseWorktree, makeWorktree } from "../../../server/daemons/code-developer/worktree.ts";
import { hasWorktree } from "../../../server/git/has-worktree.ts";
import { compileFixture } from "../../support/compile.ts";
import { git, put, tempFolder } from "../developer/rig.ts";
import { Site, signal, type Work } from "./work.ts";

const make = async (site: Site, work: Work) => makeWorktree(await site.workspace(), work, signal);

async function problemOf(making: Promise<void>): Promise<string> {
	const error = await making.then(
		() => null,
		(reason: Error) => reason,
	);
	expect(error).toMatchObject({ code: "git-failed" });
	return error?.message ?? "";
}

describe("a name for new work", () => {
	test.each([
		["a branch of that name", "nightshift/us-1-it"],
		["a branch below that name", "nightshift/us-1-it/part"],
	])("leaves %s to its owner", async (_, branch) => {
		const site = await Site.with();
		await git(site.repository, "branch", branch);
		const worktrees = await tempFolder();
		const place = await chooseWorktree(await site.workspace(), worktrees, { id: "US-1", title: "It" }, signal);
		expect(place).toEqual({ branch: "nightshift/us-1-it-2", worktree: join(worktrees, "us-1-it-2") });
	});

	test("leaves a folder of that name to its owner", async () => {
		const site = await Site.with();
		const worktrees = await tempFolder();
		await mkdir(join(worktrees, "us-1-it"));
		const place = await chooseWorktree(await site.workspace(), worktrees, { id: "US-1", title: "It" }, signal);
		expect(place.branch).toBe("nightshift/us-1-it-2");
	});
});

describe("a worktree", () => {
	test("that the person deleted is made anew from its branch, with its commits", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "one.txt": "1\n" });
		expect(await hasWorktree(work)).toBe(true);
		await rm(work.worktree, { recursive: true });
		expect(await hasWorktree(work)).toBe(false);
		await make(site, work);
		expect(await hasWorktree(work)).toBe(true);
		expect(await readFile(join(work.worktree, "one.txt"), "utf8")).toBe("1\n");
		expect(await git(work.worktree, "rev-parse", "--abbrev-ref", "HEAD")).toBe(work.branch);
	});

	test("that was deleted and pruned is made anew from its branch", async () => {
		const site = await Site.with();
		const work = await site.finished("US-1", { "one.txt": "1\n" });
		await rm(work.worktree, { recursive: true });
		await git(site.repository, "worktree", "prune");
		await make(site, work);
		expect(await readFile(join(work.worktree, "one.txt"), "utf8")).toBe("1\n");
	});

	test("that git has forgotten is none any more; what lies in it is moved aside, not lost", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await put(work.worktree, { "idea.txt": "half\n" });
		await rm(join(site.repository, ".git/worktrees"), { recursive: true });
		expect(await hasWorktree(work)).toBe(false);
		await make(site, work);
		expect(await hasWorktree(work)).toBe(true);
		expect(await readFile(join(`${work.worktree}.left`, "idea.txt"), "utf8")).toBe("half\n");
	});

	test("that lost its .git is none any more; what lies in it is moved aside, each time", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		for (const name of ["us-1.left", "us-1.left-2"]) {
			await put(work.worktree, { "idea.txt": `${name}\n` });
			await rm(join(work.worktree, ".git"));
			expect(await hasWorktree(work)).toBe(false);
			await make(site, work);
			expect(await readFile(join(work.worktree, "..", name, "idea.txt"), "utf8")).toBe(`${name}\n`);
		}
		expect(await git(work.worktree, "status", "--porcelain")).toBe("");
	});

	test("that was left half-made by a kill is made anew", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await rm(join(work.worktree, "a.txt"));
		await writeFile(await git(work.worktree, "rev-parse", "--git-path", "locked"), "initializing");
		await make(site, work);
		expect(await git(work.worktree, "status", "--porcelain")).toBe("");
		expect(await readdir(join(work.worktree, ".."))).toEqual(["us-1"]);
	});

	test("that somebody changed before an agent worked in it is moved aside, not lost, and leads nowhere any more", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await put(work.worktree, { "a.txt": "the person's\n", "notes.txt": "the person's\n" });
		await make(site, work);
		const left = `${work.worktree}.left`;
		expect(await readFile(join(left, "a.txt"), "utf8")).toBe("the person's\n");
		expect(await readFile(join(left, "notes.txt"), "utf8")).toBe("the person's\n");
		// Git in there would write to the new one's index.
		expect(await readdir(left)).not.toContain(".git");
		expect(await git(work.worktree, "status", "--porcelain")).toBe("");
		expect(await git(work.worktree, "rev-parse", "--abbrev-ref", "HEAD")).toBe(work.branch);
	});

	test("with a new file in it, the person's or that of a hook, is whole, and is not made again each time", async () => {
		const site = await Site.with();
		await site.hook("post-checkout", "echo x > from-hook.txt");
		const work = await site.begin("US-1");
		await put(work.worktree, { "notes.txt": "the person's\n" });
		await make(site, work);
		await make(site, work);
		expect(await readFile(join(work.worktree, "notes.txt"), "utf8")).toBe("the person's\n");
		expect(await readdir(join(work.worktree, ".."))).toEqual(["us-1"]);
	});

	test("that git had not filled yet is made anew", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await rm(await git(work.worktree, "rev-parse", "--git-path", "index"));
		await make(site, work);
		expect(await git(work.worktree, "status", "--porcelain")).toBe("");
	});

	test("is not made of a branch that the person has checked out", async () => {
		const site = await Site.with();
		const work = await site.begin("US-1");
		await rm(work.worktree, { recursive: true });
		await git(site.repository, "worktree", "prune");
		await git(site.repository, "checkout", "--quiet", work.branch);
		expect(await problemOf(make(site, work))).toBe(
			`The branch nightshift/us-1 is checked out in ${site.repository}; check out another one there, so that the work can go on.`,
		);
		await git(site.repository, "checkout", "--quiet", "main");
		await make(site, work);
		expect(await hasWorktree(work)).toBe(true);
	});

	test("cannot be made beside a branch that takes its name", async () => {
		const site = await Site.with();
		await git(site.repository, "branch", "nightshift");
		expect(await problemOf(site.begin("US-1").then(() => undefined))).toMatch(
			/^A branch named nightshift in .* leaves no room for nightshift\/us-1; rename it \(git branch -m nightshift/,
		);
	});

	test("cannot be made where there is no such commit", async () => {
		const site = await Site.with();
		expect(await problemOf(site.begin("US-1", "1".repeat(40)).then(() => undefined))).toMatch(/could not be made: /);
	});
});

/** Mounts a small file system, where that is allowed: a container may forbid it. */
const canMount = await execa("unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"], {
	reject: false,
});

test.skipIf(canMount.exitCode !== 0).each([
	["worktree", "300k", /^git-failed: The worktree .* could not be made: .*see whether the disk has room$/],
	["commit", "3m", /^git-failed: Nothing can be committed in .*: the disk is full; free some space$/],
	["merge", "4m", /^.*disk.* \[\]$/],
])("a full disk is said in one sentence: %s", async (what, size, sentence) => {
	const site = await Site.with({ "large.txt": "0123456789\n".repeat(50_000) });
	const disk = await tempFolder();
	const program = compileFixture(new URL("../../fixtures/finish/full-disk.ts", import.meta.url));
	const mount = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"';
	const node = [process.execPath, program, site.repository, disk, what];
	const { stdout } = await execa("unshare", ["-rm", "sh", "-c", mount, "sh", size, disk, ...node], { reject: false });
	expect(stdout).toMatch(sentence);
});
