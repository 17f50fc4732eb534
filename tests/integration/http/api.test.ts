import { appendFile, mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ActivityEntry } from "../../../server/contract/activity.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import type { Question } from "../../../server/contract/question.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";

/** A page of the list of questions. */
interface Page {
	questions: Question[];
	next: string | null;
}

describe("daemons", () => {
	test("status is the dashboard and all daemons, in the order of the configuration", async () => {
		const daemons = ["b", "a"].map((name) => daemonConfig(node("sleeper.mjs"), { name }));
		const { url, api } = await startDashboard(daemons);
		const { status, body } = await api<Status>("/status");
		expect(status).toBe(200);
		expect(body.dashboard).toMatchObject({ running: true, pid: process.pid, url });
		expect(body.daemons.map(({ name }) => name)).toEqual(["b", "a"]);
		expect(body.daemons[0]).toMatchObject({ desired: "down", phase: "stopped", pid: null, cpuPercent: null });
	});

	test("start, restart and stop answer with the settled daemon and are harmless when repeated", async () => {
		const { api } = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const act = (action: string) => api(`/daemons/worker/${action}`, { method: "POST" });
		const first = await act("start");
		expect([first.status, first.body.phase]).toEqual([200, "running"]);
		expect((await act("start")).body.pid).toBe(first.body.pid);
		const restarted = await act("restart");
		expect(restarted.body.phase).toBe("running");
		expect(restarted.body.pid).not.toBe(first.body.pid);
		expect((await act("stop")).body).toMatchObject({ phase: "stopped", pid: null });
		expect((await act("stop")).body.phase).toBe("stopped");
	});

	test("are not waited for longer than asked", async () => {
		const { api } = await startDashboard([daemonConfig(node("polite.mjs", "1500"))]);
		await api("/daemons/worker/start", { method: "POST" });
		const early = await api("/daemons/worker/stop?wait=0", { method: "POST" });
		expect([early.status, early.body.phase]).toEqual([200, "stopping"]);
		expect((await api("/daemons/worker/stop", { method: "POST" })).body.phase).toBe("stopped");
	});

	test("that do not exist are 404 on every route, and one that cannot start says why", async () => {
		const { api } = await startDashboard([daemonConfig(["/no/such/program"])]);
		for (const [method, path] of [
			["POST", "/daemons/nobody/start"],
			["GET", "/daemons/nobody/logs"],
			["GET", "/daemons/nobody/roadmap"],
			["GET", "/daemons/..%2f..%2fetc/logs"],
		] as const) {
			const { status, body } = await api(path, { method });
			expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: "unknown-daemon" });
		}
		const command = await api("/daemons/nobody/commands", { body: { text: "hello" } });
		expect([command.status, command.body.code]).toEqual([404, "unknown-daemon"]);
		const started = await api("/daemons/worker/start", { method: "POST" });
		const said = started.body.reason ?? started.body.detail;
		expect(said).toMatch(/"\/no\/such\/program" was not found/);
	});
});

describe("logs", () => {
	test("are the last lines across rotated files, oldest first, as JSON or text", async () => {
		const paths = await tempHome();
		const { logs, currentLog } = paths.daemon("worker");
		await mkdir(logs, { recursive: true });
		await writeFile(join(logs, "current.log.2"), "one\ntwo\n");
		await writeFile(join(logs, "current.log.1"), "three\nfour\n");
		await writeFile(currentLog, "five\nsíx\r\nseven");
		await utimes(join(logs, "current.log.2"), 1, 1);
		await utimes(join(logs, "current.log.1"), 2, 2);
		const { api } = await startDashboard([daemonConfig(node("sleeper.mjs"))], paths);
		const lines = async (tail: string) => (await api(`/daemons/worker/logs${tail}`)).body.lines;
		expect(await lines("")).toEqual(["one", "two", "three", "four", "five", "síx", "seven"]);
		expect(await lines("?tail=2")).toEqual(["síx", "seven"]);
		expect(await lines("?tail=4")).toEqual(["four", "five", "síx", "seven"]);
		expect(await lines("?tail=0")).toEqual([]);
		const text = await api("/daemons/worker/logs?tail=2", { headers: { accept: "text/plain" } });
		expect(text.headers.get("content-type")).toMatch(/^text\/plain/);
		expect(text.body).toBe("síx\nseven\n");
	});

	test("of a huge file are read from its end, and of none are empty", async () => {
		const paths = await tempHome();
		const { logs, currentLog } = paths.daemon("worker");
		const { api } = await startDashboard([daemonConfig(node("sleeper.mjs"))], paths);
		expect((await api("/daemons/worker/logs")).body.lines).toEqual([]);
		await mkdir(logs, { recursive: true });
		const filler = `${"x".repeat(999)}\n`.repeat(1_000);
		for (let megabyte = 0; megabyte < 20; megabyte += 1) await appendFile(currentLog, filler);
		await appendFile(currentLog, "the end\n");
		const { body } = await api<{ lines: string[] }>("/daemons/worker/logs?tail=10000");
		expect(body.lines.at(-1)).toBe("the end");
		expect(body.lines.length).toBeGreaterThan(8_000);
		expect((await api("/daemons/worker/logs?tail=3")).body.lines).toHaveLength(3);
	});
});

describe("questions", () => {
	test("are asked, listed, answered once, and the second answer learns who was first", async () => {
		const { api } = await startDashboard();
		const asked = await api("/questions", {
			body: {
				title: "Which?",
				kind: "choice",
				options: [
					{ id: "a", label: "A" },
					{ id: "b", label: "B" },
				],
			},
		});
		expect(asked.status).toBe(201);
		const { ticket } = asked.body;
		expect((await api("/questions?status=pending")).body).toMatchObject({ questions: [{ ticket }], next: null });
		const wrong = await api(`/questions/${ticket}/answer`, { body: { answer: "c" } });
		expect([wrong.status, wrong.body.code]).toEqual([422, "invalid-answer"]);
		const first = await api(`/questions/${ticket}/answer`, { body: { answer: "a" } });
		expect([first.status, first.body.status, first.body.answeredBy]).toEqual([200, "answered", "human"]);
		expect((await api(`/questions/${ticket}/answer`, { body: { answer: "a" } })).status).toBe(200);
		const second = await api(`/questions/${ticket}/answer`, { body: { answer: "b" } });
		expect([second.status, second.body.code]).toEqual([409, "already-answered"]);
		expect(second.headers.get("content-type")).toBe("application/problem+json");
		const { comment, answeredAt } = first.body;
		expect(second.body).toMatchObject({
			status: 409,
			question: { ticket, status: "answered", answer: "a", comment, answeredBy: "human", answeredAt },
		});
		expect((await api(`/questions/${ticket}`)).body.answer).toBe("a");
	});

	test("are withdrawn with a reason", async () => {
		const { api } = await startDashboard();
		const { body } = await api("/questions", { body: { title: "Still?" } });
		const withdrawn = await api(`/questions/${body.ticket}/withdraw`, { body: { reason: "no longer needed" } });
		expect(withdrawn.body).toMatchObject({ status: "withdrawn", withdrawnReason: "no longer needed" });
		const late = await api(`/questions/${body.ticket}/answer`, { body: { answer: "yes" } });
		expect(late.body).toMatchObject({
			status: 409,
			code: "already-withdrawn",
			question: { status: "withdrawn", withdrawnReason: "no longer needed" },
		});
	});

	test("are paged by cursor", async () => {
		const { api } = await startDashboard();
		for (const title of ["1", "2", "3"]) await api("/questions", { body: { title } });
		const first = (await api<Page>("/questions?status=pending&limit=2")).body;
		expect(first.questions.map(({ title }) => title)).toEqual(["1", "2"]);
		const second = (await api<Page>(`/questions?status=pending&limit=2&cursor=${first.next}`)).body;
		expect(second.questions.map(({ title }) => title)).toEqual(["3"]);
		expect(second.next).toBeNull();
	});

	test("can be waited for: until the answer, until the time is over, or until the dashboard ends", async () => {
		const { api, close } = await startDashboard();
		const ask = async (title: string) => (await api("/questions", { body: { title } })).body.ticket;
		const ticket = await ask("soon");
		const waiting = api(`/questions/${ticket}?wait=45`);
		await api(`/questions/${ticket}/answer`, { body: { answer: "now" } });
		expect((await waiting).body.answer).toBe("now");

		const other = await ask("never");
		const started = performance.now();
		expect((await api(`/questions/${other}?wait=1`)).body.status).toBe("pending");
		expect(performance.now() - started).toBeGreaterThan(950);

		const last = api(`/questions/${other}?wait=45`);
		await api("/status"); // the request before this one has arrived
		await close();
		expect((await last).body.status).toBe("pending");
	});

	test("that do not exist, or make no sense, are refused in one sentence", async () => {
		const { api } = await startDashboard();
		const missing = await api("/questions/Q-99");
		expect([missing.status, missing.body.code]).toEqual([404, "unknown-question"]);
		for (const body of [{}, { title: "" }, { title: "x", kind: "choice" }, { title: 7 }]) {
			const answer = await api("/questions", { body });
			expect([answer.status, answer.body.code]).toEqual([422, "invalid-question"]);
			expect(answer.body.detail).toMatch(/\.$/);
		}
	});
});

describe("commands and activity", () => {
	test("a command is durable and answered with its receipt; the feed tells of it", async () => {
		const { api } = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const { status, body } = await api("/daemons/worker/commands", { body: { text: "pause", when: "now" } });
		expect(status).toBe(201);
		expect(body).toMatchObject({ daemon: "worker", text: "pause", when: "now", status: "accepted" });
		const empty = await api("/daemons/worker/commands", { body: { text: " " } });
		expect([empty.status, empty.body.code]).toEqual([422, "invalid-command"]);
		const feed = (await api<{ activity: ActivityEntry[] }>("/activity?daemon=worker")).body;
		expect(feed.activity.at(-1)).toMatchObject({ kind: "command", daemon: "worker" });
	});

	test("the feed is followed by id, page by page", async () => {
		const { api } = await startDashboard();
		for (const title of ["1", "2", "3"]) await api("/questions", { body: { title } });
		const first = (await api("/activity?after=0&limit=2")).body;
		expect(first.activity).toHaveLength(2);
		const second = (await api(`/activity?after=${first.next}&limit=2`)).body;
		expect(second.activity).toHaveLength(1);
		expect(second.next).toBeNull();
	});
});

describe("bad requests", () => {
	test("each get one sentence and the right status", async () => {
		const { api } = await startDashboard();
		const refused = async (path: string, request: Parameters<typeof api>[1]) => {
			const { status, body, headers } = await api(path, request);
			expect(headers.get("content-type")).toBe("application/problem+json");
			expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.stringMatching(/^[^\n]+\.$/) });
			return [status, body.code];
		};
		expect(await refused("/questions", { body: "{broken" })).toEqual([400, "bad-request"]);
		const plain = { method: "POST", body: "title=x", headers: { "content-type": "text/plain" } };
		expect(await refused("/questions", plain)).toEqual([400, "bad-request"]);
		expect(await refused("/questions?limit=many", {})).toEqual([400, "bad-request"]);
		const large = { text: "x".repeat(2_200_000) };
		expect(await refused("/daemons/worker/commands", { body: large })).toEqual([413, "payload-too-large"]);
		// A question may come with files.
		const files = { title: "x", body: "x".repeat(14_700_000) };
		expect(await refused("/questions", { body: files })).toEqual([413, "payload-too-large"]);
		expect(await refused("/nothing", {})).toEqual([404, "not-found"]);
		expect(await refused("/status", { method: "DELETE" })).toEqual([404, "not-found"]);
		expect(await refused("/questions/1;drop", {})).toEqual([404, "unknown-question"]);
	});

	test("too many commands at once are asked to wait, reads are not", async () => {
		const { api } = await startDashboard();
		const writes = await Promise.all(Array.from({ length: 640 }, () => api("/daemons/x/stop", { method: "POST" })));
		const limited = writes.filter(({ status }) => status === 429);
		expect(limited).toHaveLength(40);
		expect(limited[0]?.body.code).toBe("rate-limited");
		expect(Number(limited[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
		expect((await api("/status")).status).toBe(200);
	});
});
