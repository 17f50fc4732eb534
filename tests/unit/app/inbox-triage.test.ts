import { describe, expect, test } from "vitest";
import { bulkPlan, commonOptions } from "../../../app/_features/inbox/bulk-plan.ts";
import { leftWords } from "../../../app/_features/inbox/done-line.tsx";
import { undoableUntil } from "../../../app/_features/inbox/done-store.ts";
import { EMPTY } from "../../../app/_features/inbox/draft.ts";
import { isWhole, seenTo } from "../../../app/_features/inbox/seen.ts";
import { approvingOption, decliningOption, suggestedAnswer } from "../../../app/_features/inbox/verdict.ts";
import { strokeFor } from "../../../app/_features/inbox/verdict-keys.ts";
import type { Option, Question } from "../../../server/contract/question.ts";
import { question } from "./samples.ts";

const approval = (...options: [id: string, label: string][]) =>
	question({ kind: "approval", options: options.map(([id, label]): Option => ({ id, label })) });

const YES_NO = approval(["approve", "Approve"], ["reject", "Reject"]);
const REVIEW = question({
	kind: "review",
	options: [
		{ id: "merge", label: "Merge" },
		{ id: "send-back", label: "Send back" },
		{ id: "keep", label: "Keep for later" },
	],
});

describe("the option that a single key takes", () => {
	test.each<[name: string, asked: Question, approves: string | null, declines: string | null]>([
		["plain", YES_NO, "approve", "reject"],
		["a review", REVIEW, "merge", "send-back"],
		[
			"an agent's",
			approval(["allow_always", "Always Allow"], ["allow", "Allow"], ["reject", "Reject"]),
			"allow",
			"reject",
		],
		[
			"a developer's",
			approval(
				["proceed_once", "Yes, allow once"],
				["proceed_always", "Yes, allow always"],
				["cancel", "No"],
				["nightshift:rule:allow-item", "Allow `npm test` for this item"],
				["nightshift:rule:refuse-item", "Refuse `npm test` for this item"],
			),
			"proceed_once",
			"cancel",
		],
		[
			"a check's",
			approval(["run", "Run it"], ["leave-out", "Commit without this check"], ["refuse", "Do not run it"]),
			"run",
			"refuse",
		],
		["by its label", approval(["1", "Run it once"], ["2", "Leave it"], ["3", "Refuse, and say why"]), "1", "3"],
	])("is found when it is %s", (_name, asked, approves, declines) => {
		expect(approvingOption(asked)?.id ?? null).toBe(approves);
		expect(decliningOption(asked)?.id ?? null).toBe(declines);
	});

	test("is none when two would do, when it holds for ever, or when its label says the opposite", () => {
		expect(approvingOption(approval(["1", "Run it here"], ["2", "Run it there"]))).toBeNull();
		expect(approvingOption(approval(["yes", "Yes, and do not ask again"], ["no", "No"]))).toBeNull();
		expect(approvingOption(approval(["approve", "No, stop it"], ["reject", "Yes, go on"]))).toBeNull();
		expect(decliningOption(approval(["approve", "No, stop it"], ["reject", "Yes, go on"]))).toBeNull();
		expect(approvingOption(approval(["a", "Do not run it"], ["b", "Yesterday's state"]))).toBeNull();
	});

	test("is none of a choice, where nothing is approved", () => {
		expect(approvingOption({ ...YES_NO, kind: "choice" })).toBeNull();
	});
});

describe("what is suggested", () => {
	test("is what the asker recommends, else its default", () => {
		const options = [
			{ id: "a", label: "A" },
			{ id: "b", label: "B", recommended: true },
		];
		expect(suggestedAnswer(question({ kind: "choice", options, onDeadline: "default", default: "a" }))).toBe("b");
		expect(suggestedAnswer(question({ kind: "multi", options }))).toEqual(["b"]);
		expect(suggestedAnswer(question({ onDeadline: "default", default: "a text" }))).toBe("a text");
		expect(suggestedAnswer(question({ onDeadline: "wait", default: "a text" }))).toBeNull();
	});
});

describe("a key", () => {
	test("that approves shows first what was not seen", () => {
		expect(strokeFor("a", YES_NO, EMPTY, false)).toEqual({ reveal: true });
		expect(strokeFor("a", YES_NO, EMPTY, true)).toEqual({ send: "approve" });
	});

	test("that declines needs no look, but a word for what is sent back", () => {
		expect(strokeFor("d", YES_NO, EMPTY, false)).toEqual({ send: "reject" });
		expect(strokeFor("d", REVIEW, EMPTY, true)).toEqual({ words: "send-back" });
		expect(strokeFor("d", REVIEW, { ...EMPTY, comment: "Name it otherwise" }, true)).toEqual({ send: "send-back" });
	});

	test("that is done with it sends what was begun, else what is suggested, else says that nothing is", () => {
		expect(strokeFor("e", YES_NO, EMPTY, true)).toHaveProperty("nothing");
		expect(strokeFor("e", YES_NO, { ...EMPTY, chosen: ["reject"] }, true)).toEqual({ send: null });
		const suggested = { ...YES_NO, options: [{ id: "wait", label: "Wait", recommended: true }] };
		expect(strokeFor("e", suggested, EMPTY, false)).toEqual({ reveal: true });
		expect(strokeFor("e", suggested, EMPTY, true)).toEqual({ send: "wait" });
	});
});

describe("what was on screen", () => {
	test("grows from the top without a gap", () => {
		expect(seenTo(0, { top: 0, bottom: 300 })).toBe(300);
		expect(seenTo(300, { top: 200, bottom: 500 })).toBe(500);
		expect(seenTo(300, { top: 900, bottom: 1_200 })).toBe(300);
		expect(seenTo(300, { top: 0, bottom: 0 })).toBe(300);
		expect(isWhole(300, 302)).toBe(true);
		expect(isWhole(300, 400)).toBe(false);
		expect(isWhole(0, 0)).toBe(false);
	});
});

describe("several at once", () => {
	const other = { ...YES_NO, ticket: "Q-2" };
	test("share options when these are the same, in the same order", () => {
		expect(commonOptions([YES_NO, other]).map(({ id }) => id)).toEqual(["approve", "reject"]);
		expect(commonOptions([YES_NO, REVIEW])).toEqual([]);
		expect(commonOptions([question(), question()])).toEqual([]);
		expect(commonOptions([])).toEqual([]);
	});

	test("are answered by a digit alike, and by a key each with its own option", () => {
		expect(bulkPlan([YES_NO, other], 2)).toMatchObject({
			words: "Answer with “Reject”",
			answers: [{ answer: "reject" }, { answer: "reject" }],
		});
		expect(bulkPlan([YES_NO, REVIEW], "a")).toMatchObject({
			answers: [
				{ answer: "approve", label: "Approve" },
				{ answer: "merge", label: "Merge" },
			],
		});
		expect(bulkPlan([YES_NO, REVIEW], 1)).toHaveProperty("problem");
		expect(bulkPlan([YES_NO, question({ ticket: "Q-7" })], "a")).toEqual({
			problem: "Q-7 has no answer that fits: answer it alone.",
		});
	});

	test("are not sent back together, without a word to each", () => {
		expect(bulkPlan([REVIEW], "d")).toHaveProperty("problem");
		expect(bulkPlan([REVIEW], 2)).toHaveProperty("problem");
	});
});

describe("the way back", () => {
	test("is open until the answer is handed over, and always from a snooze", () => {
		const answered = question({ undoUntil: "2026-11-21T05:00:10.000Z" });
		const until = undoableUntil({ kind: "answer", questions: [answered] });
		expect(leftWords(until, Date.parse("2026-11-21T05:00:02.500Z"))).toBe("8 s");
		expect(leftWords(until, Date.parse("2026-11-21T05:00:10.000Z"))).toBe("");
		expect(undoableUntil({ kind: "answer", questions: [question()] })).toBe(0);
		expect(leftWords(undoableUntil({ kind: "snooze", questions: [question()] }), 0)).toBe("any time");
	});
});
