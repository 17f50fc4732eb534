import { chmod, chown, mkdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";
import { pathsOf } from "../../../server/config/paths.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { repairAll } from "../../../server/doctor/repair.ts";
import { migrationsWith } from "../../support/migrations.ts";
import { tempHome } from "../../support/temp-home.ts";
import { findingsOf, found } from "./findings.ts";

const isRoot = process.getuid?.() === 0;

/** Whether a file system of one's own can be mounted, which takes root or namespaces for everybody. */
const canMount =
	process.platform === "linux" && (await execa("unshare", ["--mount", "true"], { reject: false })).exitCode === 0;

test("a state directory as it should be has nothing wrong with it", async () => {
	const paths = await tempHome();
	await writeFile(paths.config, "{}");
	const db = await openDatabase(paths.database);
	await db.close();
	expect(await findingsOf(paths)).toEqual([]);
});

test("one that is not there yet is no error", async () => {
	const { home } = await tempHome();
	expect(await findingsOf(pathsOf(join(home, "none")))).toMatchObject([{ id: "no-state-directory", severity: "hint" }]);
});

test("what is open to other users is found, closed by --fix, and found no more", async () => {
	const paths = await tempHome();
	await writeFile(paths.token, "x".repeat(43));
	const daemons = { bot: { command: ["true"], cwd: paths.home, env: { API_KEY: "very secret" } } };
	await writeFile(paths.config, JSON.stringify({ daemons }));
	await chmod(paths.home, 0o755);
	for (const path of [paths.token, paths.config]) await chmod(path, 0o644);
	const findings = await findingsOf(paths);
	expect(findings).toMatchObject([
		{ id: "home-open", severity: "error", fix: `chmod 700 ${paths.home}` },
		{ id: "file-open", severity: "error", fix: `chmod 600 ${paths.token}` },
		{ id: "file-open", severity: "error", what: expect.stringContaining("it holds secrets") },
	]);
	await repairAll(findings, paths);
	const modes = await Promise.all(
		[paths.home, paths.token, paths.config].map(async (path) => (await stat(path)).mode & 0o777),
	);
	expect(modes).toEqual([0o700, 0o600, 0o600]);
	expect(await findingsOf(paths)).toEqual([]);
});

test("a config.json without secrets may be read by others, but not written", async () => {
	const paths = await tempHome();
	await writeFile(paths.config, "{}");
	await chmod(paths.config, 0o644);
	expect(await found("file-open", paths)).toEqual([]);
	await chmod(paths.config, 0o664);
	expect(await found("file-open", paths)).toMatchObject([
		{ what: expect.stringContaining("make Nightshift run anything") },
	]);
});

test.runIf(isRoot)("what belongs to another user", async () => {
	const paths = await tempHome();
	await writeFile(paths.config, "{}");
	await chown(paths.config, 4242, 4242);
	expect(await found("wrong-owner", paths)).toMatchObject([
		{ severity: "error", what: `${paths.config} belongs to another user (uid 4242, you are 0)` },
	]);
});

test("a mistake in config.json, with its line; the other checks go on without it", async () => {
	const paths = await tempHome();
	await writeFile(paths.config, '{\n  "daemons": {\n    "bot": {"comand": []}\n  }\n}');
	await writeFile(paths.dashboard, "not JSON", { mode: 0o600 });
	expect(await findingsOf(paths)).toMatchObject([
		{
			id: "config-invalid",
			severity: "error",
			what: expect.stringContaining(`${paths.config}, line 3: "daemons.bot.comand"`),
		},
		{ id: "stale-dashboard-record", severity: "hint" },
	]);
});

test("a daemon whose folder is missing", async () => {
	const paths = await tempHome();
	const daemons = {
		bot: { command: ["true"], cwd: join(paths.home, "gone") },
		dev: { program: "code-developer", workspace: join(paths.home, "moved") },
	};
	await writeFile(paths.config, JSON.stringify({ daemons }));
	expect(await found("folder-missing", paths)).toMatchObject([
		{
			severity: "error",
			what: `bot cannot run: its folder ${paths.home}/gone does not exist`,
			mend: expect.stringContaining('"cwd"'),
		},
		{
			what: `dev cannot run: its folder ${paths.home}/moved does not exist`,
			mend: expect.stringContaining('"workspace"'),
		},
	]);
});

test("a database that is damaged, of another program, no file at all, or newer; an empty one is none yet", async () => {
	const paths = await tempHome();
	await writeFile(paths.database, "this is no database, and long enough to be seen as none".repeat(20), {
		mode: 0o600,
	});
	expect(await findingsOf(paths)).toMatchObject([{ id: "database-damaged", severity: "error" }]);

	await rm(paths.database);
	const db = await openDatabase(paths.database);
	await db.close();
	const { size } = await stat(paths.database);
	await truncate(paths.database, size - 8_192);
	expect(await findingsOf(paths)).toMatchObject([{ id: "database-damaged", severity: "error" }]);

	await rm(paths.database);
	await mkdir(paths.database, { mode: 0o700 });
	expect(await findingsOf(paths)).toMatchObject([{ id: "database-unreadable", severity: "error" }]);

	await rm(paths.database, { recursive: true });
	await writeFile(paths.database, "", { mode: 0o600 });
	expect(await findingsOf(paths)).toEqual([]);

	const newer = await openDatabase(
		paths.database,
		await migrationsWith({ "9999_later": "CREATE TABLE later (id INTEGER)" }),
	);
	await newer.close();
	expect(await findingsOf(paths)).toMatchObject([
		{ id: "database-newer", severity: "error", what: expect.stringContaining("9999_later") },
	]);

	await rm(paths.database);
	const { default: Sqlite } = await import("better-sqlite3");
	new Sqlite(paths.database).exec("CREATE TABLE theirs (id INTEGER)").close();
	await chmod(paths.database, 0o600);
	expect(await findingsOf(paths)).toMatchObject([{ id: "database-foreign", severity: "error" }]);
});

test.runIf(canMount)("a disk without room, and one without room for more files", async () => {
	const paths = await tempHome();
	const doctor = join(packageRoot(), "bin", "nightshift");
	const mount =
		'mount -t tmpfs -o "size=4m,nr_inodes=64,mode=0700" none "$1" && for i in $(seq 61); do : > "$1/$i"; done; exec "$2" doctor --json --home "$1"';
	const { stdout, exitCode } = await execa("unshare", ["--mount", "sh", "-c", mount, "sh", paths.home, doctor], {
		reject: false,
	});
	expect(exitCode).toBe(1);
	const { findings } = JSON.parse(stdout);
	expect(findings).toEqual(
		expect.arrayContaining([
			expect.objectContaining({
				id: "disk-full",
				severity: "error",
				what: expect.stringMatching(/has 4\.\d MB left of 4\.2 MB$/),
			}),
			expect.objectContaining({
				id: "inodes-full",
				severity: "error",
				what: expect.stringMatching(/room for \d more files, of 64$/),
			}),
		]),
	);
});
