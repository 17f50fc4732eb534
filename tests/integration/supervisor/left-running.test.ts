import { describe, expect, test } from "vitest";
import { readStatusOffline } from "../../../server/supervisor/read-status.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startHost } from "../../support/host.ts";
import { end, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const NOT_IN_CONFIG = expect.stringContaining("not in config.json any more");

describe("a daemon that was taken out of config.json while no dashboard ran", () => {
	const config = daemonConfig(node("worker.mjs"));

	/** Starts it under one dashboard, which then dies. */
	async function leaveRunning() {
		const paths = await tempHome();
		const host = await startHost(paths.home, [config]);
		const { pid } = await host.ask("start worker");
		await host.kill();
		return { paths, pid: pid ?? 0 };
	}

	test("is found by the next one, shown with the reason, stopped when asked, and then gone", async () => {
		const { paths, pid } = await leaveRunning();
		const { supervisor } = await supervise(paths, []);
		expect(supervisor.statusOf("worker")).toMatchObject({ pid, phase: "running", reason: NOT_IN_CONFIG });
		expect(supervisor.namesToStop()).toEqual(["worker"]);
		await supervisor.stop("worker");
		expect(await isAlive(pid)).toBe(false);
		expect(supervisor.names()).toEqual([]);
	});

	test("is the same process under its old settings when it is put back", async () => {
		const { paths, pid } = await leaveRunning();
		const { supervisor } = await supervise(paths, []);
		await supervisor.configure([config]);
		expect(supervisor.statusOf("worker")).toMatchObject({ pid, phase: "running", reason: null });
		await supervisor.stop("worker");
	});

	test("is not started again when it ends", async () => {
		const { paths, pid } = await leaveRunning();
		const { supervisor } = await supervise(paths, []);
		end(pid);
		await eventually(() => supervisor.names().length === 0);
	});

	test("is seen with no dashboard at all, and one that has ended is not", async () => {
		const { paths, pid } = await leaveRunning();
		expect(await readStatusOffline(paths, [])).toMatchObject([{ name: "worker", pid, reason: NOT_IN_CONFIG }]);
		end(pid);
		await eventually(async () => !(await isAlive(pid)));
		expect(await readStatusOffline(paths, [])).toEqual([]);
		const { supervisor } = await supervise(paths, []);
		expect(supervisor.names()).toEqual([]);
	});
});
