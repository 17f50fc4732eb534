import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";
import { tempHome } from "../../support/temp-home.ts";
import { found } from "./findings.ts";

const canBeAlone =
	process.platform === "linux" &&
	(await execa("unshare", ["--user", "--map-root-user", "true"], { reject: false })).exitCode === 0;

test("logs that have outgrown what they may have", async () => {
	const paths = await tempHome();
	const logs = { maxSize: "1MiB", keep: 1 };
	await writeFile(paths.config, JSON.stringify({ daemons: { bot: { command: ["true"], logs } } }));
	const { currentLog } = paths.daemon("bot");
	for (const folder of [dirname(currentLog), dirname(paths.dashboardLog)]) await mkdir(folder, { recursive: true });
	await writeFile(currentLog, Buffer.alloc(1_000_000, "x"));
	expect(await found("logs-large", paths)).toEqual([]);
	await writeFile(currentLog, Buffer.alloc(51_000_000, "x"));
	expect(await found("logs-large", paths)).toMatchObject([
		{ severity: "hint", what: expect.stringMatching(/bot\/logs take 51 MB, and are to take 2\.1 MB$/) },
	]);
});

test("worktrees that nobody works in any more, with the command that removes each", async () => {
	const paths = await tempHome();
	const workspace = join(paths.home, "repo");
	const git = (...args: string[]) =>
		execa("git", ["-C", workspace, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
	await mkdir(workspace);
	await git("init", "-q");
	await git("commit", "-q", "--allow-empty", "-m", "first");
	await writeFile(paths.config, JSON.stringify({ daemons: { dev: { program: "code-developer", workspace } } }));
	const { worktrees } = paths.daemon("dev");
	const old = paths.daemon("gone").worktrees;
	for (const folder of [join(worktrees, "US-1"), join(worktrees, "US-2"), join(old, "US-3")]) {
		await git("worktree", "add", "-q", "--detach", folder);
	}
	await mkdir(join(worktrees, "US-4"));
	const long = new Date(Date.now() - 40 * 86_400_000);
	await utimes(join(worktrees, "US-2"), long, long);

	const findings = await found("worktree-left", paths);
	const of = (name: string) => findings.find(({ what }) => what.includes(name));
	expect(findings).toHaveLength(3);
	expect(of("US-1")).toBeUndefined();
	expect(of("US-2")).toMatchObject({
		severity: "hint",
		what: expect.stringContaining("has not been worked in for 40 days"),
	});
	expect(of("US-3")?.what).toContain("is of gone, which is not in config.json");
	expect(of("US-4")).toMatchObject({
		what: expect.stringContaining("belongs to no repository"),
		fix: `rm -r ${join(worktrees, "US-4")}`,
	});
	// The command does it.
	await execa("sh", ["-c", of("US-3")?.fix ?? "false"]);
	await rm(join(worktrees, "US-4"), { recursive: true });
	expect(await found("worktree-left", paths)).toHaveLength(1);
});

test.runIf(canBeAlone)("no file watches left: seen by trying", async () => {
	const paths = await tempHome();
	const alone = 'echo "$3" > /proc/sys/user/max_inotify_$4; exec "$2" doctor --json --home "$1"';
	const doctor = async (limit: string, what: string) => {
		const args = [
			"--user",
			"--map-root-user",
			"sh",
			"-c",
			alone,
			"sh",
			paths.home,
			join(packageRoot(), "bin", "nightshift"),
			limit,
			what,
		];
		const { stdout } = await execa("unshare", args, { reject: false });
		const { findings } = JSON.parse(stdout) as { findings: { id: string }[] };
		return findings.filter(({ id }) => id.startsWith("watches-"));
	};
	expect(await doctor("0", "instances")).toMatchObject([
		{ id: "watches-used-up", severity: "error", what: expect.stringContaining("max_user_instances") },
	]);
	expect(await doctor("0", "watches")).toMatchObject([
		{ id: "watches-used-up", severity: "error", what: expect.stringContaining("max_user_watches") },
	]);
});
