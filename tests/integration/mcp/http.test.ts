import { describe, expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { freePort } from "../../support/free-port.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { httpAgent } from "./clients.ts";

const TOOLS = ["ask_human", "check_answers", "withdraw_question", "get_directives", "report_progress"];

describe.each(["legacy", "auto"] as const)("over HTTP, with a client of the %s protocol", (era) => {
	test("the five tools are there, and say how to use them", async () => {
		const { url, paths } = await startDashboard();
		const { client } = await httpAgent(url, paths, { era });
		const { tools } = await client.listTools();
		expect(tools.map(({ name }) => name)).toEqual(TOOLS);
		for (const { description, inputSchema, outputSchema } of tools) {
			expect(description?.length).toBeGreaterThan(80);
			expect([inputSchema.type, outputSchema?.type]).toEqual(["object", "object"]);
		}
		expect(Object.keys(tools[0]?.inputSchema.properties ?? {})).toEqual([
			"question",
			"kind",
			"options",
			"schema",
			"context_md",
			"task_ref",
			"blocking",
			"urgency",
			"deadline_at",
			"on_deadline",
			"default",
			"dedupe_key",
			"wait_s",
		]);
		expect(tools[0]?.inputSchema.required).toEqual(["question", "kind"]);
		expect(client.getInstructions()).toMatch(/Never wait by calling in a loop/);
	});

	test("a question is pending with a ticket, and its answer is told once and can be read again", async () => {
		const { url, paths, api } = await startDashboard();
		const agent = await httpAgent(url, paths, { era, client: "Claude Code" });
		const question = { question: "Which port?", kind: "choice", options: ["4310", "8080"], wait_s: 0 };
		const asked = await agent.call("ask_human", {
			...question,
			dedupe_key: "port",
			context_md: "# Why\n\nBoth are free.",
		});
		expect(asked).toMatchObject({ isError: false, data: { ticket: "Q-1", status: "pending" } });
		expect(asked.data.next).toMatch(/end your turn/);
		expect((await api("/questions/Q-1")).body).toMatchObject({
			daemon: "claude-code",
			title: "Which port?",
			body: "# Why\n\nBoth are free.",
		});

		expect((await agent.call("check_answers")).data).toMatchObject({ answers: [], pending: [{ ticket: "Q-1" }] });
		await api("/questions/Q-1/answer", { body: { answer: "8080", comment: "the other is taken" } });
		const told = await agent.call("check_answers");
		expect(told.data.answers).toMatchObject([
			{ ticket: "Q-1", status: "answered", answer: "8080", comment: "the other is taken", provenance: "human" },
		]);
		expect(told.text).toContain('answered by a person: "8080"');

		const after = await agent.call("check_answers");
		expect(after.data).toMatchObject({ answers: [], pending: [], told_before: ["Q-1"] });
		expect((await agent.call("check_answers", { tickets: ["q-1"] })).data.answers).toMatchObject([{ answer: "8080" }]);
		expect((await agent.call("ask_human", { ...question, dedupe_key: "port" })).data).toMatchObject({
			ticket: "Q-1",
			status: "answered",
			answer: "8080",
		});
	});

	test("a call that waits says so, and returns as soon as the answer is there", async () => {
		const { url, paths, api } = await startDashboard();
		const agent = await httpAgent(url, paths, { era });
		const progress: number[] = [];
		const asking = agent.call(
			"ask_human",
			{ question: "Ready?", kind: "approval", wait_s: 40 },
			{ onprogress: (one) => progress.push(one.progress) },
		);
		await eventually(() => (progress.length > 0 ? true : null));
		await api("/questions/Q-1/answer", { body: { answer: "reject" } });
		expect((await asking).data).toMatchObject({ status: "answered", answer: "reject", provenance: "human" });
	});

	test("a call that is taken back takes no answer with it", async () => {
		const { url, paths, api } = await startDashboard();
		const agent = await httpAgent(url, paths, { era });
		const controller = new AbortController();
		let waits = false;
		const onprogress = () => {
			waits = true;
		};
		const asking = agent.call(
			"ask_human",
			{ question: "Ready?", kind: "text", wait_s: 40 },
			{ signal: controller.signal, onprogress },
		);
		await eventually(() => (waits ? true : null));
		controller.abort();
		await expect(asking).rejects.toThrow();
		await agent.call("report_progress", { message: "Something else" }); // whatever was sent before has arrived
		await api("/questions/Q-1/answer", { body: { answer: "yes" } });
		expect((await agent.call("check_answers")).data.answers).toMatchObject([{ ticket: "Q-1", answer: "yes" }]);
	});

	test("a dashboard that was killed between question and answer is not noticed", async () => {
		const paths = await tempHome();
		const port = String(await freePort());
		const first = spawnDashboard(paths, ["--port", port]);
		const url = await first.url();
		const agent = await httpAgent(url, paths, { era, client: "Codex" });
		const question = { question: "Go on?", kind: "text", dedupe_key: "go-on", wait_s: 0 };
		expect((await agent.call("ask_human", question)).data.ticket).toBe("Q-1");
		first.child.kill("SIGKILL");
		await first.exited;
		await expect(agent.call("check_answers")).rejects.toThrow();
		const db = await openDatabase(paths.database);
		await answerQuestion(db, "Q-1", { answer: "yes" });
		await db.close();
		await spawnDashboard(paths, ["--port", port]).url();
		expect((await agent.call("check_answers")).data.answers).toMatchObject([{ ticket: "Q-1", answer: "yes" }]);
		expect((await agent.call("ask_human", question)).data).toMatchObject({ ticket: "Q-1", answer: "yes" });
	}, 90_000);
});

test("a client that begins anew goes by its own name, and by the header when there is one", async () => {
	const { url, paths, api } = await startDashboard();
	const ask = { question: "Who am I?", kind: "text", wait_s: 0 };
	await (await httpAgent(url, paths, { client: "Cursor IDE (v2)" })).call("ask_human", ask);
	await (await httpAgent(url, paths, { client: "⚡" })).call("ask_human", ask);
	await (await httpAgent(url, paths, { client: "Cursor", as: "My.project-1" })).call("ask_human", ask);
	const { body } = await api<{ questions: { daemon: string }[] }>("/questions?status=pending");
	expect(body.questions.map(({ daemon }) => daemon)).toEqual(["cursor-ide-v2", "mcp-client", "My.project-1"]);
});

test("a dashboard that ends sends those who wait home, and nothing is taken", async () => {
	const { url, paths, close } = await startDashboard();
	const agent = await httpAgent(url, paths);
	let waits = false;
	const asking = agent.call(
		"ask_human",
		{ question: "Still there?", kind: "text", wait_s: 40 },
		{
			onprogress: () => {
				waits = true;
			},
		},
	);
	await eventually(() => (waits ? true : null));
	await Promise.all([close(), asking.then(({ data }) => expect(data.status).toBe("pending"))]);
});

test("reports stand in the activity feed, and a flood of them becomes few", async () => {
	const { url, paths, close } = await startDashboard();
	const agent = await httpAgent(url, paths, { as: "bot" });
	const first = await agent.call("report_progress", { message: "Half of it\nis done", progress: "50%", task: "US-7" });
	expect(first.data).toMatchObject({ recorded: true });
	const told = await Promise.all(
		Array.from({ length: 60 }, (_, index) => agent.call("report_progress", { message: `Step ${index + 1} of 60` })),
	);
	expect(told.filter(({ data }) => data.recorded).length).toBe(9);
	await close();
	const db = await openDatabase(paths.database);
	const entries = await listActivity(db, { daemon: "bot" });
	await db.close();
	const reports = entries.filter(({ kind }) => kind === "message");
	expect(reports).toHaveLength(11);
	expect(reports.some(({ detail }) => /50 more reports came just before/.test(detail ?? ""))).toBe(true);
	expect(reports).toContainEqual(
		expect.objectContaining({ title: "Half of it is done", detail: "50 % done", task: "US-7" }),
	);
});

test("of many calls at once under one name, each answer goes to one", async () => {
	const { url, paths, api } = await startDashboard();
	const agents = await Promise.all(Array.from({ length: 4 }, () => httpAgent(url, paths, { as: "bot" })));
	const tickets = Array.from({ length: 5 }, (_, index) => `Q-${index + 1}`);
	for (const ticket of tickets) {
		await agents[0]?.call("ask_human", { question: `${ticket}?`, kind: "text", wait_s: 0 });
		await api(`/questions/${ticket}/answer`, { body: { answer: ticket } });
	}
	const looks = await Promise.all([...agents, ...agents, ...agents].map((agent) => agent.call("check_answers")));
	expect(looks.flatMap(({ data }) => data.answers.map(({ answer }) => answer)).sort()).toEqual(tickets);
});

test("two clients at once each get their own answers, and one answer goes to one caller", async () => {
	const { url, paths, api, token } = await startDashboard();
	expect(token.current()).not.toBeNull();
	const [one, other] = await Promise.all([
		httpAgent(url, paths, { as: "one" }),
		httpAgent(url, paths, { as: "other" }),
	]);
	const ask = (text: string) => ({ question: text, kind: "text", dedupe_key: "same-key", wait_s: 0 });
	const [first, second] = await Promise.all([
		one.call("ask_human", ask("One?")),
		other.call("ask_human", ask("Other?")),
	]);
	expect(first.data.ticket).not.toBe(second.data.ticket);
	for (const { data } of [first, second])
		await api(`/questions/${data.ticket}/answer`, { body: { answer: data.question } });
	const looks = await Promise.all([one, one, other, other].map((agent) => agent.call("check_answers")));
	const answers = looks.map(({ data }) => data.answers.map(({ answer }) => answer));
	expect(answers.slice(0, 2).flat()).toEqual(["One?"]);
	expect(answers.slice(2).flat()).toEqual(["Other?"]);
	expect(await one.call("check_answers", { tickets: [second.data.ticket] })).toMatchObject({ isError: true });
	expect(await one.call("withdraw_question", { ticket: second.data.ticket, reason: "x" })).toMatchObject({
		isError: true,
	});
	const db = await openDatabase(paths.database);
	expect((await getQuestion(db, second.data.ticket)).status).toBe("answered");
	await db.close();
});
