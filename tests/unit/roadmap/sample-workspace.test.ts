import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSampleWorkspace } from "../../../server/config/sample/create-sample-workspace.ts";
import { chooseNext } from "../../../server/roadmap/choose-next.ts";
import { readRoadmap } from "../../../server/roadmap/read-roadmap.ts";

// Each test runs git some dozens of times, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let home: string;
let dir: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), "nightshift-sample-"));
	dir = join(home, "state", "sample-workspace");
	await mkdir(join(home, "person"));
	await writeFile(join(home, "person", ".gitconfig"), "[user]\n\tname = A Person\n\temail = person@example.org\n");
	vi.stubEnv("HOME", join(home, "person"));
	vi.stubEnv("GIT_CONFIG_GLOBAL", join(home, "person", ".gitconfig"));
	vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(home, { recursive: true, force: true });
});

function run(folder: string, command: string, ...args: string[]): string {
	return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}
function git(...args: string[]): string {
	return run(dir, "git", ...args);
}

test("makes a clean repository on main with a few commits, and a project whose own test passes", async () => {
	await createSampleWorkspace(dir);
	expect(git("symbolic-ref", "--short", "HEAD")).toBe("main");
	expect(git("status", "--porcelain", "--ignored")).toBe("");
	expect(git("log", "--format=%an %s").split("\n")).toEqual([
		"A Person Write down what comes next",
		"A Person Look into the notebook with a script",
		"A Person Start the notebook",
	]);
	expect(run(dir, "sh", "tests/notes.sh")).toBe("ok");
	expect(await readdir(join(home, "state"))).toEqual(["sample-workspace"]);
});

test("has a roadmap without a warning, with work to choose until only the blocked item is left", async () => {
	await createSampleWorkspace(dir);
	const { items, warnings } = await readRoadmap(join(dir, "ROADMAP.md"));
	expect([warnings, ...items.map((item) => item.warnings)].flat()).toEqual([]);
	expect(items.map(({ id, alias, status }) => [id, alias, status])).toEqual([
		["US-1", null, "done"],
		["US-2", null, "planned"],
		["US-3", null, "planned"],
		["PRIORITY 4", "US-4", "planned"],
		["US-5", null, "blocked"],
	]);
	const finished = new Set<string>();
	for (const id of ["US-2", "US-3", "PRIORITY 4"]) {
		expect(chooseNext(items, { finished, setAside: new Set() }).item?.id).toBe(id);
		finished.add(id);
	}
	expect(chooseNext(items, { finished, setAside: new Set() })).toEqual({
		item: null,
		why: "Nothing is planned or in progress: of the 5 items, 4 are done and 1 is blocked.",
	});
});

test.each([
	["US-2", ["README.md", "docs/inventory.md"], "| bin/notes | 19 | "],
	["US-3", ["bin/check-links", "docs/style.md"], "README.md: there is no docs/style.md\n1 broken links\n"],
	["PRIORITY 4", ["CHANGELOG.md"], "## 2026-03-02\n\n- Write down what comes next\n\n## 2026-03-01\n"],
])(
	"the steps of %s work in a fresh worktree, show something, pass their check and leave work to commit",
	async (id, files, shown) => {
		await createSampleWorkspace(dir);
		const item = (await readRoadmap(join(dir, "ROADMAP.md"))).items.find((one) => one.id === id);
		const worktree = join(home, "worktree");
		git("worktree", "add", "--quiet", "-b", "work", worktree);
		const output = item?.steps.map(({ code }) => `${run(worktree, "sh", "-eu", "-c", code)}\n`).join("");
		expect(output).toContain(shown);
		expect(item?.verify).toHaveLength(1);
		for (const command of item?.verify ?? []) run(worktree, "sh", "-eu", "-c", command);
		run(worktree, "git", "add", "--all");
		run(worktree, "git", "commit", "--quiet", "-m", id);
		expect(run(worktree, "git", "diff", "--name-only", "main").split("\n")).toEqual(files);
		expect(git("status", "--porcelain")).toBe("");
	},
);

test("all its branches can be merged one after the other", async () => {
	await createSampleWorkspace(dir);
	const { items } = await readRoadmap(join(dir, "ROADMAP.md"));
	for (const [number, { steps }] of items.filter((item) => item.status === "planned").entries()) {
		const worktree = join(home, `worktree-${number}`);
		git("worktree", "add", "--quiet", "-b", `work-${number}`, worktree, "HEAD");
		for (const { code } of steps) run(worktree, "sh", "-eu", "-c", code);
		run(worktree, "git", "add", "--all");
		run(worktree, "git", "commit", "--quiet", "-m", "work");
	}
	git("merge", "--quiet", "-m", "merge", "work-0", "work-1", "work-2");
	expect(run(dir, "sh", "bin/check-links")).toBe("0 broken links");
});

describe("leaves alone", () => {
	test("a workspace that is there, with all that was done in it", async () => {
		await createSampleWorkspace(dir);
		await writeFile(join(dir, "ROADMAP.md"), "mine");
		await rm(join(dir, "README.md"));
		const head = git("rev-parse", "HEAD");
		await createSampleWorkspace(dir);
		expect(await readFile(join(dir, "ROADMAP.md"), "utf8")).toBe("mine");
		expect(await readdir(dir)).not.toContain("README.md");
		expect(git("rev-parse", "HEAD")).toBe(head);
	});

	test("a repository that is broken, for its owner to judge", async () => {
		await createSampleWorkspace(dir);
		await writeFile(join(dir, ".git", "config"), "[rubbish");
		await createSampleWorkspace(dir);
		expect(await readFile(join(dir, ".git", "config"), "utf8")).toBe("[rubbish");
	});

	test("what another process makes at the same time", async () => {
		await Promise.all([createSampleWorkspace(dir), createSampleWorkspace(dir), createSampleWorkspace(dir)]);
		expect(git("status", "--porcelain")).toBe("");
		expect(await readdir(join(home, "state"))).toEqual(["sample-workspace"]);
	});
});

describe("replaces, and keeps beside it,", () => {
	test.each<[string, () => Promise<unknown>]>([
		["a repository without a commit", async () => run(dir, "git", "init", "--quiet")],
		["a folder that is no repository", async () => {}],
	])("%s", async (_name, prepare) => {
		await mkdir(dir, { recursive: true });
		await prepare();
		await writeFile(join(dir, "left.txt"), "half");
		await createSampleWorkspace(dir);
		expect(git("rev-list", "--count", "HEAD")).toBe("3");
		const aside = (await readdir(join(home, "state"))).find((name) => name.startsWith("sample-workspace.replaced-"));
		expect(await readFile(join(home, "state", aside ?? "", "left.txt"), "utf8")).toBe("half");
	});

	test("a file of that name; an empty folder is simply filled", async () => {
		await mkdir(join(home, "state"));
		await writeFile(dir, "a file");
		await createSampleWorkspace(dir);
		expect(await readdir(join(home, "state"))).toHaveLength(2);
		const empty = join(home, "empty");
		await mkdir(empty);
		await createSampleWorkspace(empty);
		expect(await readdir(empty)).toContain("ROADMAP.md");
	});
});

describe("the person's git", () => {
	test("is told who commits only when it does not know", async () => {
		await createSampleWorkspace(dir);
		expect(() => git("config", "--local", "user.name")).toThrow();
		vi.stubEnv("GIT_CONFIG_GLOBAL", join(home, "nobody"));
		const other = join(home, "other");
		await createSampleWorkspace(other);
		expect(run(other, "git", "config", "--local", "user.name")).toBe("Nightshift sample");
		expect(run(other, "git", "log", "-1", "--format=%an")).toBe("Nightshift sample");
	});

	test("may have hooks, signing and ignored files of its own, or be running a hook", async () => {
		const hooks = join(home, "hooks");
		await mkdir(hooks);
		await writeFile(join(hooks, "pre-commit"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
		await writeFile(join(home, "ignore"), "bin\nnotes\n");
		await writeFile(
			join(home, "person", ".gitconfig"),
			`[core]\n\thooksPath = ${hooks}\n\texcludesFile = ${join(home, "ignore")}\n\tautocrlf = true\n[commit]\n\tgpgSign = true\n[init]\n\tdefaultBranch = trunk\n`,
		);
		vi.stubEnv("GIT_DIR", join(home, "elsewhere"));
		await createSampleWorkspace(dir);
		vi.stubEnv("GIT_DIR", undefined);
		expect(git("symbolic-ref", "--short", "HEAD")).toBe("main");
		expect(git("status", "--porcelain")).toBe("");
		expect(git("ls-files")).toContain("bin/notes");
	});
});

describe("says in one sentence", () => {
	test("that the folder cannot be made", async () => {
		await writeFile(join(home, "file"), "");
		await expect(createSampleWorkspace(join(home, "file", "sample"))).rejects.toMatchObject({
			code: "config-invalid",
			message: expect.stringMatching(/^The sample workspace .* cannot be made; the system says \w+\.$/),
		});
	});

	test("that git is missing", async () => {
		vi.stubEnv("PATH", join(home, "nowhere"));
		await expect(createSampleWorkspace(dir)).rejects.toMatchObject({
			code: "git-failed",
			message: "git was not found; install git, or put it on the PATH.",
		});
		expect(await readdir(join(home, "state"))).toEqual([]);
	});
});
