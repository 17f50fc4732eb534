import { execFile } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { writeStopRequest } from "../../../server/config/stop-request.ts";
import type { DaemonConfig } from "../../../server/config/types.ts";
import { readProcessRecord } from "../../../server/supervisor/records.ts";
import { type StopOptions, type StopResult, stopTree } from "../../../server/supervisor/stop-tree.ts";
import { compileFixture } from "../../support/compile.ts";
import { daemonConfig, node, READY } from "../../support/daemon-config.ts";
import { carriersOf, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, fileText } from "../../support/wait.ts";

const run = promisify(execFile);
const KIT = new URL("../../fixtures/daemons/on-request.ts", import.meta.url);
const never: DaemonConfig["restart"] = { ...daemonConfig([]).restart, on: "never" };

/** A daemon on the kit, up and listening. */
function kit(behaviour: string): DaemonConfig {
	const ready = { ...READY, heartbeat: true };
	return daemonConfig([process.execPath, compileFixture(KIT), behaviour], { ready, restart: never });
}

/** Stops the worker in the way of a system without signals; any signal that is sent all the same is noted. */
async function stopWithoutSignals(paths: Paths, options: Partial<StopOptions> = {}) {
	const files = paths.daemon("worker");
	const record = await readProcessRecord(files);
	if (!record?.identity) throw new Error("it does not run");
	const signals: string[] = [];
	const result: StopResult = await stopTree(record.identity, {
		signal: "SIGTERM",
		timeoutMs: 10_000,
		ask: (instance) => writeStopRequest(files.stopRequest, instance),
		kill: (pid, signal) => {
			signals.push(signal);
			process.kill(pid, signal);
		},
		...options,
	});
	return { result, signals, instance: record.instance };
}

describe("case 39: a stop where there are no signals (Windows; here the same path, chosen by hand)", () => {
	test("the program's own handler runs before any force", async () => {
		const paths = await tempHome();
		const { supervisor, until } = await supervise(paths, [kit("wait")]);
		const { pid } = await supervisor.start("worker");
		const { result, signals, instance } = await stopWithoutSignals(paths);
		expect(result).toEqual({ stopped: true, forced: false, survivors: [] });
		expect(signals).toEqual([]);
		expect(await isAlive(pid ?? 0)).toBe(false);
		expect(await readFile(paths.daemon("worker").currentLog, "utf8")).toContain("was asked to stop (SIGTERM)");
		expect(JSON.parse(await fileText(paths.daemon("worker").exit))).toMatchObject({ instance, code: 0 });
		await until((one) => one.phase === "exited");
	});

	test("a request that names an earlier instance is none", async () => {
		const paths = await tempHome();
		const { supervisor, until } = await supervise(paths, [kit("wait")]);
		await writeStopRequest(paths.daemon("worker").stopRequest, "an-earlier-one");
		const { pid } = await supervisor.start("worker");
		await writeStopRequest(paths.daemon("worker").stopRequest, "another-earlier-one");
		const before = supervisor.statusOf("worker").heartbeatAt ?? "";
		await until((one) => (one.heartbeatAt ?? "") > before);
		expect(await isAlive(pid ?? 0)).toBe(true);
		await supervisor.stop("worker");
	});

	test("a program that does not know of it is ended by force at the time-out, with its tree", async () => {
		const paths = await tempHome();
		const { supervisor } = await supervise(paths, [
			daemonConfig(node("tree.mjs", "2", "deaf-leaf"), { restart: never }),
		]);
		const { pid } = await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog, (text) => text.includes("leaf up"));
		const forced: number[] = [];
		const { result, instance } = await stopWithoutSignals(paths, {
			timeoutMs: 300,
			killTree: async (root) => {
				forced.push(root);
				process.kill(root, "SIGKILL");
			},
		});
		expect(forced).toEqual([pid]);
		expect(result).toEqual({ stopped: true, forced: true, survivors: [] });
		expect(await carriersOf(instance)).toEqual([]);
	});

	test("force is taskkill with the whole tree", async () => {
		const { home } = await tempHome();
		const fake = join(home, "taskkill");
		await writeFile(fake, `#!/bin/sh\necho "$@" >${home}/arguments\n`);
		await chmod(fake, 0o755);
		const treeKill = createRequire(import.meta.url).resolve("tree-kill");
		const script = `Object.defineProperty(process, "platform", { value: "win32" });
			require(${JSON.stringify(treeKill)})(4321, "SIGKILL");`;
		const env = { ...process.env, PATH: `${home}:${process.env.PATH}`, comspec: "/bin/sh" };
		await run(process.execPath, ["-e", script], { env });
		expect(await eventually(() => readFile(`${home}/arguments`, "utf8").catch(() => null))).toBe("/pid 4321 /T /F\n");
	});
});
