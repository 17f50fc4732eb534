import { describe, expect, test } from "vitest";
import type { Connection } from "../../../app/_live/store.ts";
import { connectionWords } from "../../../app/_shell/connection-words.ts";

const SINCE = Date.UTC(2026, 0, 2, 11, 20);
const wordsAfter = (seconds: number, lastHeard: number | null = SINCE) => {
	const lost: Connection = { status: "lost", since: SINCE, lastHeard };
	return connectionWords(lost, lastHeard === null, SINCE + seconds * 1_000);
};

describe("a lost connection", () => {
	test("is not worth a word while it is short", () => {
		expect(wordsAfter(1)).toBe("");
		expect(wordsAfter(2)).toMatch(/^Connection lost; showing the state of \d\d:\d\d\. Trying again…$/);
	});

	test("says what to do when it has not come back within half a minute", () => {
		expect(wordsAfter(29)).not.toContain("nightshift start");
		expect(wordsAfter(30)).toMatch(/Trying again… If it stays like this, run “nightshift start” in a terminal\.$/);
		expect(wordsAfter(30, null)).toMatch(/^The dashboard does not answer\. Trying again… .*“nightshift start”/);
	});
});
