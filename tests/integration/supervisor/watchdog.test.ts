import { describe, expect, test } from "vitest";
import { daemonConfig, LIVE, node, READY } from "../../support/daemon-config.ts";
import { send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";

const quick = { ...daemonConfig([]).restart, backoff: { initialMs: 10, factor: 1, maxMs: 10, jitter: 0 } };

describe("a daemon that is stopped in its tracks (SIGSTOP)", () => {
	const stopped = (onHang: "report" | "restart") =>
		daemonConfig(node("heartbeat.mjs", "waiting"), {
			ready: { ...READY, heartbeat: true, timeoutMs: 10_000 },
			live: { ...LIVE, heartbeatMs: 1_500, onHang },
			stop: { signal: "SIGTERM", timeoutMs: 300 },
			restart: quick,
		});

	test("case 26: is shown as hung and left alone by default, and recovers by itself", async () => {
		const { supervisor, until } = await supervise(await tempHome(), [stopped("report")]);
		const { pid } = await supervisor.start("worker");
		send(pid, "SIGSTOP");
		expect(await until((one) => one.health === "hung")).toMatchObject({ pid, phase: "running" });
		send(pid, "SIGCONT");
		expect(await until((one) => one.health === "waiting")).toMatchObject({ pid, phase: "running", restarts: 0 });
	});

	test("case 26: is ended and restarted where `onHang` says so, and the cause is the watchdog", async () => {
		const { supervisor, until } = await supervise(await tempHome(), [stopped("restart")]);
		const { pid } = await supervisor.start("worker");
		send(pid, "SIGSTOP");
		const again = await until((one) => one.phase === "running" && one.pid !== pid);
		expect(again).toMatchObject({ restarts: 1, failures: 1, lastExit: { cause: "watchdog", forced: true } });
	});
});

test.each(["deaf", "polite"])(
	"a %s program that outgrows its memory is restarted, however it says goodbye",
	async (manners) => {
		const config = daemonConfig(node("eater.mjs", "300", manners), {
			limits: { memoryBytes: 200 * 2 ** 20 },
			restart: quick,
			stop: { signal: "SIGTERM", timeoutMs: 500 },
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		const { pid } = await supervisor.start("worker");
		const again = await until((one) => one.phase === "running" && one.pid !== pid);
		expect(again).toMatchObject({ restarts: 1, failures: 1, lastExit: { cause: "oom", forced: manners === "deaf" } });
	},
);

test("a tree that uses more memory than it may is ended and restarted as out of memory", async () => {
	const config = daemonConfig(node("eater.mjs", "300"), { limits: { memoryBytes: 200 * 2 ** 20 }, restart: quick });
	const { supervisor, until, seen } = await supervise(await tempHome(), [config]);
	const { pid } = await supervisor.start("worker");
	const again = await until((one) => one.phase === "running" && one.pid !== pid);
	expect(again).toMatchObject({ restarts: 1, lastExit: { cause: "oom" } });
	expect(seen.some((one) => one.reason?.includes("more than the 200 MiB they may"))).toBe(true);
});
