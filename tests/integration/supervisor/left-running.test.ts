import { spawn } from "node:child_process";
import { cp, mkdir } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { captureIdentity } from "../../../server/supervisor/identity.ts";
import { readStatusOffline } from "../../../server/supervisor/read-status.ts";
import { readProcessRecord, writeProcessRecord } from "../../../server/supervisor/records.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startHost } from "../../support/host.ts";
import { end, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const NOT_IN_CONFIG = expect.stringContaining("not in config.json any more");

describe("a daemon that was taken out of config.json while no dashboard ran", () => {
	const config = daemonConfig(node("sleeper.mjs"));

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

	test("is not taken for another whose folder is a copy of its own, nor is one of another state directory", async () => {
		const { paths, pid } = await leaveRunning();
		const other = await tempHome();
		await cp(paths.daemon("worker").dir, paths.daemon("worker.bak").dir, { recursive: true });
		await cp(paths.daemon("worker").dir, other.daemon("worker").dir, { recursive: true });
		const { supervisor } = await supervise(paths, []);
		expect(supervisor.names()).toEqual(["worker"]);
		const { supervisor: another } = await supervise(other, []);
		expect(another.names()).toEqual([]);
		expect(await readStatusOffline(other, [])).toEqual([]);
		expect(await isAlive(pid)).toBe(true);
		await supervisor.stop("worker");
	});

	test("is no process of the same person that somebody's record names", async () => {
		const { paths, pid } = await leaveRunning();
		const record = await readProcessRecord(paths.daemon("worker"));
		const stranger = spawn("sleep", ["600"], { stdio: "ignore" });
		onTestFinished(() => void stranger.kill());
		const identity = await captureIdentity(stranger.pid ?? 0, "of-nobody");
		if (!record || !identity) throw new Error("there is no record, or no stranger");
		const made = { ...record, name: "made-up", instance: "of-nobody", identity };
		await mkdir(paths.daemon("made-up").dir, { recursive: true });
		await writeProcessRecord(paths.daemon("made-up"), made);
		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.names()).toEqual(["worker"]);
		expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
		expect(await isAlive(pid)).toBe(true);
		await supervisor.stop("worker");
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
