import { describe, expect, test } from "vitest";
import { daemonConfig, node, program, READY } from "../../support/daemon-config.ts";
import { freePort } from "../../support/free-port.ts";
import { carriersOf, isAlive, send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { fileText } from "../../support/wait.ts";

describe("programs in any language", () => {
	test("a Python, a shell and a Node program are looked after side by side", async () => {
		const paths = await tempHome();
		const commands = {
			python: ["python3", program("counter.py")],
			shell: ["sh", program("counter.sh")],
			node: node("heartbeat.mjs", "working"),
		};
		const ready = { ...READY, heartbeat: true };
		const daemons = Object.entries(commands).map(([name, command]) => daemonConfig(command, { name, ready }));
		const { supervisor, until, instance } = await supervise(paths, daemons);
		const started = await Promise.all(supervisor.names().map((name) => supervisor.start(name)));
		for (const one of started) expect(one).toMatchObject({ phase: "running", health: "ready", activity: "working" });
		const tokens = await Promise.all(supervisor.names().map((name) => instance(name)));

		send(started[0]?.pid, "SIGKILL");
		const again = await until((one) => one.restarts === 1 && one.phase === "running", "python");
		expect(again).toMatchObject({ health: "ready", lastExit: { signal: "SIGKILL", cause: "crash" } });
		expect(supervisor.statusOf("shell").pid).toBe(started[1]?.pid);
		expect(supervisor.statusOf("node").pid).toBe(started[2]?.pid);
		tokens.push(await instance("python"));

		for (const name of supervisor.names()) {
			expect(await supervisor.stop(name)).toMatchObject({ phase: "stopped", lastExit: { forced: false } });
		}
		for (const name of ["python", "shell"])
			await fileText(paths.daemon(name).currentLog, (text) => text.includes("bye"));
		for (const token of tokens) expect(await carriersOf(token)).toEqual([]);
	});
});

describe("the order of starting", () => {
	const autostart = { autostart: true };

	test("one that comes after another waits until that is ready, and says so", async () => {
		const port = await freePort();
		const db = daemonConfig(node("server.mjs", String(port), "700"), {
			...autostart,
			name: "db",
			ready: { ...READY, tcp: { host: "127.0.0.1", port } },
		});
		const web = daemonConfig(node("sleeper.mjs"), { ...autostart, name: "web", after: ["db"] });
		const { until, seen } = await supervise(await tempHome(), [web, db]);
		const waits = await until((one) => one.phase === "starting", "web");
		expect(waits).toMatchObject({ pid: null, reason: "It starts once db can be used." });
		await until((one) => one.phase === "running", "web");
		const first = (name: string) => seen.findIndex((one) => one.name === name && one.phase === "running");
		expect(first("db")).toBeLessThan(first("web"));
	});

	test("one that failed, or that nobody wants, is not waited for", async () => {
		const broken = daemonConfig(["no-such-program"], { ...autostart, name: "broken" });
		const off = daemonConfig(node("sleeper.mjs"), { name: "off" });
		const web = daemonConfig(node("sleeper.mjs"), { ...autostart, name: "web", after: ["broken", "off"] });
		const { until } = await supervise(await tempHome(), [broken, off, web]);
		expect((await until((one) => one.phase === "running", "web")).reason).toBeNull();
	});

	test("a person who starts it need not wait", async () => {
		const slow = daemonConfig(node("sleeper.mjs"), {
			...autostart,
			name: "slow",
			ready: { ...READY, log: "never said", timeoutMs: 60_000 },
		});
		const web = daemonConfig(node("sleeper.mjs"), { ...autostart, name: "web", after: ["slow"] });
		const { supervisor, until } = await supervise(await tempHome(), [slow, web]);
		await until((one) => one.phase === "starting", "web");
		expect((await supervisor.start("web")).phase).toBe("running");
		expect(supervisor.namesToStop()).toEqual(["web", "slow"]);
	});
});

describe("a restart by schedule", () => {
	test("comes at its time, and counts neither as a failure nor as a crash", async () => {
		const config = daemonConfig(node("sleeper.mjs"), {
			restart: { ...daemonConfig([]).restart, schedule: "* * * * * *" }, // each second
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		const first = await supervisor.start("worker");
		expect(first.nextScheduledAt).not.toBeNull();
		const next = await until((one) => one.phase === "running" && one.pid !== null && one.pid !== first.pid);
		expect(next).toMatchObject({ restarts: 0, failures: 0, lastExit: { cause: "user", forced: false } });
		expect(await isAlive(first.pid ?? 0)).toBe(false);
		await supervisor.stop("worker");
	});
});

describe("a stop with a time-out of its own", () => {
	const stubborn = daemonConfig(node("deaf.mjs"), { stop: { signal: "SIGTERM", timeoutMs: 600_000 } });

	test("uses force after that time instead of the configured one", async () => {
		const paths = await tempHome();
		const { supervisor } = await supervise(paths, [stubborn]);
		await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		expect(await supervisor.stop("worker", { timeoutMs: 200 })).toMatchObject({ lastExit: { forced: true } });
	});

	test("hastens a stop that is under way", async () => {
		const paths = await tempHome();
		const { supervisor, until } = await supervise(paths, [stubborn]);
		await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		const patient = supervisor.stop("worker");
		await until((one) => one.phase === "stopping" && one.forceAt !== null);
		const hasty = await supervisor.stop("worker", { timeoutMs: 200 });
		expect(hasty).toMatchObject({ phase: "stopped", lastExit: { forced: true } });
		expect((await patient).phase).toBe("stopped");
	});

	test("holds for a restart too, and only for that one", async () => {
		const paths = await tempHome();
		const { supervisor, until } = await supervise(paths, [stubborn]);
		const { pid } = await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		const restarted = await supervisor.restart("worker", { timeoutMs: 200 });
		expect(restarted).toMatchObject({ phase: "running", lastExit: { forced: true } });
		expect(restarted.pid).not.toBe(pid);
		await fileText(paths.daemon("worker").currentLog, (text) => (text.match(/up/g) ?? []).length === 2);
		void supervisor.stop("worker");
		const stopping = await until((one) => one.forceAt !== null);
		expect(Date.parse(stopping.forceAt ?? "") - Date.now()).toBeGreaterThan(500_000);
		await supervisor.stop("worker", { timeoutMs: 1 });
	});
});
