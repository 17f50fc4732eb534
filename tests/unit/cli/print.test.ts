import { describe, expect, test } from "vitest";
import { printBytes, printDuration, printPercent, UNKNOWN } from "../../../server/cli/print/quantities.ts";
import { printQuestion } from "../../../server/cli/print/question.ts";
import { describeState, printStatus } from "../../../server/cli/print/status.ts";
import type { DaemonStatus, Status } from "../../../server/contract/daemon.ts";
import { question } from "../app/samples.ts";

const NOW = new Date("2026-11-21T05:10:00.000Z");

const STOPPED: DaemonStatus = {
	name: "bot",
	desired: "down",
	phase: "stopped",
	health: "unknown",
	reason: null,
	pid: null,
	startedAt: null,
	uptimeSeconds: null,
	adopted: false,
	cpuPercent: null,
	memoryBytes: null,
	activity: null,
	task: null,
	waitingOn: [],
	restarts: 0,
	failures: 0,
	nextRetryAt: null,
	lastExit: null,
	restartNeeded: false,
	nextScheduledAt: null,
	identity: null,
	heartbeatAt: null,
	message: null,
	problem: null,
	plan: [],
	forceAt: null,
	failureLimit: 5,
	memoryLimitBytes: null,
	workspace: null,
};
const RUNNING: DaemonStatus = {
	...STOPPED,
	desired: "up",
	phase: "running",
	health: "ready",
	pid: 4300,
	activity: "working",
};

describe("quantities", () => {
	test.each([
		[null, UNKNOWN],
		[0, "0s"],
		[59.9, "59s"],
		[200, "3m 20s"],
		[7500, "2h 05m"],
		[356_400, "4d 3h"],
	])("%s seconds are %s", (seconds, text) => {
		expect(printDuration(seconds)).toBe(text);
	});

	test.each([
		[null, UNKNOWN],
		[0, "0 B"],
		[999, "999 B"],
		[61_000_000, "61 MB"],
		[999_600_000, "1.0 GB"],
		[4_310_000_000, "4.3 GB"],
	])("%s bytes are %s", (bytes, text) => {
		expect(printBytes(bytes)).toBe(text);
	});

	test("not known is not nothing", () => {
		expect([printPercent(null), printPercent(0), printPercent(101.26)]).toEqual([UNKNOWN, "0.0%", "101.3%"]);
	});
});

describe("a daemon's state in words", () => {
	test.each<[Partial<DaemonStatus>, string]>([
		[{}, "running, working"],
		[{ activity: null, health: "unknown" }, "running"],
		[{ health: "hung" }, "running, hung, working"],
		[{ activity: "waiting", waitingOn: ["Q-17"] }, "running, waiting for you (Q-17)"],
		[{ waitingOn: ["Q-1", "Q-2"] }, "running, working, waiting for you (Q-1, Q-2)"],
		[{ activity: "waiting" }, "running, waiting"],
		[{ phase: "backing-off", activity: null }, "waiting to try again"],
		[{ phase: "stop-failed" }, "could not be stopped"],
	])("%j is %s", (change, words) => {
		expect(describeState({ ...RUNNING, ...change })).toBe(words);
	});
});

test("the table is aligned, and says below what is out of order", () => {
	const status: Status = {
		dashboard: {
			running: true,
			pid: 4242,
			url: "http://127.0.0.1:4310",
			version: "0.1.0",
			startedAt: "2026-11-21T05:00:00.000Z",
		},
		daemons: [
			{
				...RUNNING,
				uptimeSeconds: 12.3,
				cpuPercent: 1.2,
				memoryBytes: 61e6,
				task: { id: "US-9", title: "Nine", startedAt: null, progress: 0.4 },
			},
			{ ...STOPPED, name: "数据", phase: "failed", reason: "It ended five times." },
		],
		problems: [
			{ id: "alert:数据", severity: "error", text: "数据 failed.", since: "2026-11-21T05:00:00.000Z" },
			{ id: "config", severity: "error", text: "config.json, line 3: a mistake.", since: "2026-11-21T05:00:00.000Z" },
		],
	};
	expect(printStatus(status, NOW).split("\n")).toEqual([
		"NAME        STATE               PID        UP    CPU   MEMORY   TASK",
		"dashboard   running            4242   10m 00s      –        –   http://127.0.0.1:4310",
		"bot         running, working   4300       12s   1.2%    61 MB   US-9 Nine (40%)",
		"数据        failed                –         –      –        –   –",
		"数据: It ended five times.",
		"config.json, line 3: a mistake.",
	]);
});

test("a dashboard that lives but has told nothing does not answer", () => {
	const dashboard = { running: true, pid: 4242, url: "http://127.0.0.1:4310", version: null, startedAt: null };
	expect(printStatus({ dashboard, daemons: [], problems: [] }, NOW)).toMatch(/^dashboard +does not answer +4242/m);
});

test("a question shows what it takes to answer it", () => {
	const asked = question({
		ticket: "Q-17",
		daemon: "bot",
		kind: "choice",
		title: "Which one?",
		body: "One of\nthese.",
		options: [
			{ id: "a", label: "The first", recommended: true },
			{ id: "b", label: "b" },
		],
		task: "US-9",
		blocking: true,
		urgency: "high",
		deadlineAt: "2026-11-21T09:00:00.000Z",
		onDeadline: "default",
		default: "a",
	});
	expect(printQuestion(asked, NOW).split("\n")).toEqual([
		"Q-17 high Which one?  (bot, US-9, 10m 00s ago)",
		"    One of",
		"    these.",
		"    - a  The first (recommended)",
		"    - b",
		'    deadline 2026-11-21T09:00:00.000Z: then "a" is taken',
	]);
});
