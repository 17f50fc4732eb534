import { execFileSync } from "node:child_process";
import { describe, expect, onTestFinished, test } from "vitest";
import { linuxProcessTable } from "../../../server/process-table/linux.ts";
import { daemonConfig, node, READY } from "../../support/daemon-config.ts";
import { startHost } from "../../support/host.ts";
import { carriersOf, isAlive, send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, fileText } from "../../support/wait.ts";

const never = { ...daemonConfig([]).restart, on: "never" as const };

describe("what cannot be seen is not taken for gone", () => {
	test.skipIf(process.platform !== "linux")(
		"case 42: an adopted daemon outlives a supervisor that has no file left to open, and is not doubled",
		async () => {
			const paths = await tempHome();
			const config = daemonConfig(node("sleeper.mjs"));
			const host = await startHost(paths.home, [config]);
			const { pid } = await host.ask("start worker");
			await host.kill();
			const { supervisor, seen, instance } = await supervise(paths, [config]);
			const token = await instance();
			const read = linuxProcessTable.read;
			onTestFinished(() => {
				linuxProcessTable.read = read;
			});
			// As when /proc cannot be read for want of file descriptors: taking them all would stop the test itself.
			let failures = 0;
			linuxProcessTable.read = async () => {
				failures += 1;
				throw Object.assign(new Error("EMFILE: too many open files"), { code: "EMFILE" });
			};
			await eventually(() => (failures > 3 ? true : null));
			linuxProcessTable.read = read;
			expect(supervisor.statusOf("worker")).toMatchObject({ pid, phase: "running", restarts: 0, failures: 0 });
			expect(seen.every((one) => one.phase === "running" || one.phase === "stopped")).toBe(true);
			expect(await carriersOf(token)).toHaveLength(1);
		},
	);

	test.skipIf(process.platform !== "linux")("a process table without file descriptors says so", async () => {
		const program = `
			const { linuxProcessTable } = await import(${JSON.stringify(new URL("../../../server/process-table/linux.ts", import.meta.url).href)});
			const { openSync, closeSync } = await import("node:fs");
			const taken = [];
			try { for (;;) taken.push(openSync("/dev/null", "r")); } catch {}
			const said = await linuxProcessTable.read(process.pid).then((one) => "gone: " + one, (error) => error.code);
			for (const one of taken) closeSync(one);
			console.log(said);`;
		const shell = `ulimit -n 256; exec "$0" --import tsx --input-type=module -e "$1"`;
		const said = execFileSync("sh", ["-c", shell, process.execPath, program], { encoding: "utf8" });
		expect(said.trim()).toBe("EMFILE");
	});
});

describe("taking out of the configuration", () => {
	test("a daemon that is just being started stays listed until it is stopped", async () => {
		const paths = await tempHome();
		const { supervisor, instance } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		const starting = supervisor.start("worker");
		await supervisor.configure([]);
		const started = await starting;
		if (started.pid !== null) {
			const token = await instance();
			expect(supervisor.names()).toEqual(["worker"]);
			expect(supervisor.statusOf("worker").reason).toContain("not in config.json any more");
			await supervisor.stop("worker");
			expect(await carriersOf(token)).toEqual([]);
		}
		await eventually(() => (supervisor.names().length === 0 ? true : null));
	});

	test("one that crashes afterwards is not started again, and is gone from the list", async () => {
		const { supervisor } = await supervise(await tempHome(), [daemonConfig(node("sleeper.mjs"))]);
		const { pid } = await supervisor.start("worker");
		await supervisor.configure([]);
		send(pid, "SIGKILL");
		await eventually(() => (supervisor.names().length === 0 ? true : null));
		expect(await isAlive(pid ?? 0)).toBe(false);
	});

	test("one that pauses between two tries is gone at once", async () => {
		const config = daemonConfig(node("exits.mjs", "0", "1"), {
			restart: { ...daemonConfig([]).restart, backoff: { initialMs: 60_000, factor: 1, maxMs: 60_000, jitter: 0 } },
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		void supervisor.start("worker");
		await until((one) => one.phase === "backing-off");
		await supervisor.configure([]);
		await eventually(() => (supervisor.names().length === 0 ? true : null));
	});
});

describe("the cause of an end", () => {
	test("is not read from the last words of an earlier instance", async () => {
		const paths = await tempHome();
		const words = `[ -e said ] || { touch said; echo "JavaScript heap out of memory"; }; exit 1`;
		const { home } = await tempHome();
		const { supervisor } = await supervise(paths, [daemonConfig(["sh", "-c", words], { cwd: home, restart: never })]);
		const ends: string[] = [];
		supervisor.on("exit", ({ exit }) => ends.push(exit.cause));
		await supervisor.start("worker");
		await eventually(() => (ends.length === 1 ? true : null));
		await supervisor.start("worker");
		await eventually(() => (ends.length === 2 ? true : null));
		expect(ends).toEqual(["oom", "crash"]);
	});
});

describe("an answer to a start", () => {
	test("comes when it is started, also while the supervisor is still putting things in order", async () => {
		const paths = await tempHome();
		const { supervisor } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))], { adopt: false });
		await supervisor.adopt();
		expect(await supervisor.start("worker")).toMatchObject({ phase: "running", pid: expect.any(Number) });
	});
});

describe("closing", () => {
	test("does not wait for a stop that takes its time, and the next supervisor goes on with it", async () => {
		const paths = await tempHome();
		const stubborn = daemonConfig(node("deaf.mjs"), { stop: { signal: "SIGTERM", timeoutMs: 20_000 } });
		const first = await supervise(paths, [stubborn]);
		await first.supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		const token = await first.instance();
		void first.supervisor.stop("worker");
		await first.until((one) => one.phase === "stopping");
		const began = performance.now();
		await first.supervisor.close();
		expect(performance.now() - began).toBeLessThan(5_000);
		const quick = { ...stubborn, stop: { signal: "SIGTERM" as const, timeoutMs: 100 } };
		const { until } = await supervise(paths, [quick]);
		await until((one) => one.phase === "stopped" && one.pid === null);
		expect(await carriersOf(token)).toEqual([]);
	});
});

describe("readiness and stability", () => {
	test("what is late to be ready does not count as stable until it is", async () => {
		const config = daemonConfig(node("sleeper.mjs"), {
			ready: { ...READY, log: "never said", timeoutMs: 50 },
			restart: { ...daemonConfig([]).restart, stableAfterMs: 100 },
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		const stable: string[] = [];
		supervisor.on("stable", ({ name }) => stable.push(name));
		await supervisor.start("worker");
		await until((one) => one.health === "degraded");
		await new Promise((resolve) => supervisor.once("vitals", resolve)); // a second later
		expect(stable).toEqual([]);
	});
});
