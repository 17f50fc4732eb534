import { describe, expect, test } from "vitest";
import { asleepWords } from "../../../app/_features/inbox/asleep.tsx";
import { extended, newest, refreshed } from "../../../app/_features/inbox/page-merge.ts";
import { listQuery, NO_FILTER } from "../../../app/_features/inbox/place.ts";
import { ruleOf } from "../../../app/_features/inbox/provenance.tsx";
import { localInput, snoozeChoices } from "../../../app/_features/inbox/snooze-times.ts";
import { found, moved } from "../../../app/_palette/entries.ts";
import { wholeDiff } from "../../../app/_ui/diff/whole-diff.ts";
import { deadlineSentence } from "../../../app/_words/question-words.ts";
import { question } from "./samples.ts";

const list = (next: string | null, ...tickets: string[]) => ({
	questions: tickets.map((ticket) => question({ ticket })),
	next,
});
const tickets = ({ questions }: { questions: { ticket: string }[] }) => questions.map(({ ticket }) => ticket);

describe("a list of pages", () => {
	test("grows by what follows, each question once", () => {
		const both = extended(list("Q-2", "Q-1", "Q-2"), list(null, "Q-2", "Q-3"));
		expect(tickets(both)).toEqual(["Q-1", "Q-2", "Q-3"]);
		expect(both.next).toBeNull();
	});

	test("whose beginning is read again loses what is gone from there, and keeps what follows", () => {
		const known = list("Q-5", "Q-1", "Q-2", "Q-3", "Q-4", "Q-5");
		expect(refreshed(known, list("Q-4", "Q-1", "Q-3", "Q-4"))).toMatchObject({ next: "Q-5" });
		expect(tickets(refreshed(known, list("Q-4", "Q-1", "Q-3", "Q-4")))).toEqual(["Q-1", "Q-3", "Q-4", "Q-5"]);
	});

	test("is the page alone when that is all there is, or does not touch what was known", () => {
		const known = list("Q-2", "Q-1", "Q-2");
		expect(tickets(refreshed(known, list(null, "Q-9")))).toEqual(["Q-9"]);
		expect(refreshed(known, list("Q-9", "Q-8", "Q-9"))).toMatchObject({ next: "Q-9" });
		expect(refreshed(known, list(null))).toEqual({ questions: [], next: null });
	});

	test("shows of one question what is newest", () => {
		const old = question({ version: 1 });
		const young = question({ version: 2, status: "answered" });
		expect(newest(old, null, young, undefined)).toBe(young);
		expect(newest(null)).toBeNull();
	});

	test("is asked for as the API wants it", () => {
		expect(listQuery({ tab: "pending", ...NO_FILTER })).toBe("status=pending&sleep=awake&brief=1");
		expect(listQuery({ tab: "later", ...NO_FILTER, search: " two words " })).toBe(
			"status=pending&sleep=asleep&q=two+words&brief=1",
		);
		expect(listQuery({ tab: "answered", ...NO_FILTER, task: "US-9" })).toBe("status=settled&task=US-9&brief=1");
	});
});

describe("the times to put a question off until", () => {
	const words = (text: string, tomorrow: string | null) =>
		snoozeChoices(new Date(text).getTime(), tomorrow === null ? null : new Date(tomorrow).getTime()).map(
			({ label, at }) => `${label}: ${at === null ? "?" : localInput(at)}`,
		);

	test("are by the person's own clock", () => {
		expect(words("2026-11-21T10:20:00", "2026-11-22T08:30:00")).toEqual([
			"In an hour: 2026-11-21T11:20",
			"Later today: 2026-11-21T13:00",
			"Tomorrow: 2026-11-22T08:30",
			"Next week: 2026-11-23T09:00",
		]);
	});

	test("are not later today in the evening, and not next week when that is tomorrow", () => {
		expect(words("2026-11-22T22:30:00", "2026-11-23T09:00:00")).toEqual([
			"In an hour: 2026-11-22T23:30",
			"Tomorrow: 2026-11-23T09:00",
			"In a week: 2026-11-29T09:00",
		]);
	});

	test("have tomorrow as the person's next day: it is said when that is not the next one", () => {
		const friday = "2026-11-20T17:00:00";
		expect(words(friday, "2026-11-23T09:00:00")[2]).toBe("Your next day with hours: 2026-11-23T09:00");
		expect(words(friday, null)[2]).toBe("Tomorrow: ?");
		expect(snoozeChoices(new Date(friday).getTime(), null)[2]?.until).toBe("tomorrow");
	});

	test("are all to come", () => {
		for (let hour = 0; hour < 24 * 7; hour += 1) {
			const now = new Date(2026, 2, 27, hour, 59).getTime();
			expect(snoozeChoices(now, null).filter(({ at }) => at !== null && at <= now)).toEqual([]);
		}
	});
});

describe("the words about time", () => {
	const now = Date.parse("2026-11-21T10:00:00.000Z");
	test("say when a deadline passes that stood still, and for how long", () => {
		const asked = question({
			deadlineAt: "2026-11-21T18:00:00.000Z",
			firesAt: "2026-11-22T10:00:00.000Z",
			onDeadline: "skip",
		});
		expect(deadlineSentence(asked, now)).toContain("(in 1 d), it goes on without an answer.");
		expect(deadlineSentence(asked, now)).toContain("16 h outside your hours are not counted.");
		expect(deadlineSentence({ ...asked, firesAt: asked.deadlineAt }, now)).not.toContain("outside");
	});

	test("say why a question sleeps", () => {
		const until = "2026-11-21T13:00:00.000Z";
		expect(asleepWords(question({ snoozedUntil: until }), now)).toContain("You put it off");
		expect(asleepWords(question({ heldUntil: until }), now)).toContain("digest");
		expect(asleepWords(question(), now)).toBeNull();
	});
});

test("the rule that decided is named by the answer's comment, only when a rule decided", () => {
	const comment = "Rule R-3: execute:npm test";
	expect(ruleOf(question({ answeredBy: "policy", comment }))).toBe("R-3");
	expect(ruleOf(question({ answeredBy: "human", comment }))).toBeNull();
	expect(ruleOf(question({ answeredBy: "policy" }))).toBeNull();
});

describe("a diff that must be seen whole", () => {
	const diff = "--- a/one.ts\n+++ b/one.ts\n@@ -1,2 +1,2 @@\n-old\n+--- new\n same\n";
	test("is shown by file when the view leaves nothing out", () => {
		expect(wholeDiff(diff)).toMatchObject([{ path: "one.ts", added: 1, removed: 1 }]);
		expect(wholeDiff(`diff --git a/one.ts b/one.ts\nindex 1..2 100644\n${diff}`)).toHaveLength(1);
	});

	test("stays a text when anything in it would be left out", () => {
		expect(wholeDiff(`rm -rf /\n${diff}`)).toBeNull();
		expect(wholeDiff(`${diff}rm -rf /\n`)).toBeNull();
		expect(wholeDiff(`diff --git a/one.ts b/one.ts\nold mode 100644\nnew mode 100755\n${diff}`)).toBeNull();
		expect(wholeDiff("--- a\nno diff at all")).toBeNull();
	});
});

describe("the palette", () => {
	const entry = (label: string, group: "Pages" | "Daemons" = "Pages") => {
		return { id: label, group, label, hint: "", run: () => {} };
	};
	const entries = [entry("Handover"), entry("Inbox"), entry("Over")];
	test("finds by any part of the words, what begins with them first", () => {
		expect(found(entries, "over").map(({ label }) => label)).toEqual(["Over", "Handover"]);
		expect(found(entries, "pages in").map(({ label }) => label)).toEqual(["Inbox"]);
		expect(found(entries, "")).toHaveLength(3);
	});

	test("ranks by how well a word fits, whatever it leads to, and keeps together what belongs together", () => {
		const daemon = (label: string) => entry(label, "Daemons");
		const all = [
			...[entry("History"), entry("Logs")],
			...[daemon("Restart code-developer"), daemon("Start code-developer"), daemon("Stop my-logs")],
		];
		const labels = (text: string) => found(all, text).map(({ label }) => label);
		expect(labels("st")).toEqual(["Start code-developer", "Stop my-logs", "Restart code-developer", "History"]);
		expect(labels("logs")).toEqual(["Logs", "Stop my-logs"]);
		expect(labels("dev st")[0]).toBe("Start code-developer");
		expect(labels("daemons")).toEqual(["Restart code-developer", "Start code-developer", "Stop my-logs"]);
		expect(labels("")).toEqual(all.map(({ label }) => label));
		expect(labels("history code")).toEqual([]);
	});

	test("is walked with the arrows, round and round", () => {
		expect([moved(0, "ArrowUp", 3), moved(2, "ArrowDown", 3), moved(1, "End", 3), moved(1, "x", 3)]).toEqual([
			2,
			0,
			2,
			null,
		]);
		expect(moved(0, "ArrowDown", 0)).toBeNull();
	});
});
