import { describe, expect, test } from "vitest";
import type { Question, QuestionRecord } from "../../../server/contract/question.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { recordActivity } from "../../../server/inbox/record-activity.ts";
import { noteAsker } from "../../../server/mcp/askers.ts";
import { daemonConfig } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";

describe("the inbox over HTTP", () => {
	test("asks back, explains, puts off, answers, takes back, and tells the whole story", async () => {
		const { api } = await startDashboard();
		const asked = await api("/questions", { body: { title: "Deploy the café?", kind: "approval", daemon: "bot" } });
		const of = (path: string) => `/questions/${asked.body.ticket}${path}`;
		const message = { text: "Where to?", key: "click-1" };
		const said = await api(of("/messages"), { body: message });
		expect([said.status, said.body]).toMatchObject([201, { from: "human", text: "Where to?", seenAt: null }]);
		expect((await api(of("/messages"), { body: message })).body.id).toBe(said.body.id);
		expect((await api(of("/messages/seen"), { body: {} })).body.messages).toMatchObject([{ id: said.body.id }]);
		await api(of("/messages"), { body: { text: "To *staging*.", from: "asker" } });

		const until = new Date(Date.now() + 3_600_000).toISOString();
		expect((await api(of("/snooze"), { body: { until } })).body).toMatchObject({ snoozedUntil: until });
		expect((await api("/questions/counts")).body).toMatchObject({ awake: 0, snoozed: 1, nextWakeAt: until });
		expect((await api(of("/snooze"), { body: { until: "2020-01-01T00:00:00Z" } })).body).toMatchObject({
			code: "bad-request",
		});
		expect((await api(of("/snooze"), { body: { until: null } })).body).toMatchObject({ snoozedUntil: null });

		const answered = await api<Question>(of("/answer"), { body: { answer: "approve", undoable: true } });
		expect(Date.parse(answered.body.undoUntil ?? "")).toBeGreaterThan(Date.now());
		// As its asker sees it, there is no answer yet; the person sees their own.
		expect((await api(of("?wait=1"))).body).toMatchObject({ status: "pending", answer: null });
		expect((await api(of(""))).body).toMatchObject({ status: "answered", answer: "approve" });
		expect((await api(of("/undo"), { body: { version: 1 } })).body).toMatchObject({ code: "version-conflict" });
		expect((await api(of("/undo"), { body: {} })).body).toMatchObject({ status: "pending", answer: null });

		const { body: record } = await api<QuestionRecord>(of("/record"));
		expect(record.thread).toHaveLength(2);
		expect(record.trail.map(({ kind }) => kind)).toEqual(["asked", "snoozed", "woken", "answered", "undone"]);
		const found = async (query: string) =>
			(await api<{ questions: Question[] }>(`/questions?${query}`)).body.questions.map(({ ticket }) => ticket);
		expect(await found("q=cafe&sleep=awake&brief=1")).toEqual([asked.body.ticket]);
		expect(await found("status=settled")).toEqual([]);
		expect((await api("/questions?urgency=huge")).body).toMatchObject({ code: "bad-request" });
		for (const path of ["/record", "/aftermath", "/attachments/1"]) {
			expect((await api(`/questions/Q-99${path}`)).body).toMatchObject({ code: "unknown-question" });
		}
	});

	test("an asker that waits for its answer has it: it can no longer be undone or amended, and is told again", async () => {
		const { api } = await startDashboard();
		const { body: asked } = await api<Question>("/questions", { body: { title: "Deploy?", kind: "approval" } });
		const of = (path: string) => `/questions/${asked.ticket}${path}`;
		const waiting = api<Question>(of("?wait=30"));
		await api(of("/answer"), { body: { answer: "approve" } });
		const { body: told } = await waiting;
		expect(told).toMatchObject({ status: "answered", answer: "approve", deliveredAt: expect.any(String) });
		expect(await api(of("/undo"), { body: {} })).toMatchObject({ status: 409, body: { code: "already-answered" } });
		expect(await api(of("/answer"), { body: { answer: "reject", amend: true } })).toMatchObject({ status: 409 });
		expect((await api(of("?wait=30"))).body).toEqual(told);
		const { body: record } = await api<QuestionRecord>(of("/record"));
		expect(record.trail.map(({ kind }) => kind)).toEqual(["asked", "answered", "delivered"]);
	});

	test("whoever waits for the answer to a built-in program's question looks on, and takes it from nobody", async () => {
		const developer = daemonConfig(["true"], { name: "developer", program: "code-developer", workspace: "/nowhere" });
		const { api } = await startDashboard([developer]);
		const question = { title: "Deploy?", kind: "approval", daemon: "developer" };
		const { body: asked } = await api<Question>("/questions", { body: question });
		const waiting = api<Question>(`/questions/${asked.ticket}?wait=30`);
		await api(`/questions/${asked.ticket}/answer`, { body: { answer: "approve" } });
		expect((await waiting).body).toMatchObject({ status: "answered", answer: "approve", deliveredAt: null });
	});

	test("looking at an answer without waiting for it hands nothing out", async () => {
		const { api } = await startDashboard();
		const { body: asked } = await api<Question>("/questions", { body: { title: "Deploy?", kind: "approval" } });
		await api(`/questions/${asked.ticket}/answer`, { body: { answer: "approve" } });
		for (const path of ["", "?wait=0", "/record"]) await api(`/questions/${asked.ticket}${path}`);
		const undone = await api(`/questions/${asked.ticket}/undo`, { body: {} });
		expect(undone.body).toMatchObject({ status: "pending", answer: null, deliveredAt: null });
	});

	test("a file that came with a question is served so that nothing in it can run", async () => {
		const { api, url, token } = await startDashboard();
		const files = [
			{ name: "page.png", mediaType: "image/png", base64: Buffer.from([137, 80, 78, 71]).toString("base64") },
			{ name: 'evil".html', mediaType: "text/html", text: "<script>alert(1)</script>" },
			{ name: "x.svg", mediaType: "image/svg+xml", text: "<svg onload='alert(1)'/>" },
			{ name: "large.bin", base64: Buffer.alloc(3_000_000).toString("base64") },
		];
		const { body } = await api<Question>("/questions", { body: { title: "Looks right?", attachments: files } });
		const get = async (index: number) =>
			fetch(`${url}/api/v1/questions/${body.ticket}/attachments/${body.attachments[index]?.id}`, {
				headers: { Authorization: `Bearer ${token.current()}` },
			});
		const served = await Promise.all([0, 1, 2, 3].map(get));
		expect(served.map(({ headers }) => headers.get("content-type"))).toEqual([
			"image/png",
			"text/plain; charset=utf-8",
			"application/octet-stream",
			"application/octet-stream",
		]);
		expect(served.map(({ headers }) => headers.get("content-disposition")?.split(";")[0])).toEqual([
			"inline",
			"attachment",
			"attachment",
			"attachment",
		]);
		for (const { headers } of served) {
			expect(headers.get("x-content-type-options")).toBe("nosniff");
			expect(headers.get("content-security-policy")).toContain("sandbox");
		}
		expect(served[1]?.headers.get("content-disposition")).toContain("filename*=UTF-8''evil%22.html");
		expect((await served[3]?.arrayBuffer())?.byteLength).toBe(3_000_000);
		expect((await api(`/questions/${body.ticket}/attachments/x`)).body).toMatchObject({ code: "bad-request" });
	});

	test("a late answer is told to a daemon or agent that there is, and to no other", async () => {
		const paths = await tempHome();
		const { api } = await startDashboard([], paths);
		const db = await openDatabase(paths.database);
		const soon = new Date(Date.now() + 300).toISOString();
		const { body } = await api<Question>("/questions", {
			body: {
				title: "Merge?",
				kind: "approval",
				daemon: "nobody",
				deadlineAt: soon,
				onDeadline: "default",
				default: "approve",
			},
		});
		const decided = await api(`/questions/${body.ticket}?wait=30`);
		expect(decided.body).toMatchObject({ status: "defaulted", answeredBy: "default" });
		expect(decided.body.deliveredAt).not.toBeNull();
		await recordActivity(db, { kind: "commit", title: "Merge it", daemon: "nobody" });
		expect((await api(`/questions/${body.ticket}/aftermath`)).body).toMatchObject({ commits: [{ title: "Merge it" }] });
		const late = (choice: string) => api(`/questions/${body.ticket}/late`, { body: { answer: "reject", choice } });
		expect((await late("redo")).body).toMatchObject({ code: "unknown-daemon" });
		expect((await late("later")).body).toMatchObject({ code: "invalid-answer" });
		expect((await late("keep")).body).toMatchObject({ late: { answer: "reject", choice: "keep" } });
		// An agent that uses the inbox over MCP reads what it is told.
		await noteAsker(db, { name: "nobody", client: null, transport: "http" });
		expect((await late("redo")).body).toMatchObject({ late: { answer: "reject", choice: "redo" } });
		expect((await listCommands(db, "nobody")).commands).toHaveLength(1);
		await db.close();
	});
});
