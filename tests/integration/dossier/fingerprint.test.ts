import { chmod, mkdir, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { settleAgent } from "../../../server/config/settle-work.ts";
import { describeChanges } from "../../../server/dossier/changes.ts";
import { takeFingerprint } from "../../../server/dossier/fingerprint.ts";
import { daemonConfig } from "../../support/daemon-config.ts";
import { tempHome } from "../../support/temp-home.ts";
import { git, makeRepository } from "../developer/rig.ts";

const plain = (text: string) => text;

test("a commit in the daemon's folder or its workspace is a change, and what is not committed is none", async () => {
	const cwd = await makeRepository({ "bot.py": "print()\n" });
	const workspace = await makeRepository({ "ROADMAP.md": "# Roadmap\n" });
	const config = daemonConfig(["sh"], { cwd, workspace });
	const before = await takeFingerprint(config, plain);
	await writeFile(join(workspace, "notes"), "x");
	expect(describeChanges(before, await takeFingerprint(config, plain))).toEqual([]);
	await git(workspace, "add", "--all");
	await git(workspace, "commit", "--quiet", "--message", "Go on");
	const head = (await git(workspace, "rev-parse", "HEAD")).slice(0, 10);
	const old = (await git(workspace, "rev-parse", "HEAD~1")).slice(0, 10);
	expect(describeChanges(before, await takeFingerprint(config, plain))).toEqual([
		`The checkout ${workspace} is at commit ${head} instead of ${old}.`,
	]);
});

test("the program is found as the system finds it, and its scripts from its folder", async () => {
	const { home } = await tempHome();
	const bin = join(home, "bin");
	await mkdir(bin);
	await writeFile(join(bin, "my-bot"), "#!/bin/sh\n");
	await chmod(join(bin, "my-bot"), 0o755);
	await writeFile(join(home, "run.txt"), "go\n");
	const config = daemonConfig(["my-bot", "--fast", "run.txt", "missing.txt", "."], { cwd: home, env: { PATH: bin } });
	const { files } = await takeFingerprint(config, plain);
	expect(Object.keys(files)).toEqual([join(bin, "my-bot"), join(home, "run.txt")]);
	expect(files[join(home, "run.txt")]).toMatchObject({ size: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("a huge program is not read, and known by size and time", async () => {
	const { home } = await tempHome();
	const path = join(home, "huge");
	await writeFile(path, "");
	await truncate(path, 1024 ** 4);
	await utimes(path, 1_000, 1_000);
	const { files } = await takeFingerprint(daemonConfig([path], { cwd: home }), plain);
	expect(files[path]).toEqual({ size: 1024 ** 4, modifiedAt: "1970-01-01T00:16:40.000Z", hash: null });
});

test("a folder and a program that are not there are no failure", async () => {
	const config = daemonConfig(["no-such-program"], { cwd: "/no/such/folder", workspace: "/no/such/workspace" });
	expect(await takeFingerprint(config, plain)).toMatchObject({ files: {}, commits: {} });
});

test("no value of a variable is in it, and other settings as they may be shown", async () => {
	const config = daemonConfig(["bot", "--password", "hunter2", "--verbose"], {
		env: { A: "a value of A" },
		agent: settleAgent({ command: ["agent"], env: { KEY: "a value of KEY" } }),
	});
	const { settings } = await takeFingerprint(config, plain);
	expect(JSON.stringify(settings)).not.toMatch(/a value of|hunter2/);
	expect(settings["env.A"]).toEqual({ hash: expect.any(String), shown: null });
	expect(settings["agent.env.KEY"]?.shown).toBeNull();
	expect(settings.command?.shown).toBe('["bot","--password","[redacted]","--verbose"]');
	expect(settings["restart.limit.within"]?.shown).toBe("10m");
});
