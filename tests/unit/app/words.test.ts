import { describe, expect, test } from "vitest";
import { controlsOf } from "../../../app/_words/control-words.ts";
import { doingState, evidence, mostUrgent, processState } from "../../../app/_words/daemon-words.ts";
import { exitSentence } from "../../../app/_words/exit-words.ts";
import { attempt, bytes, count, ordinal, percent } from "../../../app/_words/quantity.ts";
import { answerText, deadlineSentence, deadlineWords, outcomeWords } from "../../../app/_words/question-words.ts";
import { age, countdown, relative, runningClock, span } from "../../../app/_words/time.ts";
import type { LastExit } from "../../../server/contract/daemon.ts";
import { daemon, question } from "./samples.ts";

const NOW = Date.parse("2026-11-21T08:00:00.000Z");
const ago = (seconds: number) => new Date(NOW - seconds * 1_000).toISOString();

describe("times", () => {
	test("are told in their largest unit", () => {
		expect([0, 59_999, 60_000, 3_599_000, 7_200_000, 200_000_000].map(span)).toEqual([
			"0 s",
			"59 s",
			"1 min",
			"59 min",
			"2 h",
			"2 d",
		]);
		expect(span(-5)).toBe("0 s");
	});

	test("are relative to now, in both directions", () => {
		expect(relative(ago(1), NOW)).toBe("just now");
		expect(relative(ago(180), NOW)).toBe("3 min ago");
		expect(relative(ago(-2_880), NOW)).toBe("in 48 min");
		expect(age(ago(7_200), NOW)).toBe("2 h");
		expect(relative("rubbish", NOW)).toBe("at an unknown time");
	});

	test("run like a clock", () => {
		expect([0, 42, 251, 15_065, 187_860].map(runningClock)).toEqual([
			"00:00",
			"00:42",
			"04:11",
			"4:11:05",
			"2 d 04:11",
		]);
		expect(countdown(ago(-41.2), NOW)).toBe("00:42");
		expect(countdown(ago(5), NOW)).toBe("00:00");
	});
});

test("quantities keep to three digits and their unit", () => {
	expect([512, 61_000_000, 432_013_312, 1_073_741_824].map(bytes)).toEqual(["512 B", "58.2 MiB", "412 MiB", "1 GiB"]);
	expect([0.04, 9.94, 38.4, 212].map(percent)).toEqual(["0.0 %", "9.9 %", "38 %", "212 %"]);
	expect([count(1, "question"), count(3, "question")]).toEqual(["1 question", "3 questions"]);
	expect([1, 3, 11, 12, 21, 102].map(ordinal)).toEqual(["first", "third", "11th", "12th", "21st", "102nd"]);
});

describe("the state of a daemon", () => {
	test("is only green when it has been heard from", () => {
		expect(processState(daemon())).toMatchObject({ word: "Running", tone: "ok" });
		expect(processState(daemon({ health: "unknown" }))).toMatchObject({ word: "Running", tone: "off" });
		expect(processState(daemon({ health: "hung" }))).toMatchObject({ word: "Hung", tone: "bad" });
	});

	test("is what it does, in the header, unless something is wrong", () => {
		expect(doingState(daemon()).word).toBe("Working");
		expect(doingState(daemon({ activity: "waiting" })).word).toBe("Waiting for you");
		expect(doingState(daemon({ health: "hung" })).word).toBe("Hung");
		expect(doingState(daemon({ phase: "backing-off", activity: null })).word).toBe("Backing off");
		expect(doingState(daemon({ activity: null })).word).toBe("Running");
	});

	test("puts the one that needs attention most into the header; of equals the first", () => {
		const [well, waits, failed, hung] = [
			daemon({ name: "well" }),
			daemon({ name: "waits", activity: "waiting" }),
			daemon({ name: "failed", phase: "failed" }),
			daemon({ name: "hung", health: "hung" }),
		];
		expect(mostUrgent([well, waits])).toBe(waits);
		expect(mostUrgent([well, waits, failed, hung])).toBe(failed);
		expect(mostUrgent([daemon({ phase: "stopped" }), well])).toBe(well);
		expect(mostUrgent([daemon({ name: "stuck", problem: "No roadmap." }), waits])?.name).toBe("stuck");
		expect(mostUrgent([])).toBeNull();
	});
});

test("the evidence counts the marks that match and those that could be read", () => {
	expect(evidence(daemon())).toBe("started from here, 4 of 4 marks match");
	const identity = { boot: true, startTime: true, executable: null, instance: true };
	expect(evidence(daemon({ adopted: true, identity }))).toBe(
		"same process found again, 3 of 3 marks that can be read match",
	);
	expect(evidence(daemon({ identity: { ...identity, instance: false } }))).toContain("2 of 3");
	expect(evidence(daemon({ pid: null, identity: null }))).toBeNull();
});

test("each phase offers what makes sense in it", () => {
	const verbs = (phase: ReturnType<typeof daemon>["phase"]) => controlsOf(daemon({ phase })).map(({ label }) => label);
	expect(verbs("running")).toEqual(["Restart", "Stop"]);
	expect(verbs("stopped")).toEqual(["Start"]);
	expect(verbs("stopping")).toEqual([]);
	expect(verbs("backing-off")).toEqual(["Start now", "Stop trying"]);
	expect(verbs("stop-failed")).toEqual(["Stop again"]);
	expect(verbs("failed")).toEqual(["Start again"]);
});

describe("how a run ended", () => {
	const exit = (over: Partial<LastExit>): LastExit => ({
		code: null,
		signal: null,
		cause: "unknown",
		at: ago(60),
		forced: false,
		survivors: [],
		...over,
	});
	test("is one sentence for each cause", () => {
		expect(exitSentence(exit({ cause: "crash", code: 3 }))).toBe("Crashed with exit code 3.");
		expect(exitSentence(exit({ cause: "crash", signal: "SIGSEGV" }))).toBe("Crashed by signal SIGSEGV.");
		expect(exitSentence(exit({ cause: "user", code: 0 }))).toBe("Stopped on request, with exit code 0.");
		expect(exitSentence(exit({ cause: "oom", signal: "SIGKILL" }))).toBe("Killed because memory ran out.");
		expect(exitSentence(exit({}))).toBe("Ended while nobody was watching; how is not known.");
		expect(exitSentence(exit({ code: 0 }))).toBe("Ended by itself with exit code 0.");
	});

	test("names the force and those who outlived it", () => {
		const survivors = [{ pid: 77, command: "node server.js" }];
		expect(exitSentence(exit({ cause: "user", signal: "SIGKILL", forced: true, survivors }))).toBe(
			"Stopped on request. It ignored the polite signal and had to be killed. One process outlived it: node server.js (pid 77).",
		);
	});
});

describe("a question in words", () => {
	const options = [{ id: "catalog", label: "The catalog" }];
	test("says what happens when nobody answers", () => {
		const asked = question({ kind: "choice", options });
		const deadlineAt = ago(-2_880);
		expect(deadlineWords(asked, NOW)).toBe("keeps waiting");
		expect(deadlineSentence(asked, NOW)).toBeNull();
		expect(deadlineWords({ ...asked, deadlineAt, onDeadline: "default", default: "catalog" }, NOW)).toBe(
			"takes “The catalog” in 48 min",
		);
		expect(deadlineWords({ ...asked, deadlineAt, onDeadline: "skip" }, NOW)).toBe(
			"goes on without an answer in 48 min",
		);
		expect(deadlineWords({ ...asked, deadlineAt: ago(10) }, NOW)).toBe("its deadline has passed; keeps waiting");
	});

	test("tells an answer by its labels", () => {
		expect(answerText(question({ kind: "choice", options }), "catalog")).toBe("The catalog");
		expect(answerText(question({ kind: "multi", options }), ["catalog", "x"])).toBe("The catalog, x");
		expect(answerText(question({ kind: "multi", options }), [])).toBe("none of them");
		expect(answerText(question({ kind: "text", options }), "catalog")).toBe("catalog");
		expect(answerText(question({ kind: "form" }), { host: "a", tls: true })).toBe("host: a, tls: true");
	});

	test("never calls a default a person's answer", () => {
		expect(outcomeWords(question({ status: "defaulted", answer: "x", answeredBy: "default" }))).toBe(
			"decided by default",
		);
		expect(outcomeWords(question({ status: "defaulted", answeredBy: "default" }))).toBe("skipped at its deadline");
		expect(outcomeWords(question({ status: "answered", answer: "x", answeredBy: "policy" }))).toBe(
			"decided by a policy",
		);
	});
});

test("an attempt is counted only up to the limit", () => {
	expect([attempt(1, 5), attempt(5, 5)]).toEqual([" (attempt 1 of 5)", " (attempt 5 of 5)"]);
	expect([attempt(6, 5), attempt(0, 5), attempt(3, null)]).toEqual(["", "", ""]);
});
