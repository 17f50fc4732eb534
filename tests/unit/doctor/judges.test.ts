import { expect, test } from "vitest";
import { shellWord } from "../../../server/contract/shell-word.ts";
import { judgeDisk } from "../../../server/doctor/checks/disk.ts";
import { judgeNode } from "../../../server/doctor/checks/installation.ts";
import { judgeLogs } from "../../../server/doctor/checks/logs.ts";
import { judgeWatches } from "../../../server/doctor/checks/watches.ts";
import { parsePsEnvironments } from "../../../server/doctor/our-processes.ts";

const GIB = 1024 ** 3;

test.each([
	["v20.19.0", []],
	["v22.0.0", []],
	["v20.18.3", ["node-too-old"]],
	["v18.20.0", ["node-too-old"]],
])("Node %s against >=20.19", (version, ids) => {
	expect(judgeNode(version, ">=20.19").map(({ id }) => id)).toEqual(ids);
});

test.each([
	["plenty", { freeBytes: 100 * GIB, bytes: 200 * GIB }, []],
	["4 % of a large one", { freeBytes: 40 * GIB, bytes: 1_000 * GIB }, ["hint"]],
	["under 1 GiB", { freeBytes: GIB - 1, bytes: 2 * GIB }, ["error"]],
])("a disk with room: %s", (_what, room, severities) => {
	const files = { freeFiles: 0, files: 0 };
	expect(judgeDisk("/home", { ...room, ...files }).map(({ severity }) => severity)).toEqual(severities);
});

test("logs may take some room, and twice what they are to take while nobody rotates", () => {
	expect(judgeLogs("/logs", 40_000_000, 1_000)).toEqual([]);
	expect(judgeLogs("/logs", 190_000_000, 100_000_000)).toEqual([]);
	expect(judgeLogs("/logs", 201_000_000, 100_000_000)).toHaveLength(1);
	expect(judgeLogs("/logs", 60_000_000, 0)[0]?.mend).toContain("remove");
});

test("file watches are counted before they are used up", () => {
	const watches = { failure: null, instances: 100, maxInstances: 128, maxWatches: 8_192 };
	expect(judgeWatches(watches)).toEqual([]);
	expect(judgeWatches({ ...watches, instances: 120 })).toMatchObject([
		{ id: "watches-nearly-used-up", severity: "hint" },
	]);
	expect(judgeWatches({ ...watches, maxInstances: null, failure: "ENOSPC", maxWatches: null })).toMatchObject([
		{ id: "watches-used-up", what: expect.stringContaining("all watches of this user") },
	]);
});

test("processes of Nightshift are known by their environment, as ps shows it on macOS", () => {
	const output = [
		"  501 /usr/local/bin/node bot.mjs NIGHTSHIFT_HOME=/Users/me/.nightshift NIGHTSHIFT_DAEMON=bot NIGHTSHIFT_INSTANCE=abc A=b",
		"  502 /usr/local/bin/node dist/dashboard.js NIGHTSHIFT_HOME=/Users/me/.nightshift",
		"  503 /bin/zsh HOME=/Users/me",
		"rubbish",
	].join("\n");
	const home = "/Users/me/.nightshift";
	expect(parsePsEnvironments(output)).toEqual([
		{ pid: 501, name: "node", home, daemon: "bot", instance: "abc" },
		{ pid: 502, name: "node", home, daemon: null, instance: null },
	]);
});

test("a command that is shown can be copied", () => {
	expect(shellWord("/home/me/.nightshift")).toBe("/home/me/.nightshift");
	expect(shellWord("/it's here")).toBe("'/it'\\''s here'");
});
