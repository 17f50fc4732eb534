import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { pathsOf } from "../../../server/config/paths.ts";
import type { DaemonConfig } from "../../../server/config/types.ts";
import { explainSpawnError } from "../../../server/supervisor/spawn.ts";
import { VitalsSampler } from "../../../server/supervisor/vitals.ts";
import { daemonConfig, node, program } from "../../support/daemon-config.ts";
import { send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { fileText } from "../../support/wait.ts";

const once: Partial<DaemonConfig> = { restart: { ...daemonConfig([]).restart, on: "never" } };
const quick = { initialMs: 20, factor: 2, maxMs: 400, jitter: 0.2 };

describe("how a daemon ended", () => {
	test.each([
		["exit 0", node("exits.mjs", "0", "0"), { code: 0, signal: null, cause: "unknown" }, "exited"],
		["exit 1", node("exits.mjs", "0", "1"), { code: 1, signal: null, cause: "crash" }, "failed"],
		[
			"SIGTERM from elsewhere",
			node("exits.mjs", "0", "SIGTERM"),
			{ code: null, signal: "SIGTERM", cause: "crash" },
			"failed",
		],
		["SIGKILL", node("exits.mjs", "0", "SIGKILL"), { code: null, signal: "SIGKILL", cause: "crash" }, "failed"],
		["out of memory", [process.execPath, "--max-old-space-size=20", program("hungry.mjs")], { cause: "oom" }, "failed"],
		["a bad configuration", node("exits.mjs", "0", "78"), { code: 78, cause: "config" }, "failed"],
		["another instance", node("exits.mjs", "0", "75"), { code: 75 }, "conflict"],
	] as const)("case 19: %s is told apart", async (_, command, lastExit, phase) => {
		const paths = await tempHome();
		const { supervisor, until } = await supervise(paths, [daemonConfig([...command], once)]);
		void supervisor.start("worker");
		const status = await until((one) => one.lastExit !== null && one.pid === null && one.phase !== "starting");
		expect(status.phase).toBe(phase);
		expect(status.lastExit).toMatchObject(lastExit);
		expect(JSON.parse(await readFile(paths.daemon("worker").exit, "utf8"))).toMatchObject(lastExit);
		await expect(readFile(paths.daemon("worker").process)).rejects.toThrow("ENOENT");
	});

	test("case 20: one that always crashes is restarted after growing pauses, then given up with the reason", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("exits.mjs", "200", "1"), {
			restart: { ...daemonConfig([]).restart, backoff: quick, limit: { failures: 3, withinMs: 60_000 } },
		});
		const { supervisor, until, seen } = await supervise(paths, [config]);
		void supervisor.start("worker");
		const failed = await until((one) => one.phase === "failed");
		expect(failed).toMatchObject({ desired: "up", restarts: 3, failures: 4, failureLimit: 3, nextRetryAt: null });
		expect(failed.reason).toBe("It exited with 1, for the 4th time; see its log, then start it again.");
		const pauses = seen
			.filter((one) => one.phase === "backing-off" && one.nextRetryAt && one.lastExit)
			.map((one) => Date.parse(one.nextRetryAt ?? "") - Date.parse(one.lastExit?.at ?? ""));
		for (const [index, pause] of [...new Set(pauses)].entries()) {
			expect(pause).toBeGreaterThanOrEqual(quick.initialMs * 2 ** index * 0.8 - 1);
		}
		expect(seen.filter((one) => one.phase === "backing-off").at(-1)?.reason).toContain("attempt 3 of 3");
	});

	test("a pause shorter than the writing of how it ended is told all the same, and is not over before it is", async () => {
		const config = daemonConfig(["false"], {
			restart: {
				...daemonConfig([]).restart,
				backoff: { initialMs: 1, factor: 1, maxMs: 1, jitter: 0 },
				limit: { failures: 2, withinMs: 60_000 },
			},
		});
		const { supervisor, seen, until } = await supervise(await tempHome(), [config]);
		void supervisor.start("worker");
		await until((one) => one.phase === "failed");
		const pauses = seen.filter((one) => one.phase === "backing-off");
		expect(new Set(pauses.map(({ failures }) => failures))).toEqual(new Set([1, 2]));
		for (const { nextRetryAt, lastExit } of pauses) {
			expect(Date.parse(nextRetryAt ?? "")).toBeGreaterThan(Date.parse(lastExit?.at ?? ""));
		}
	});

	test("what follows of an end is not seen before the end is told", async () => {
		const { supervisor } = await supervise(await tempHome(), [daemonConfig(["false"], once)]);
		let told = 0;
		supervisor.on("exit", () => {
			told += 1;
		});
		void supervisor.start("worker");
		while (supervisor.statusOf("worker").phase !== "failed") await setImmediate();
		expect(told).toBe(1);
	});

	test("one that is always restarted, and always ends at once, is given up as well", async () => {
		const config = daemonConfig(["true"], {
			restart: { ...daemonConfig([]).restart, on: "always", backoff: quick, limit: { failures: 2, withinMs: 60_000 } },
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		void supervisor.start("worker");
		expect(await until((one) => one.phase === "failed")).toMatchObject({ restarts: 2, failures: 3 });
	});

	test("case 22: one that stays up past stableAfter starts again with no failures", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("sleeper.mjs"), {
			restart: { ...daemonConfig([]).restart, backoff: quick, stableAfterMs: 500 },
		});
		const { supervisor, until } = await supervise(paths, [config]);
		const first = await supervisor.start("worker");
		send(first.pid, "SIGKILL");
		const again = await until((one) => one.phase === "running" && one.pid !== first.pid);
		expect(again).toMatchObject({ failures: 1, restarts: 1 });
		const stable = await until((one) => one.failures === 0);
		expect(stable).toMatchObject({ pid: again.pid, restarts: 1 });
		send(stable.pid, "SIGKILL");
		expect(await until((one) => one.phase === "backing-off")).toMatchObject({ failures: 1 });
	});

	test("case 21: one that lives long enough to look started and then crashes, every time, is limited too", async () => {
		const config = daemonConfig(node("exits.mjs", "1200", "1"), {
			restart: {
				...daemonConfig([]).restart,
				backoff: { ...quick, initialMs: 10, maxMs: 10 },
				limit: { failures: 2, withinMs: 60_000 },
				stableAfterMs: 1_000, // each failure is forgotten as one in a row, but not in the window
			},
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		await supervisor.start("worker");
		const failed = await until((one) => one.phase === "failed");
		expect(failed).toMatchObject({ restarts: 2, pid: null });
		expect(failed.reason).toContain("It exited with 1");
	});

	test("case 24: the wall clock jumping an hour changes no pause", async () => {
		const config = daemonConfig(node("exits.mjs", "0", "1"), {
			restart: { ...daemonConfig([]).restart, backoff: { initialMs: 1_000, factor: 1, maxMs: 1_000, jitter: 0 } },
		});
		const { supervisor, until, seen } = await supervise(await tempHome(), [config]);
		void supervisor.start("worker");
		await until((one) => one.phase === "backing-off");
		const began = performance.now();
		const before = seen.length;
		// Setting the machine's clock would disturb all else on it: what every module reads is moved instead.
		const real = Date.now;
		onTestFinished(() => {
			Date.now = real;
		});
		Date.now = () => real() - 3_600_000;
		await until((one) => one.restarts === 1);
		const waited = performance.now() - began;
		expect(waited).toBeGreaterThan(900);
		expect(waited).toBeLessThan(10_000);
		Date.now = () => real() + 3_600_000;
		await until((one) => one.phase === "backing-off");
		const again = performance.now();
		await until((one) => one.restarts === 2);
		expect(performance.now() - again).toBeGreaterThan(800);
		expect(seen.slice(before).every((one) => one.phase !== "failed")).toBe(true);
	});

	test("case 23: a person may start one that was given up, and its counters begin anew", async () => {
		const paths = await tempHome();
		const script = join(paths.home, "program.mjs");
		await writeFile(script, "process.exit(1)");
		const config = daemonConfig([process.execPath, script], {
			restart: { ...daemonConfig([]).restart, backoff: quick, limit: { failures: 1, withinMs: 60_000 } },
		});
		const { supervisor, until } = await supervise(paths, [config]);
		void supervisor.start("worker");
		await until((one) => one.phase === "failed");
		await writeFile(script, "setInterval(() => {}, 1e9)");
		expect(await supervisor.start("worker")).toMatchObject({
			phase: "running",
			failures: 0,
			restarts: 0,
			reason: null,
		});
	});

	test.each([
		[
			"ENOENT",
			async () => daemonConfig(["/nowhere/program"]),
			'the program "/nowhere/program" was not found; install it or correct "command"',
		],
		["EACCES", async () => daemonConfig([await notExecutable()]), "may not be executed"],
		[
			"a missing folder",
			async () => daemonConfig(node("sleeper.mjs"), { cwd: "/nowhere" }),
			'The folder /nowhere of worker does not exist; create it or change "cwd"',
		],
	])(
		"case 31: %s at the start is failed with the reason and the mend, and the supervisor lives",
		async (_, make, sentence) => {
			const paths = await tempHome();
			const other = daemonConfig(node("sleeper.mjs"), { name: "other" });
			const { supervisor, errors } = await supervise(paths, [await make(), other]);
			const status = await supervisor.start("worker");
			expect(status).toMatchObject({ phase: "failed", pid: null, desired: "up" });
			expect(status.reason).toContain(sentence);
			expect((await supervisor.start("other")).phase).toBe("running");
			expect(errors).toEqual([]);
			expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped", reason: null });
		},
	);

	test.each([
		["EMFILE", "too many files are open; raise the limit (ulimit -n)"],
		["EAGAIN", "the system has no room for another process"],
		["ENOSPC", "is full; free some space"],
	])("case 31: %s, which cannot be made here without harm, has its sentence too", (code, sentence) => {
		const error = Object.assign(new Error(code), { code });
		const files = pathsOf("/home/someone/.nightshift").daemon("worker");
		expect(explainSpawnError(error, daemonConfig(["program"]), files)).toContain(sentence);
	});

	test("case 42: vitals that cannot be read are null, neither zero nor dead", async () => {
		const sampler = new VitalsSampler();
		const gone = await sampler.sample(new Map([["worker", [2 ** 22 + 1]]]));
		expect(gone.get("worker")).toEqual({ cpuPercent: null, memoryBytes: null });
		const first = await sampler.sample(new Map([["worker", [process.pid]]]));
		expect(first.get("worker")).toMatchObject({ cpuPercent: null, memoryBytes: expect.any(Number) });
	});

	test("vitals of a running daemon arrive once a second and cover its whole tree", async () => {
		const paths = await tempHome();
		const { supervisor } = await supervise(paths, [daemonConfig(node("tree.mjs", "2"))]);
		await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog, (text) => text.includes("leaf up"));
		const sample = await new Promise((resolve) => {
			supervisor.on("vitals", (samples) => {
				const one = samples.worker;
				if (one && one[1] !== null && one[2] !== null) resolve(one);
			});
		});
		const [, cpu, memory] = sample as [number, number, number];
		expect(cpu).toBeGreaterThanOrEqual(0);
		expect(memory).toBeGreaterThan(3 * 30e6); // three Node processes
		expect(supervisor.statusOf("worker").memoryBytes).toBeGreaterThan(90e6);
	});

	test("a status file that cannot be used is named, and the last good one stays", async () => {
		const paths = await tempHome();
		const { supervisor, until, instance } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		await supervisor.start("worker");
		const good = { v: 1, instance: await instance(), seq: 1, activity: "working", task: { id: "US-1", title: "One" } };
		await writeFile(paths.daemon("worker").status, JSON.stringify(good));
		await until((one) => one.activity === "working");
		await until((one) => one.reason === null);
		await writeFile(paths.daemon("worker").status, '{"v":1,"activity":"wor');
		const status = await until((one) => one.reason !== null);
		expect(status.reason).toContain("cannot be used: it is not complete JSON");
		expect(status).toMatchObject({ activity: "working", task: { id: "US-1" } });
		await writeFile(
			paths.daemon("worker").status,
			JSON.stringify({ ...good, activity: "waiting", waitingOn: ["Q-1"] }),
		);
		expect(await until((one) => one.reason === null)).toMatchObject({ activity: "waiting", health: "waiting" });
	});

	test("a status file that is broken from the start is named, and its fault is gone with it", async () => {
		const paths = await tempHome();
		const { status, dir } = paths.daemon("worker");
		await mkdir(dir, { recursive: true });
		await writeFile(status, JSON.stringify({ v: 1, instance: "an earlier one", activity: "idle" }));
		const { supervisor, until } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		expect(await supervisor.start("worker")).toMatchObject({ activity: null, reason: null });
		await writeFile(status, "{");
		expect((await until((one) => one.reason !== null)).reason).toContain("cannot be used");
		await rm(status);
		await until((one) => one.reason === null);
	});
});

async function notExecutable(): Promise<string> {
	const file = join((await tempHome()).home, "program");
	await writeFile(file, "#!/bin/sh\n");
	await chmod(file, 0o644);
	return file;
}
