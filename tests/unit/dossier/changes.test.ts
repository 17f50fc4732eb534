import { describe, expect, test } from "vitest";
import { describeChanges } from "../../../server/dossier/changes.ts";
import type { Fingerprint } from "../../../server/dossier/fingerprint.ts";

const BEFORE: Fingerprint = {
	v: 1,
	at: "2026-01-01T00:00:00.000Z",
	settings: {
		"restart.on": { hash: "1", shown: '"failure"' },
		"env.TOKEN": { hash: "2", shown: null },
		"stop.timeout": { hash: "3", shown: "10s" },
	},
	files: {
		"/srv/bot.py": { size: 10, modifiedAt: "2026-01-01T00:00:00.000Z", hash: "aa" },
		"/usr/bin/python3": { size: 90_000_000, modifiedAt: "2025-01-01T00:00:00.000Z", hash: null },
	},
	commits: { "/srv": "aaaaaaaaaaaaaaaaaaaa" },
	nightshift: "0.1.0",
	node: "20.19.0",
	boot: "first",
};

function changes(change: Partial<Fingerprint>): string[] {
	return describeChanges(BEFORE, { ...BEFORE, at: "2026-01-02T00:00:00.000Z", ...change });
}

describe("what changed since the last good start", () => {
	test("is nothing when only time has passed", () => {
		expect(changes({})).toEqual([]);
	});

	test("names settings, and shows no secret value", () => {
		const settings = {
			"restart.on": { hash: "9", shown: '"always"' },
			"env.TOKEN": { hash: "9", shown: null },
			"env.NEW": { hash: "9", shown: null },
			"live.http": { hash: "9", shown: '"http://127.0.0.1:1"' },
		};
		expect(changes({ settings })).toEqual([
			"The setting env.NEW is new.",
			"The setting env.TOKEN was changed.",
			'The setting live.http is new: "http://127.0.0.1:1".',
			'The setting restart.on was changed from "failure" to "always".',
			"The setting stop.timeout was taken out.",
		]);
	});

	test("says nothing of a file that was only touched, and tells one apart that is too large to be read", () => {
		const [bot, python] = Object.values(BEFORE.files);
		if (!bot || !python) throw new Error("the fingerprint has two files");
		const touched = "2026-02-01T00:00:00.000Z";
		expect(changes({ files: { "/srv/bot.py": { ...bot, modifiedAt: touched }, "/usr/bin/python3": python } })).toEqual(
			[],
		);
		const files = { "/srv/bot.py": { ...bot, hash: "bb" }, "/usr/bin/python3": { ...python, modifiedAt: touched } };
		expect(changes({ files })).toEqual([
			"The file /srv/bot.py was changed at 2026-01-01T00:00:00.000Z.",
			"The file /usr/bin/python3 was changed at 2026-02-01T00:00:00.000Z.",
		]);
		expect(changes({ files: { "/srv/new.py": bot } })).toEqual([
			"The file /srv/bot.py is gone.",
			"The file /srv/new.py is new.",
			"The file /usr/bin/python3 is gone.",
		]);
	});

	test("tells commits, versions and a new boot", () => {
		const commits = { "/srv": "bbbbbbbbbbbbbbbbbbbb", "/other": "cccccccccccccccccccc" };
		expect(changes({ commits, nightshift: "0.2.0", node: "24.1.0", boot: "second" })).toEqual([
			"The checkout /other is at commit cccccccccc.",
			"The checkout /srv is at commit bbbbbbbbbb instead of aaaaaaaaaa.",
			"Nightshift went from 0.1.0 to 0.2.0.",
			"Node went from 20.19.0 to 24.1.0.",
			"The machine was started anew.",
		]);
		expect(changes({ boot: null })).toEqual([]);
	});
});
