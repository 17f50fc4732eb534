import { mkdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { describeFirstRun, ensureConfig } from "../../../server/config/first-run.ts";
import { loadConfig } from "../../../server/config/load.ts";
import { packageRoot } from "../../../server/config/package-root.ts";
import { type Paths, pathsOf } from "../../../server/config/paths.ts";
import { tempHome } from "../../support/temp-home.ts";

async function folders(): Promise<{ paths: Paths; repository: string }> {
	const { home } = await tempHome();
	const repository = join(await realpath(home), "repository");
	await mkdir(join(repository, "src", "deep"), { recursive: true });
	await execa("git", ["init", "--quiet"], { cwd: repository });
	return { paths: pathsOf(join(home, "state")), repository };
}

test("a repository with a roadmap, called from anywhere in it, becomes the workspace; its daemon waits to be started", async () => {
	const { paths, repository } = await folders();
	await writeFile(join(repository, "ROADMAP.md"), "## US-1: One\n");
	const did = await ensureConfig(paths, { cwd: join(repository, "src", "deep") });
	expect(did).toEqual({ created: true, workspace: repository, sample: false });
	expect((await loadConfig(paths, {})).daemons).toMatchObject([
		{ name: "code-developer", program: "code-developer", workspace: repository, autostart: false },
		{ name: "chat-monitor", program: "chat-monitor", autostart: true },
	]);
	expect(describeFirstRun(did, paths)).toContain(`For another repository, or no record, change ${paths.config}`);
	expect((await stat(paths.home)).mode & 0o777).toBe(0o700);
});

test("a repository without a roadmap is left alone: a sample workspace is made", async () => {
	const { paths, repository } = await folders();
	const did = await ensureConfig(paths, { cwd: repository });
	const workspace = join(paths.home, "sample-workspace");
	expect(did).toEqual({ created: true, workspace, sample: true });
	expect(await readFile(join(workspace, "ROADMAP.md"), "utf8")).toMatch(/^## /m);
	const { stdout } = await execa("git", ["status", "--porcelain"], { cwd: workspace });
	expect(stdout).toBe("");
});

test("Nightshift's own source is nobody's first workspace", async () => {
	const { paths } = await folders();
	expect(await ensureConfig(paths, { cwd: packageRoot() })).toMatchObject({ sample: true });
});

test("a configuration that is there, even a broken one, is never touched", async () => {
	const { paths, repository } = await folders();
	await mkdir(paths.home);
	await writeFile(paths.config, "{ broken");
	const did = await ensureConfig(paths, { cwd: repository });
	expect(did).toEqual({ created: false, workspace: null, sample: false });
	expect(describeFirstRun(did, paths)).toBeNull();
	expect(await readFile(paths.config, "utf8")).toBe("{ broken");
});

test("a state directory that cannot be made is one sentence", async () => {
	const { paths, repository } = await folders();
	await writeFile(paths.home, "a file where the folder should be");
	await expect(ensureConfig(paths, { cwd: repository })).rejects.toMatchObject({ code: "config-invalid" });
});
