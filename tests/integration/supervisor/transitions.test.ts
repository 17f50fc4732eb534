import { describe, expect, test } from "vitest";
import { removeProcessRecord, writeProcessRecord } from "../../../server/supervisor/records.ts";
import { daemonConfig, node, READY } from "../../support/daemon-config.ts";
import { carriersOf, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { fileText } from "../../support/wait.ts";

const twenty = Array.from({ length: 20 });

describe("start, stop and restart", () => {
	test("case 6: twenty starts at once make one process, and all are told of the same", async () => {
		const paths = await tempHome();
		const { supervisor, instance } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		const answers = await Promise.all(twenty.map(() => supervisor.start("worker")));
		expect(new Set(answers.map((one) => one.pid)).size).toBe(1);
		expect(await carriersOf(await instance())).toHaveLength(1);
		expect((await fileText(paths.daemon("worker").currentLog)).match(/up/g)).toHaveLength(1);
	});

	test("case 8: twenty restarts at once leave one survivor", async () => {
		const paths = await tempHome();
		const { supervisor, instance } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		const before = await supervisor.start("worker");
		const answers = await Promise.all(twenty.map(() => supervisor.restart("worker")));
		const pids = new Set(answers.map((one) => one.pid));
		expect(pids.size).toBe(1);
		expect(pids.has(before.pid)).toBe(false);
		expect(await isAlive(before.pid ?? 0)).toBe(false);
		expect(await carriersOf(await instance())).toHaveLength(1);
	});

	test("case 9: a stop during a restart ends stopped", async () => {
		const paths = await tempHome();
		const { supervisor, until, instance } = await supervise(paths, [daemonConfig(node("polite.mjs", "300"))]);
		await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		const token = await instance();
		const restarting = supervisor.restart("worker");
		await until((one) => one.phase === "stopping");
		const stopped = await supervisor.stop("worker");
		expect(stopped).toMatchObject({ desired: "down", phase: "stopped", pid: null });
		expect((await restarting).phase).toBe("stopped");
		expect(await carriersOf(token)).toEqual([]);
		expect((await fileText(paths.daemon("worker").currentLog)).match(/up/g)).toHaveLength(1);
	});

	test("case 10: a stop during a backoff cancels it at once", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("exits.mjs", "0", "1"), {
			restart: { ...daemonConfig([]).restart, backoff: { initialMs: 60_000, factor: 1, maxMs: 60_000, jitter: 0 } },
		});
		const { supervisor, until } = await supervise(paths, [config]);
		void supervisor.start("worker");
		await until((one) => one.phase === "backing-off");
		expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped", nextRetryAt: null, reason: null });
	});

	test("case 11: a start during a stop is queued, and the instances do not overlap", async () => {
		const paths = await tempHome();
		const { supervisor, until, seen } = await supervise(paths, [daemonConfig(node("polite.mjs", "300"))]);
		const first = await supervisor.start("worker");
		await fileText(paths.daemon("worker").currentLog);
		const stopping = supervisor.stop("worker");
		await until((one) => one.phase === "stopping");
		const second = await supervisor.start("worker");
		await stopping;
		expect(second).toMatchObject({ phase: "running", desired: "up" });
		expect(second.pid).not.toBe(first.pid);
		expect(await isAlive(first.pid ?? 0)).toBe(false);
		const phases = seen.map((one) => one.phase).filter((phase, index, all) => phase !== all[index - 1]);
		expect(phases).toEqual(["stopped", "starting", "running", "stopping", "starting", "running"]);
		const log = await fileText(paths.daemon("worker").currentLog, (text) => (text.match(/up/g) ?? []).length === 2);
		expect(log.split("\n").filter(Boolean)).toEqual(["up", "stopping", "up"]);
	});

	test("case 30: a second start leaves the booting daemon untouched", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("heartbeat.mjs", "working", "500"), {
			ready: { ...READY, heartbeat: true, timeoutMs: 10_000 },
		});
		const { supervisor, until } = await supervise(paths, [config]);
		const first = supervisor.start("worker");
		const booting = await until((one) => one.phase === "starting" && one.pid !== null);
		const second = await supervisor.start("worker");
		expect(second).toMatchObject({ pid: booting.pid, phase: "running", health: "ready", activity: "working" });
		expect((await first).pid).toBe(booting.pid);
	});

	test("a start while the remains of a dead instance are being ended is not lost", async () => {
		const paths = await tempHome();
		const { supervisor, until, instance } = await supervise(paths, [daemonConfig(node("leaves-child.mjs"))]);
		void supervisor.start("worker");
		const first = await until((one) => one.pid !== null);
		const token = await instance();
		const cleaning = await until((one) => one.phase === "stopping" && one.pid === null);
		expect(cleaning.reason).toContain("what it left behind is being ended");
		const second = await supervisor.start("worker");
		expect(second).toMatchObject({ desired: "up" });
		expect(second.pid).not.toBe(first.pid);
		expect(await carriersOf(token)).toEqual([]);
		expect((await fileText(paths.daemon("worker").currentLog)).match(/up/g)?.length).toBeGreaterThan(0);
	});

	test("stopping twice and starting twice is harmless", async () => {
		const paths = await tempHome();
		const { supervisor } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		expect((await supervisor.stop("worker")).phase).toBe("stopped");
		const one = await supervisor.start("worker");
		expect((await supervisor.start("worker")).pid).toBe(one.pid);
		expect((await supervisor.stop("worker")).phase).toBe("stopped");
		expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped", lastExit: { cause: "user" } });
	});

	test("an unknown name gets a sentence with the known ones", async () => {
		const { supervisor } = await supervise(await tempHome(), [daemonConfig(node("sleeper.mjs"))]);
		await expect(supervisor.start("wroker")).rejects.toThrow(
			'There is no daemon named "wroker"; config.json has: worker.',
		);
	});

	test("case 41: a predecessor that exits late does not remove its successor's record", async () => {
		const paths = (await tempHome()).daemon("worker");
		const record = {
			v: 1,
			name: "worker",
			startedAt: new Date().toISOString(),
			oomKills: null,
			identity: null,
		} as const;
		await writeProcessRecord(paths, { ...record, instance: "successor" });
		await removeProcessRecord(paths, "predecessor");
		expect(await fileText(paths.process)).toContain("successor");
		await removeProcessRecord(paths, "successor");
		await expect(fileText(paths.process, () => true)).resolves.toBe("");
	});
});
