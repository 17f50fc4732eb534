import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { type DaemonProcess, readStatus, startDaemon } from "../../support/daemon-process.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const ENTRY = new URL("../../fixtures/daemons/on-request.ts", import.meta.url);

function start(paths: Paths, behaviour: string, env: Record<string, string> = {}): DaemonProcess {
	return startDaemon({ paths, name: "kit", entry: ENTRY, args: [behaviour], env });
}

async function exitRecord(paths: Paths): Promise<unknown> {
	return JSON.parse(await readFile(paths.daemon("kit").exit, "utf8"));
}

describe("a daemon on the kit", () => {
	test("beats: sequence and time grow while nothing changes, the progress counter does not", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "wait");
		const first = await daemon.until((status) => status.message === "waiting to be stopped");
		const later = await daemon.until((status) => (status.seq ?? 0) > (first.seq ?? 0));
		expect(first).toMatchObject({ v: 1, instance: daemon.instance, activity: "working", progressCounter: 0 });
		expect(Date.parse(later.at ?? "") - Date.parse(first.at ?? "")).toBeLessThan(2_500);
		expect(later.progressCounter).toBe(0);
	});

	test.each(["SIGTERM", "SIGINT"] as const)("ends with 0 on %s and leaves a record of it", async (signal) => {
		const paths = await tempHome();
		const daemon = start(paths, "wait");
		await daemon.until((status) => status.activity === "working");
		expect(await daemon.stop(signal)).toEqual({ code: 0, signal: null });
		expect(await exitRecord(paths)).toMatchObject({
			v: 1,
			instance: daemon.instance,
			code: 0,
			signal: null,
			by: "daemon",
		});
		expect((await readdir(paths.daemon("kit").dir)).filter((name) => name.endsWith(".new"))).toEqual([]);
	});

	test("ends with 0 when its work is done", async () => {
		const paths = await tempHome();
		expect(await start(paths, "finish").exited).toEqual({ code: 0, signal: null });
		expect(await exitRecord(paths)).toMatchObject({ code: 0 });
	});

	test("ends at once on a second signal", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "stubborn");
		await daemon.until((status) => status.message === "not leaving");
		daemon.child.kill("SIGTERM");
		await eventually(async () => (await daemon.log()).includes("asked to stop"));
		expect(await daemon.stop("SIGTERM")).toEqual({ code: 1, signal: null });
		expect(await exitRecord(paths)).toMatchObject({ code: 1 });
	});

	test("leaves with 75 and a sentence when another instance lives, and touches nothing of that one", async () => {
		const paths = await tempHome();
		const first = start(paths, "wait");
		await first.until((status) => status.activity === "working");
		const second = start(paths, "wait");
		expect(await second.exited).toEqual({ code: 75, signal: null });
		expect(await second.log()).toContain("kit is already running in");
		expect(await stat(paths.daemon("kit").exit).catch(() => null)).toBeNull();
		expect((await readStatus(paths.daemon("kit").status))?.instance).toBe(first.instance);
	});

	test("the lock goes with its process, however it ends", async () => {
		const paths = await tempHome();
		const first = start(paths, "wait");
		await first.until((status) => status.activity === "working");
		await first.stop("SIGKILL");
		const second = start(paths, "wait");
		await second.until((status) => status.activity === "working");
	});

	test("leaves with 78 on a bad configuration, with the sentence in the status file and on standard error", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "bad-config");
		expect(await daemon.exited).toEqual({ code: 78, signal: null });
		const status = await readStatus(paths.daemon("kit").status);
		expect(status?.problem).toBe("The workspace is missing; set it in config.json.");
		expect(await daemon.log()).toContain("\nThe workspace is missing; set it in config.json.\n");
		expect(await exitRecord(paths)).toMatchObject({ instance: daemon.instance, code: 78 });
	});

	test.each(["fail", "uncaught"])("leaves with 1 when its code fails (%s), the error in its log", async (behaviour) => {
		const paths = await tempHome();
		const daemon = start(paths, behaviour);
		expect(await daemon.exited).toEqual({ code: 1, signal: null });
		expect(await daemon.log()).toMatch(/the main function broke|nobody caught this/);
		expect(await exitRecord(paths)).toMatchObject({ code: 1 });
	});

	test("refuses a name that is no folder name", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "wait", { NIGHTSHIFT_DAEMON: "../elsewhere" });
		expect((await daemon.exited).code).toBe(1);
		expect(await daemon.log()).toContain("check its name");
	});

	test("keeps secrets of its environment out of the log", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "wait", { TEST_TOKEN: 'hush "hush" hush' });
		await daemon.until((status) => status.activity === "working");
		const log = await daemon.log();
		expect(log).toContain("my token is [redacted]");
		expect(log).not.toContain("hush");
		for (const line of log.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
	});
});

describe("the status file", () => {
	test("takes ten thousand changes as a few writes and ends with the last one", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "burst");
		const status = await daemon.until(({ message }) => message === "change 9999");
		expect(status.seq).toBeLessThanOrEqual(3);
		expect(status.progressCounter).toBe(1);
	});

	test("says how long the event loop was held", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "busy");
		await daemon.until(({ loopDelayMs }) => (loopDelayMs ?? 0) > 300);
	});

	test("is cut to what its readers accept", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "verbose");
		const status = await daemon.until(({ activity }) => activity === "working");
		expect(status.plan).toHaveLength(500);
		expect(status.task?.title?.endsWith("🌙…")).toBe(true);
	});

	test("that cannot be written does not end the daemon, and is written again as soon as it can be", async () => {
		const paths = await tempHome();
		const daemon = start(paths, "wait");
		const { status } = paths.daemon("kit");
		await daemon.until(({ activity }) => activity === "working");
		// A folder in the place of the temporary file: what a full disk does, also to the superuser.
		await eventually(() =>
			mkdir(`${status}.new`).then(
				() => true,
				() => null,
			),
		);
		await eventually(async () => (await daemon.log()).includes("The status file cannot be written"));
		const stale = await readStatus(status);
		await rm(`${status}.new`, { recursive: true });
		await daemon.until(({ seq }) => (seq ?? 0) > (stale?.seq ?? 0));
		await eventually(async () => (await daemon.log()).includes("can be written again"));
		expect((await daemon.log()).match(/cannot be written/g)).toHaveLength(1);
	});
});
