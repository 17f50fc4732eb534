import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { parseStarts } from "../../../server/process-table/darwin.ts";
import { readProcessRecord } from "../../../server/supervisor/records.ts";
import { isCommand } from "../../../server/supervisor/unrecorded.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startHost } from "../../support/host.ts";
import { carriersOf, end, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, fileText } from "../../support/wait.ts";

const config = daemonConfig(node("sleeper.mjs"));

/** What a program sees that was started for the worker of that state directory. */
function marks(paths: Paths, instance: string): NodeJS.ProcessEnv {
	return { ...process.env, NIGHTSHIFT_HOME: paths.home, NIGHTSHIFT_DAEMON: "worker", NIGHTSHIFT_INSTANCE: instance };
}

describe("a record that is lost together with the dashboard", () => {
	test.each([
		["deleted", (path: string) => rm(path)],
		["cut short", (path: string) => writeFile(path, '{"v":1,"name":"wor')],
		["replaced by a folder", (path: string) => rm(path).then(() => mkdir(path))],
	])("and was %s: the daemon that lives is found by its marks, not started twice", async (_, spoil) => {
		const paths = await tempHome();
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		const { instance = "" } = (await readProcessRecord(paths.daemon("worker"))) ?? {};
		await host.kill();
		await spoil(paths.daemon("worker").process);
		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.statusOf("worker")).toMatchObject({
			pid: started.pid,
			desired: "up",
			phase: "running",
			adopted: true,
			identity: { boot: true, startTime: true, executable: true, instance: true },
		});
		const shift = Date.parse(supervisor.statusOf("worker").startedAt ?? "") - Date.parse(started.startedAt ?? "");
		expect(Math.abs(shift)).toBeLessThan(2_000);
		expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped", lastExit: { cause: "user" } });
		expect(await carriersOf(instance)).toEqual([]);
	});

	test.each([
		["deleted", (path: string) => rm(path)],
		["emptied", (path: string) => writeFile(path, "")],
		["changed by somebody", (path: string) => writeFile(path, '{"v":1,"desired":"down"}')],
	])(
		"what the person wants is written again when its file was %s, and outlives dashboard and daemon",
		async (_, spoil) => {
			const paths = await tempHome();
			const { supervision } = paths.daemon("worker");
			const host = await startHost(paths.home, [config]);
			const { pid } = await host.ask("start worker");
			const before = await readFile(supervision, "utf8");
			await spoil(supervision);
			await fileText(supervision, (text) => text === before);
			await host.kill();
			end(pid ?? 0);
			await eventually(async () => !(await isAlive(pid ?? 0)));
			const { supervisor, until } = await supervise(paths, [config]);
			expect(supervisor.statusOf("worker").desired).toBe("up");
			await until((one) => one.phase === "running");
		},
	);

	test("what only remains of an instance is ended before the next is started", async () => {
		const paths = await tempHome();
		const deaf = daemonConfig(node("deaf.mjs"));
		const [file = "", ...args] = deaf.command;
		const remains = spawn(file, args, { stdio: "ignore", detached: true, env: marks(paths, "an-earlier-one") });
		await once(remains, "spawn");
		onTestFinished(() => end(remains.pid));
		const { supervisor } = await supervise(paths, [config]);
		expect(await isAlive(remains.pid ?? 0)).toBe(false);
		expect(await supervisor.start("worker")).toMatchObject({ phase: "running" });
	});

	test("another state directory's daemon of the same name is a stranger", async () => {
		const [mine, other] = [await tempHome(), await tempHome()];
		const [file = "", ...args] = config.command;
		const stranger = spawn(file, args, { stdio: "ignore", detached: true, env: marks(other, "theirs") });
		await once(stranger, "spawn");
		onTestFinished(() => end(stranger.pid));
		const { supervisor } = await supervise(mine, [config]);
		expect(supervisor.statusOf("worker")).toMatchObject({ phase: "stopped", pid: null });
		expect(await isAlive(stranger.pid ?? 0)).toBe(true);
	});
});

describe("a record that is lost while the dashboard runs", () => {
	test("is written again", async () => {
		const paths = await tempHome();
		const { supervisor } = await supervise(paths, [config]);
		const { pid } = await supervisor.start("worker");
		const before = await readProcessRecord(paths.daemon("worker"));
		for (const text of ["", "garbage", JSON.stringify({ ...before, instance: "somebody-else" })]) {
			await writeFile(paths.daemon("worker").process, text);
			await eventually(async () => {
				const record = await readProcessRecord(paths.daemon("worker"));
				return record?.instance === before?.instance && record?.identity?.pid === pid;
			});
		}
		expect(supervisor.statusOf("worker")).toMatchObject({ pid, reason: null });
	});

	test("and cannot be written again is said, for as long as it is so", async () => {
		const paths = await tempHome();
		const { supervisor, until, errors } = await supervise(paths, [config]);
		const { pid } = await supervisor.start("worker");
		const path = paths.daemon("worker").process;
		await rm(path);
		await mkdir(path);
		await until((one) => /record .* was lost and cannot be written again \(EISDIR\)/.test(one.reason ?? ""));
		await rm(path, { recursive: true });
		expect(await until((one) => one.reason === null)).toMatchObject({ pid, phase: "running" });
		expect(errors).toHaveLength(1);
	});
});

test("a folder in the place of one daemon's record keeps no other from being looked after, and is named", async () => {
	const paths = await tempHome();
	await mkdir(paths.daemon("worker").process, { recursive: true });
	const other = daemonConfig(node("sleeper.mjs"), { name: "other" });
	const { supervisor } = await supervise(paths, [config, other]);
	expect(await supervisor.start("other")).toMatchObject({ phase: "running" });
	expect(await supervisor.start("worker")).toMatchObject({
		phase: "failed",
		reason: expect.stringMatching(/something else is in the place of a file in .*move it away/),
	});
	await rm(paths.daemon("worker").process, { recursive: true });
	expect(await supervisor.start("worker")).toMatchObject({ phase: "running" });
	await fileText(paths.daemon("worker").currentLog);
});

test("a daemon is told by its command line, with an interpreter before it or a folder", () => {
	expect(isCommand("/usr/bin/node bot.mjs --fast", ["node", "bot.mjs", "--fast"])).toBe(true);
	expect(isCommand("/bin/sh ./run.sh a b", ["./run.sh", "a b"])).toBe(true);
	expect(isCommand("sleep 10", ["node", "bot.mjs"])).toBe(false);
	expect(isCommand("sleep 10", [])).toBe(false);
});

test("what macOS shows of a process is read: its command, and the marks in its environment", () => {
	const output = [
		"  501 /opt/node bot.mjs --fast PATH=/bin NIGHTSHIFT_HOME=/Users/me/.nightshift NIGHTSHIFT_DAEMON=bot NIGHTSHIFT_INSTANCE=t-1",
		"  502 sleep 5 NIGHTSHIFT_HOME=/Users/me/.nightshift NIGHTSHIFT_DAEMON=bottle NIGHTSHIFT_INSTANCE=t-2 A=b",
		"  503 sleep 5 NIGHTSHIFT_HOME=/elsewhere NIGHTSHIFT_DAEMON=bot NIGHTSHIFT_INSTANCE=t-3",
		"  504 sleep 5",
	].join("\n");
	expect([...parseStarts(output, "/Users/me/.nightshift", "bot")]).toEqual([
		[501, { instance: "t-1", commandLine: "/opt/node bot.mjs --fast" }],
	]);
});
