import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { eventually } from "../../support/wait.ts";
import { httpAgent } from "./clients.ts";

test("whatever a model sends is asked, or refused in a sentence: nothing breaks and nothing is asked by mistake", async () => {
	const { url, paths } = await startDashboard();
	const agent = await httpAgent(url, paths, { as: "bot" });
	const refused: [string, Record<string, unknown>, RegExp][] = [
		["ask_human", {}, /There is no question: send it as question/],
		["ask_human", { question: "Q", deadline_at: "2020-01-01T00:00:00Z" }, /in the past, it is 20\d\d-.* now/],
		["ask_human", { question: "Q", kind: "choice", options: [] }, /needs options/],
		[
			"ask_human",
			{ question: "Q", kind: "approval", default: "disapprove", deadline_at: "1h" },
			/its default is no answer/,
		],
		["ask_human", { question: "Q", kind: "form", schema: { type: "array" } }, /its schema is not one of a form/],
		["check_answers", { tickets: ["Q-99", "nonsense"] }, /There is no question "Q-99".*\n.*"NONSENSE"/],
		["check_answers", { tickets: [17] }, /17 is no ticket: send one such as "Q-17"/],
		["check_answers", { replies: ["yes"] }, /"yes" is no reply: send \{"ticket"/],
		["withdraw_question", { ticket: "Q-99", reason: "x" }, /There is no question "Q-99"/],
		["withdraw_question", { ticket: "Q-1" }, /There is no reason/],
		["get_directives", { done: "everything" }, /"everything" is no directive: send its id/],
		["report_progress", { message: "\u202E\u0000" }, /There is no message/],
	];
	for (const [tool, args, sentence] of refused) {
		const told = await agent.call(tool, args);
		expect({ tool, args, isError: told.isError, text: told.text }).toEqual({
			tool,
			args,
			isError: true,
			text: expect.stringMatching(sentence),
		});
		expect(told.data.mistakes?.length).toBeGreaterThan(0);
	}
	const db = await openDatabase(paths.database);
	expect((await listQuestions(db)).questions).toEqual([]);

	const asked = await agent.call("ask_human", {
		question: `<script>alert(1)</script>\u202E \u001B[2J${"long ".repeat(1_000)}`,
		kind: "choice",
		options: ["'; DROP TABLE Question; --", "<img src=x onerror=alert(1)>", "$(rm -rf /)", "🐙"],
		context_md: "x".repeat(1_200_000),
		wait_s: -5,
		urgency: "CRITICAL",
		surprise: { a: 1 },
	});
	expect(asked).toMatchObject({ isError: false, data: { ticket: "Q-1", status: "pending" } });
	expect(asked.data.notes).toEqual([
		expect.stringMatching(/^Ignored "surprise"/),
		expect.stringMatching(/The question is long/),
		expect.stringMatching(/its middle was left out/),
	]);
	await answerQuestion(db, "Q-1", { answer: "$(rm -rf /)" });
	expect((await agent.call("check_answers")).data.answers).toMatchObject([{ answer: "$(rm -rf /)" }]);
	await db.close();
});

test("a default that fires is told as one, also when it fires during the wait; a late answer is told too", async () => {
	const { url, paths } = await startDashboard();
	const agent = await httpAgent(url, paths, { as: "bot" });
	const ask = { kind: "choice", options: ["A", "B"], deadline_at: "500ms", wait_s: 30 };
	const told = await agent.call("ask_human", { ...ask, question: "Which?", default: "B", dedupe_key: "which" });
	expect(told.data).toMatchObject({ status: "defaulted", answer: "B", provenance: "default" });
	expect(told.data.next).toMatch(/Nobody answered by the deadline, so your own default counts/);
	expect(told.text).not.toMatch(/declined|refused by|rejected/i);
	const skipped = await agent.call("ask_human", { ...ask, question: "And?", on_deadline: "skip" });
	expect(skipped.data).toMatchObject({ status: "defaulted", provenance: "default" });
	expect(skipped.data).not.toHaveProperty("answer");
	expect(skipped.data.next).toMatch(/Nobody refused anything/);
	const again = await agent.call("ask_human", {
		...ask,
		question: "Which?",
		deadline_at: "2020-01-01T00:00:00Z",
		dedupe_key: "which",
	});
	expect(again.data).toMatchObject({ ticket: told.data.ticket, answer: "B" });
});

test("an answer that can still be undone is not told yet", async () => {
	const { url, paths, api } = await startDashboard();
	const agent = await httpAgent(url, paths, { as: "bot" });
	await agent.call("ask_human", { question: "Sure?", kind: "approval", wait_s: 0 });
	const { body } = await api<{ undoUntil: string | null }>("/questions/Q-1/answer", {
		body: { answer: "approve", undoable: true },
	});
	expect(body.undoUntil).not.toBeNull();
	expect((await agent.call("check_answers", { tickets: ["Q-1"] })).data).toMatchObject({
		answers: [],
		pending: [{ ticket: "Q-1", status: "pending" }],
	});
	expect((await agent.call("check_answers")).data).toMatchObject({ answers: [], pending: [{ ticket: "Q-1" }] });
	await api("/questions/Q-1/undo", { body: {} });
	await api("/questions/Q-1/answer", { body: { answer: "reject" } });
	const told = await eventually(async () => (await agent.call("check_answers")).data.answers[0]);
	expect(told).toMatchObject({ answer: "reject", provenance: "human" });
});

test("a question withdrawn is over, and one that was answered meanwhile keeps its answer", async () => {
	const { url, paths, api } = await startDashboard();
	const agent = await httpAgent(url, paths, { as: "bot" });
	const ask = { kind: "text", wait_s: 0 };
	await agent.call("ask_human", { ...ask, question: "One?", dedupe_key: "one" });
	await agent.call("ask_human", { ...ask, question: "Two?" });
	const withdrawn = await agent.call("withdraw_question", { ticket: "Q-1", reason: "found it\u0000 myself" });
	expect(withdrawn.data).toMatchObject({ ticket: "Q-1", status: "withdrawn" });
	expect((await api("/questions/Q-1")).body).toMatchObject({ status: "withdrawn", withdrawnReason: "found it myself" });
	expect((await agent.call("ask_human", { ...ask, question: "One?", dedupe_key: "one" })).data.next).toMatch(
		/ask again with another dedupe_key/,
	);
	await api("/questions/Q-2/answer", { body: { answer: "two" } });
	const late = await agent.call("withdraw_question", { ticket: "Q-2", reason: "not needed" });
	expect(late.data).toMatchObject({
		ticket: "Q-2",
		status: "answered",
		answer: "two",
		notes: [expect.stringMatching(/answered before you withdrew/)],
	});
	expect((await agent.call("check_answers")).data.answers).toEqual([]);
});
