import { execFile } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readStatusOffline } from "../../../server/supervisor/read-status.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";

const run = promisify(execFile);

test.each([
	["a pipe that nobody writes to", (path: string) => run("mkfifo", [path])],
	["a device without an end", (path: string) => symlink("/dev/zero", path)],
])("a status file that is %s holds up nothing, and is named", async (_, make) => {
	const paths = await tempHome();
	const files = paths.daemon("worker");
	await mkdir(files.logs, { recursive: true });
	const config = daemonConfig(node("sleeper.mjs"));
	const { supervisor, until } = await supervise(paths, [config]);
	expect(await supervisor.start("worker")).toMatchObject({ phase: "running" });
	await make(files.status);
	expect((await until((one) => one.reason !== null)).reason).toContain("is not a regular file");
	const [offline] = await readStatusOffline(paths, [config]);
	expect(offline).toMatchObject({ phase: "running" });
	expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped" });
});

test("records and logs that are pipes count as missing", async () => {
	const paths = await tempHome();
	const files = paths.daemon("worker");
	await mkdir(files.dir, { recursive: true });
	for (const path of [files.process, files.supervision, files.exit]) await run("mkfifo", [path]);
	const { supervisor } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
	expect(await supervisor.start("worker")).toMatchObject({ phase: "running" });
	expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped" });
});
