import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { type DaemonProcess, readStatus } from "../../support/daemon-process.ts";
import { git, makeRepository, NAME, put, Rig, roadmap, tempFolder } from "./rig.ts";

const ONE_ITEM = { "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] } }) };

/** The one sentence that the person sees. */
async function problemOf(daemon: DaemonProcess): Promise<string | null | undefined> {
	return (await daemon.until(({ problem }) => Boolean(problem))).problem;
}

describe("a workspace that cannot be worked in is said in one sentence, and taken up as soon as it is mended", () => {
	test("it does not exist", async () => {
		const folder = join(await tempFolder(), "missing");
		const rig = await Rig.over(folder);
		const daemon = rig.start();
		expect(await problemOf(daemon)).toBe(
			`The workspace ${folder} does not exist; create it, or correct "workspace" in config.json.`,
		);
		const entry = await rig.entry(({ kind }) => kind === "problem");
		expect(entry.title).toContain("does not exist");
	});

	test("it is no git repository, then has no commit, then is fine", async () => {
		const folder = await tempFolder();
		await put(folder, ONE_ITEM);
		const rig = await Rig.over(folder);
		const daemon = rig.start();
		expect(await problemOf(daemon)).toContain("is not a git repository; run git init there");
		await git(folder, "init", "--quiet");
		await daemon.until(({ problem }) => problem?.includes("has no commit yet; make a first one") ?? false);
		await git(folder, "add", "--all");
		await git(folder, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "Begin");
		await rig.pending();
		expect((await daemon.until(({ activity }) => activity === "waiting")).problem).toBeNull();
		expect((await rig.activity()).filter(({ kind }) => kind === "problem")).toHaveLength(2);
	});

	test("it is a bare repository", async () => {
		const folder = await tempFolder();
		await git(folder, "init", "--quiet", "--bare");
		expect(await problemOf((await Rig.over(folder)).start())).toContain("is a bare repository; point");
	});

	test("it is a file", async () => {
		const file = join(await tempFolder(), "file");
		await writeFile(file, "");
		expect(await problemOf((await Rig.over(file)).start())).toContain("is not a folder");
	});

	test("git is missing", async () => {
		const rig = await Rig.over(await makeRepository(ONE_ITEM));
		expect(await problemOf(rig.start({ PATH: await tempFolder() }))).toBe(
			"git was not found; install git, or put it on the PATH.",
		);
	});
});

describe("a roadmap that cannot be used is said in one sentence", () => {
	test("there is none; the work begins when it appears", async () => {
		const workspace = await makeRepository({ "README.md": "# Hello\n" });
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		expect(await problemOf(daemon)).toContain(
			`There is no roadmap in ${workspace}; write ${join(workspace, "ROADMAP.md")}`,
		);
		await put(workspace, ONE_ITEM);
		expect((await rig.pending()).task).toBe("US-1");
	});

	test("it is no text", async () => {
		const workspace = await makeRepository(ONE_ITEM);
		await writeFile(join(workspace, "ROADMAP.md"), Buffer.from([0xff, 0xfe, 0x00, 0x41]));
		expect(await problemOf((await Rig.over(workspace)).start())).toContain("is not UTF-8 text");
	});

	test("it has nothing to do: idle, with the reason, and no problem", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": "## US-1: Done\n\n**Status**: ✅ Complete\n" });
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		const idle = await daemon.until(({ message }) => message === "The only item is done.");
		expect(idle).toMatchObject({ activity: "idle", problem: null, task: null });
		await put(workspace, ONE_ITEM);
		expect((await rig.pending()).task).toBe("US-1");
	});

	test("the item in work is taken out of it", async () => {
		const workspace = await makeRepository(ONE_ITEM);
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		const { ticket } = await rig.pending();
		await daemon.stop();
		await put(workspace, { "ROADMAP.md": roadmap({ "US-2": { steps: ["touch b"] } }) });
		rig.start();
		expect((await rig.run("US-1", "failed")).reason).toBe("It is no longer in the roadmap.");
		expect((await rig.questions("withdrawn")).map((question) => question.ticket)).toEqual([ticket]);
	});
});

describe("an agent that cannot be used is said in one sentence, and the run stays open", () => {
	test.each([
		[
			"is missing",
			["no-such-agent-program"],
			/could not be started: the program "no-such-agent-program" was not found/,
		],
		["exits at once", [process.execPath, "-e", "process.exit(3)"], /ended with exit code 3/],
		["prints rubbish", ["yes", "rubbish"], /does not speak the Agent Client Protocol: it printed "rubbish"/],
	])("it %s", async (_, command, sentence) => {
		const rig = await Rig.over(await makeRepository(ONE_ITEM), { command });
		const daemon = rig.start();
		expect(await problemOf(daemon)).toMatch(sentence);
		expect((await rig.run("US-1", "running")).reason).toBeNull();
		expect((await daemon.stop()).code).toBe(0);
	});

	test("it dies in the middle of its turn; the next attempt goes on in the same worktree", async () => {
		const workspace = await makeRepository(ONE_ITEM);
		const rig = await Rig.acting(workspace, [
			[
				["write", "half.txt", "half\n"],
				["die", 9],
			],
		]);
		const daemon = rig.start();
		expect(await problemOf(daemon)).toContain("ended with exit code 9");
		const [run] = await rig.runs();
		expect(run?.status).toBe("running");
		expect(await git(run?.worktree ?? "", "status", "--porcelain")).toBe("?? half.txt");
	});
});

describe("a database that cannot be used", () => {
	test("is said in one sentence, and the work begins once it can be used", async () => {
		const rig = await Rig.over(await makeRepository(ONE_ITEM));
		await rig.db.close();
		for (const end of ["", "-wal", "-shm"]) await rm(rig.paths.database + end, { force: true });
		await mkdir(rig.paths.database);
		const daemon = rig.start();
		expect(await problemOf(daemon)).toContain("is a folder where a database should be; move it away");
		await rm(rig.paths.database, { recursive: true });
		await daemon.until(({ activity, problem }) => activity === "waiting" && problem === null);
	});

	test("that is held by another program keeps nothing from being recorded in the end", async () => {
		const rig = await Rig.over(await makeRepository(ONE_ITEM));
		const daemon = rig.start();
		await rig.pending();
		await daemon.until(({ activity }) => activity === "waiting");
		await rig.answer("run");
		const holder = new Sqlite(rig.paths.database);
		holder.exec("BEGIN IMMEDIATE");
		await daemon.until(({ problem }) => problem?.includes("is held by another program") ?? false);
		holder.exec("ROLLBACK");
		holder.close();
		await rig.run("US-1", "done");
		await rig.entry(({ title }) => title.startsWith("Finished US-1"));
	});
});

describe("a configuration that leaves nothing to do ends the daemon with 78", () => {
	test.each([
		["the daemon is not in it", { daemons: {} }, /has no daemon "code-developer"/],
		["it is broken", "{ daemons", /config\.json, line 1/],
	])("%s", async (_, config, sentence) => {
		const rig = await Rig.over(await makeRepository(ONE_ITEM));
		await writeFile(rig.paths.config, typeof config === "string" ? config : JSON.stringify(config));
		const daemon = rig.start();
		expect((await daemon.exited).code).toBe(78);
		expect((await readStatus(rig.paths.daemon(NAME).status))?.problem).toMatch(sentence);
		expect(await daemon.log()).toMatch(sentence);
	});
});

test("a dirty checkout is fine, and so is a detached one", async () => {
	const workspace = await makeRepository(ONE_ITEM);
	await put(workspace, { "dirty.txt": "dirty\n" });
	await git(workspace, "checkout", "--quiet", "--detach");
	const rig = await Rig.over(workspace);
	rig.start();
	await rig.answer("run");
	await rig.run("US-1", "done");
	expect(await git(workspace, "status", "--porcelain")).toBe("?? dirty.txt");
});
