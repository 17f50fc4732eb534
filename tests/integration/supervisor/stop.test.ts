import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { darwinProcessTable } from "../../../server/process-table/darwin.ts";
import { processTable } from "../../../server/process-table/table.ts";
import { captureIdentity } from "../../../server/supervisor/identity.ts";
import { stopTree } from "../../../server/supervisor/stop-tree.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { carriersOf, end, isAlive, send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, fileText } from "../../support/wait.ts";

describe("stopping the whole tree", () => {
	test("case 12: a daemon that ignores SIGTERM is killed at the time-out, and that is shown", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("deaf.mjs"), { stop: { signal: "SIGTERM", timeoutMs: 400 } });
		const { supervisor, seen, instance } = await supervise(paths, [config]);
		const started = await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		const token = await instance();
		const stopped = await supervisor.stop("worker");
		expect(stopped).toMatchObject({ phase: "stopped", lastExit: { forced: true, signal: "SIGKILL", cause: "user" } });
		expect(seen.some((one) => one.phase === "stopping" && one.forceAt !== null)).toBe(true);
		expect(seen.some((one) => one.reason?.includes("did not stop within 0.4 s of SIGTERM"))).toBe(true);
		expect(await isAlive(started.pid ?? 0)).toBe(false);
		expect(await carriersOf(token)).toEqual([]);
		expect(await fileText(paths.daemon("worker").currentLog)).toContain("ignored SIGTERM");
	});

	test.each([
		["case 13: three levels of which the leaf ignores SIGTERM are all gone", ["2", "deaf-leaf"]],
		["case 14: a grandchild that called setsid is gone as well", ["2", "deaf-leaf", "setsid-leaf"]],
		[
			"case 15: descendants are found although their parent died first",
			["2", "deaf-leaf", "setsid-leaf", "parent-dies"],
		],
		["case 16: an orphan that holds stdout open does not hold up the stop", ["2", "setsid-leaf", "parent-dies"]],
	])("%s", async (_, traits) => {
		const paths = await tempHome();
		const config = daemonConfig(node("tree.mjs", ...traits), { stop: { signal: "SIGTERM", timeoutMs: 600 } });
		const { supervisor, instance } = await supervise(paths, [config]);
		await supervisor.start("worker");
		const log = await fileText(paths.daemon("worker").currentLog, (text) => text.includes("leaf up"));
		const pids = [...log.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
		expect(pids).toHaveLength(3);
		if (traits.includes("parent-dies")) await eventually(async () => !(await isAlive(pids[1] ?? 0)) || null);
		const token = await instance();
		const stopped = await supervisor.stop("worker");
		expect(stopped).toMatchObject({ phase: "stopped", lastExit: { survivors: [], cause: "user" } });
		expect(await Promise.all(pids.map(isAlive))).toEqual([false, false, false]);
		expect(await carriersOf(token)).toEqual([]);
	});

	test("what a crashed daemon leaves behind is ended before it starts again", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("tree.mjs", "1", "setsid-leaf"));
		const { supervisor, until } = await supervise(paths, [config]);
		const started = await supervisor.start("worker");
		const log = await fileText(paths.daemon("worker").currentLog, (text) => text.includes("leaf up"));
		const leaf = Number(/level 0 pid (\d+)/.exec(log)?.[1]);
		send(started.pid, "SIGKILL");
		await until((one) => one.phase === "running" && one.pid !== started.pid);
		expect(await isAlive(leaf)).toBe(false);
	});

	test("one that ends before anybody could look at it leaves nothing behind either", async () => {
		const paths = await tempHome();
		const restart = { ...daemonConfig([]).restart, on: "never" } as const;
		const { supervisor } = await supervise(paths, [daemonConfig(["sh", "-c", "sleep 1000 & exit 3"], { restart })]);
		for (let round = 0; round < 5; round++) {
			expect(await supervisor.start("worker")).toMatchObject({ phase: "failed", lastExit: { code: 3, survivors: [] } });
			const { instance } = JSON.parse(await fileText(paths.daemon("worker").exit));
			expect(await carriersOf(instance)).toEqual([]);
		}
	});

	test("case 17: a process that is a zombie is treated as dead, not signalled until the time-out", async () => {
		// The parent never waits for its child, which ends at once and stays a zombie.
		const parent = spawn(
			"python3",
			[
				"-c",
				"import os,time\npid=os.fork()\nif pid==0: time.sleep(0.3); os._exit(0)\nprint(pid,flush=True)\ntime.sleep(60)",
			],
			{
				stdio: ["ignore", "pipe", "inherit"],
				env: { ...process.env, NIGHTSHIFT_INSTANCE: "zombie-test" },
			},
		);
		onTestFinished(() => end(parent.pid));
		const [line] = await once(parent.stdout, "data");
		const identity = await captureIdentity(Number(line), "zombie-test");
		if (!identity) throw new Error("the child ended too soon");
		await eventually(async () => (await processTable.read(identity.pid))?.zombie || null);
		const signals: number[] = [];
		const result = await stopTree(identity, {
			signal: "SIGTERM",
			timeoutMs: 60_000,
			kill: (pid) => signals.push(pid),
			table: { ...processTable, list: async () => [] },
		});
		expect(result).toEqual({ stopped: true, forced: false, survivors: [] });
		expect(signals).toEqual([]);
	});

	test("case 43: without ps a tree is stopped all the same, or it is said that it cannot be seen", async () => {
		const { PATH } = process.env;
		onTestFinished(() => {
			process.env.PATH = PATH;
		});
		const paths = await tempHome();
		const { supervisor, instance } = await supervise(paths, [daemonConfig(node("tree.mjs", "2"))]);
		await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog, (text) => text.includes("leaf up"));
		const token = await instance();
		process.env.PATH = join(paths.home, "empty");
		expect((await supervisor.stop("worker")).phase).toBe("stopped");
		process.env.PATH = PATH;
		expect(await carriersOf(token)).toEqual([]);
		// macOS sees processes by ps alone; that "nothing runs" would be a lie there.
		process.env.PATH = join(paths.home, "empty");
		await expect(darwinProcessTable.list()).rejects.toThrow(/"ps" could not be run/);
	});

	test("case 18: what cannot be killed is stop-failed, never a success", async () => {
		const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e9)"], {
			stdio: "ignore",
			detached: true,
			env: { ...process.env, NIGHTSHIFT_INSTANCE: "unkillable" },
		});
		await once(child, "spawn");
		onTestFinished(() => end(child.pid));
		const identity = await captureIdentity(child.pid ?? 0, "unkillable");
		if (!identity) throw new Error("the child ended too soon");
		// A process in uninterruptible sleep cannot be made here: signals that do not arrive are the nearest seam.
		const result = await stopTree(identity, { signal: "SIGTERM", timeoutMs: 100, kill: () => {} });
		expect(result).toMatchObject({ stopped: false, forced: true, survivors: [{ pid: child.pid }] });
	});
});
