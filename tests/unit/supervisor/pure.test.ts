import { describe, expect, test } from "vitest";
import { parsePs } from "../../../server/process-table/darwin.ts";
import { parseStat } from "../../../server/process-table/linux.ts";
import { parseCim } from "../../../server/process-table/windows.ts";
import { exitCause } from "../../../server/supervisor/exit-cause.ts";
import { afterExit, backoffDelay } from "../../../server/supervisor/restart-policy.ts";
import { daemonConfig } from "../../support/daemon-config.ts";

describe("reading the process table", () => {
	test("a Linux process may be named like the fields that follow its name", () => {
		const fields = "S 1 42 42 0 -1 4194560 100 0 0 0 5 3 0 0 20 0 11 0 987654 1000000 500 1844";
		expect(parseStat(`42 (a) R 9 (b) ${fields}`)).toEqual({
			pid: 42,
			ppid: 1,
			pgid: 42,
			startTime: "987654",
			zombie: false,
			command: "a) R 9 (b",
		});
		expect(parseStat(`7 (x) ${fields.replace("S", "Z")}`)?.zombie).toBe(true);
		expect(parseStat("")).toBeNull();
		expect(parseStat("7 (x")).toBeNull();
	});

	test("macOS ps: start times are five words and commands may have spaces", () => {
		const output = [
			"    1     0     1 Ss   Sat Nov  1 09:00:00 2026     /sbin/launchd",
			" 4242     1  4242 Z+   Sat Nov 21 06:10:11 2026     /Applications/My App.app/Contents/MacOS/My App",
			"garbage",
			"",
		].join("\n");
		expect(parsePs(output)).toEqual([
			{ pid: 1, ppid: 0, pgid: 1, startTime: "Sat Nov 1 09:00:00 2026", zombie: false, command: "/sbin/launchd" },
			{
				pid: 4242,
				ppid: 1,
				pgid: 4242,
				startTime: "Sat Nov 21 06:10:11 2026",
				zombie: true,
				command: "/Applications/My App.app/Contents/MacOS/My App",
			},
		]);
	});

	test("Windows: one process comes as an object, several as an array, and some have no start", () => {
		const one = { ProcessId: 8, ParentProcessId: 4, Name: "node.exe", Start: 133770000000000000 };
		expect(parseCim(JSON.stringify(one))).toHaveLength(1);
		const system = { ...one, ProcessId: 4, Start: null };
		expect(parseCim(JSON.stringify([one, system]))).toEqual([
			{ pid: 8, ppid: 4, pgid: 0, startTime: "133770000000000000", zombie: false, command: "node.exe" },
		]);
	});
});

describe("restarting by cause", () => {
	const { restart } = daemonConfig([]);
	const crash = { code: 1, cause: "crash" } as const;

	test("pauses grow, are capped, and spread by the jitter", () => {
		const backoff = { initialMs: 100, factor: 2, maxMs: 1_000, jitter: 0.2 };
		expect([1, 2, 3, 4, 5, 99].map((n) => backoffDelay(n, backoff, 0.5))).toEqual([100, 200, 400, 800, 1000, 1000]);
		expect(backoffDelay(1, backoff, 0)).toBe(80);
		expect(backoffDelay(1, backoff, 0.999999)).toBe(120);
	});

	test("a failure is tried again up to the limit of the window, then given up", () => {
		expect(afterExit(crash, 5, restart)).toBe("restart");
		expect(afterExit(crash, 6, restart)).toBe("failed");
	});

	test("a bad configuration stops at once, a success ends it, and a second instance is a conflict", () => {
		expect(afterExit({ code: 78, cause: "config" }, 1, restart)).toBe("failed");
		expect(afterExit({ code: 0, cause: "unknown" }, 0, restart)).toBe("exited");
		expect(afterExit({ code: 75, cause: "crash" }, 1, restart)).toBe("conflict");
	});

	test("`always` restarts a success too, `never` restarts nothing", () => {
		expect(afterExit({ code: 0, cause: "unknown" }, 0, { ...restart, on: "always" })).toBe("restart");
		expect(afterExit(crash, 1, { ...restart, on: "never" })).toBe("failed");
		expect(afterExit({ code: 0, cause: "unknown" }, 0, { ...restart, on: "never" })).toBe("exited");
	});
});

describe("why it ended", () => {
	const facts = { code: null, signal: null, asked: false, oomKills: false, logTail: "" };

	test("a SIGKILL while the kernel killed for memory is out of memory", () => {
		expect(exitCause({ ...facts, signal: "SIGKILL", oomKills: true })).toBe("oom");
		expect(exitCause({ ...facts, signal: "SIGKILL" })).toBe("crash");
	});

	test("what a person asked for is theirs, however it went", () => {
		expect(exitCause({ ...facts, signal: "SIGKILL", oomKills: true, asked: true })).toBe("user");
	});

	test("what nobody saw is unknown", () => {
		expect(exitCause(facts)).toBe("unknown");
	});
});
