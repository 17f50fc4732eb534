import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Status } from "../../../server/contract/daemon.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { createRule } from "../../../server/policy/rules.ts";
import { recordCheck } from "../../../server/work/record-check.ts";
import { recordConversation } from "../../support/conversations.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { send } from "../../support/processes.ts";
import { createCall, createRun, createTurn } from "../../support/runs.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

type Json = Record<string, unknown>;
interface Description {
	openapi: string;
	paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: Json }> }> }>>;
	components: { schemas: Json };
}

/** As far as it matters here. */
interface Listed {
	dossiers: { id: string }[];
}

/** Makes a schema of the description into one that checks, with its references. */
function checkerOf({ components }: Description, schema: Json): z.ZodType {
	const text = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll("#/components/schemas/", "#/$defs/");
	return z.fromJSONSchema(JSON.parse(text));
}

/** A run with a step that changed a file, by a developer that config.json does not have. */
async function recordSomeWork(database: string): Promise<{ run: number; call: number }> {
	const db = await openDatabase(database);
	const run = await createRun(db, { workspace: "/nowhere", worktree: "/nowhere/either" });
	const turn = await createTurn(db, run.id);
	const call = await createCall(db, turn.id, { changes: [{ path: "a.ts", oldText: null, newText: "b\n" }] });
	await recordCheck(db, {
		runId: run.id,
		command: "true",
		ok: true,
		how: "exit code 0",
		output: "",
		startedAt: new Date(),
	});
	const rule = { daemon: "code-developer", item: "US-1", agent: "claude", decision: "allow", ticket: "Q-1" } as const;
	await createRule(db, { ...rule, pattern: "execute:npm test", expiresAt: null });
	await db.close();
	return { run: run.id, call: call.id };
}

/** A conversation with a tool, as the chat monitor leaves it. */
async function recordSomeTalk(database: string): Promise<{ id: number; turns: number[] }> {
	const db = await openDatabase(database);
	const tool = { name: "Bash", input: { command: "npm test" }, ok: false };
	const said = [{ text: "the lost lines" }, { role: "tool", text: "Bash: npm test", tool, output: "no" }];
	const talk = await recordConversation(db, { title: "The cart", usage: { inputTokens: 1 } }, said);
	await db.close();
	return talk;
}

describe("the description at /api/v1/openapi.json", () => {
	test("fits every answer that the API gives", async () => {
		const paths = await tempHome();
		const workspace = join(paths.home, "work");
		await mkdir(workspace);
		await writeFile(join(workspace, "ROADMAP.md"), "# Roadmap\n\n### US-1: First\n\n**Status**: 📝 Planned\n");
		const { api } = await startDashboard(
			[
				daemonConfig(node("heartbeat.mjs")),
				daemonConfig(["true"], { name: "developer", program: "code-developer", workspace }),
			],
			paths,
		);
		const description = (await api<Description>("/openapi.json")).body;
		expect(description.openapi).toBe("3.1.0");

		const seen = new Set<string>();
		const check = async (method: string, template: string, path: string, body?: unknown) => {
			const answer = await api(path, body === undefined ? { method } : { method, body });
			const { responses } = description.paths[`/api/v1${template}`]?.[method.toLowerCase()] ?? { responses: {} };
			const described = responses[String(answer.status)] ?? responses.default;
			const type = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
			const schema = described?.content[type]?.schema;
			expect(schema, `${method} ${template}: ${answer.status} ${type} is described`).toBeDefined();
			const parsed = checkerOf(description, schema ?? {}).safeParse(answer.body);
			expect(parsed.error, `${method} ${template}`).toBeUndefined();
			seen.add(`${method.toLowerCase()} /api/v1${template}`);
			return answer;
		};

		await check("GET", "/status", "/status");
		await check("POST", "/daemons/{name}/start", "/daemons/worker/start");
		await check("POST", "/daemons/{name}/restart", "/daemons/worker/restart");
		await check("GET", "/status", "/status");
		await check("POST", "/daemons/{name}/commands", "/daemons/worker/commands", { text: "hello" });
		await check("POST", "/daemons/{name}/commands", "/daemons/worker/commands", { text: "" });
		await check("GET", "/daemons/{name}/logs", "/daemons/worker/logs");
		const roadmap = "/daemons/{name}/roadmap";
		await check("GET", roadmap, "/daemons/worker/roadmap");
		const edit = async (action: string, body: object) => {
			const { version } = (await check("GET", roadmap, "/daemons/developer/roadmap")).body;
			const path = `/daemons/developer/roadmap/items/US-1/${action}`;
			await check("POST", `${roadmap}/items/{ref}/${action}`, path, { version, ...body });
		};
		await edit("status", { status: "blocked" });
		await edit("status", { status: "wrong" });
		await edit("estimate", { estimate: "2 h" });
		await edit("aside", { aside: true, reason: "later" });
		await edit("next", { next: true });
		await edit("move", { before: null });
		await check("GET", `${roadmap}/items/{ref}`, "/daemons/developer/roadmap/items/US-1");
		await check("POST", `${roadmap}/items`, "/daemons/developer/roadmap/items", { title: "x", version: "old" });
		send((await api<Status>("/status")).body.daemons[0]?.pid, "SIGKILL");
		const { id } = await eventually(async () => (await api<Listed>("/daemons/worker/dossiers")).body.dossiers[0]);
		await check("GET", "/daemons/{name}/dossiers", "/daemons/worker/dossiers");
		await check("GET", "/daemons/{name}/dossiers/{id}", `/daemons/worker/dossiers/${id}`);
		await check("GET", "/history", "/history");
		await check("GET", "/daemons/{name}/history", "/daemons/worker/history?metric=memory");
		await check("GET", "/daemons/{name}/history/summary", "/daemons/worker/history/summary");
		await check("POST", "/daemons/{name}/stop", "/daemons/worker/stop");
		await check("POST", "/daemons/{name}/stop", "/daemons/nobody/stop");
		const form = { type: "object", properties: { name: { type: "string" } } };
		for (const question of [
			{ title: "text" },
			{ title: "form", kind: "form", schema: form },
			{ title: "multi", kind: "multi", options: [{ id: "a", label: "A", recommended: true }] },
			{ title: "" },
		]) {
			await check("POST", "/questions", "/questions", question);
		}
		await check("GET", "/questions", "/questions");
		await check("POST", "/questions/{ticket}/answer", "/questions/Q-2/answer", {
			answer: { name: "x" },
			comment: "so",
		});
		await check("POST", "/questions/{ticket}/answer", "/questions/Q-2/answer", { answer: { name: "y" } });
		await check("POST", "/questions/{ticket}/answer", "/questions/Q-3/answer", { answer: ["a"] });
		await check("POST", "/questions/{ticket}/withdraw", "/questions/Q-1/withdraw", { reason: "done" });
		await check("GET", "/questions/{ticket}", "/questions/Q-2");
		await check("GET", "/questions/{ticket}", "/questions/Q-77");
		const file = { name: "page.bin", base64: "AAEC" };
		const filed = await check("POST", "/questions", "/questions", { title: "files", attachments: [file] });
		const [attached] = filed.body.attachments as { id: number }[];
		const of = "/questions/{ticket}";
		await check("GET", `${of}/attachments/{id}`, `/questions/Q-4/attachments/${attached?.id}`);
		await check("GET", `${of}/attachments/{id}`, "/questions/Q-4/attachments/99");
		await check("GET", "/questions/counts", "/questions/counts");
		await check("POST", `${of}/messages`, "/questions/Q-4/messages", { text: "which one?" });
		await check("POST", `${of}/messages`, "/questions/Q-4/messages", { text: "" });
		await check("POST", `${of}/messages/seen`, "/questions/Q-4/messages/seen", {});
		await check("POST", `${of}/snooze`, "/questions/Q-4/snooze", { until: "2020-01-01T00:00:00Z" });
		await check("POST", `${of}/snooze`, "/questions/Q-4/snooze", { until: null });
		await check("POST", `${of}/answer`, "/questions/Q-4/answer", { answer: "x", undoable: true });
		await check("POST", `${of}/undo`, "/questions/Q-4/undo", {});
		await check("GET", `${of}/record`, "/questions/Q-4/record");
		await check("POST", `${of}/late`, "/questions/Q-2/late", { answer: { name: "y" }, choice: "keep" });
		await check("GET", `${of}/aftermath`, "/questions/Q-2/aftermath");
		await check("GET", "/handover", "/handover");
		await check("POST", "/handover/read", "/handover/read", { until: new Date().toISOString() });
		await check("GET", "/activity", "/activity");
		const chat = "/chat/{name}";
		const talked = await check("POST", `${chat}/messages`, "/chat/worker/messages", { text: "start the daemon" });
		const action = (talked.body.messages as { id: number }[])[1]?.id;
		await check("POST", `${chat}/messages`, "/chat/worker/messages", { text: "" });
		await check("POST", `${chat}/messages/{id}/undo`, `/chat/worker/messages/${action}/undo`);
		await check("POST", `${chat}/messages/{id}/cancel`, "/chat/worker/messages/999/cancel");
		await check("GET", "/chat", "/chat");
		await check("GET", `${chat}/messages`, "/chat/worker/messages?limit=200");
		await check("GET", `${chat}/search`, "/chat/worker/search?q=sta");
		await check("POST", `${chat}/read`, "/chat/worker/read", { upTo: 1 });
		await check("POST", "/sign-in-codes", "/sign-in-codes");
		const { run, call } = await recordSomeWork(paths.database);
		await check("GET", "/daemons/{name}/runs", "/daemons/code-developer/runs");
		await check("GET", "/daemons/{name}/runs", "/daemons/nobody/runs");
		await check("GET", "/daemons/{name}/work/summary", "/daemons/code-developer/work/summary");
		await check("GET", "/timeline", "/timeline");
		await check("GET", "/runs/{id}", `/runs/${run}`);
		await check("GET", "/runs/{id}/timeline", `/runs/${run}/timeline`);
		await check("GET", "/runs/{id}/calls", `/runs/${run}/calls`);
		await check("GET", "/runs/{id}/calls/{call}", `/runs/${run}/calls/${call}`);
		await check("GET", "/runs/{id}/diff", `/runs/${run}/diff`);
		await check("GET", "/runs/{id}/export", `/runs/${run}/export?as=json`);
		await check("GET", "/rules", "/rules?all=1");
		await check("PATCH", "/rules/{id}", "/rules/R-1", { note: "for the night" });
		await check("PATCH", "/rules/{id}", "/rules/R-1", { pattern: "execute" });
		await check("POST", "/rules/{id}/revoke", "/rules/R-1/revoke");
		const endpoint = "http://127.0.0.1:9/push";
		const keys = { p256dh: "B".repeat(87), auth: "a".repeat(22) };
		await check("POST", "/notify/browsers", "/notify/browsers", { endpoint, keys, label: "Firefox on Linux" });
		await check("GET", "/notify", "/notify");
		await check("POST", "/notify/test", "/notify/test", { channel: "push" });
		await check("GET", "/notify/deliveries", "/notify/deliveries");
		await check("POST", "/notify/deliveries/{id}/retry", "/notify/deliveries/1/retry");
		await check("POST", "/notify/browsers/remove", "/notify/browsers/remove", { endpoint });

		const talk = await recordSomeTalk(paths.database);
		const talks = "/conversations/{id}";
		await check("GET", "/conversations", "/conversations?q=cart");
		await check("GET", "/conversations", "/conversations?from=tomorrow");
		await check("GET", "/conversations/sources", "/conversations/sources");
		await check("GET", "/conversations/search", "/conversations/search?q=lines");
		await check("GET", "/conversations/days/{day}", "/conversations/days/2026-11-20");
		await check("GET", talks, `/conversations/${talk.id}`);
		await check("GET", talks, "/conversations/99");
		await check("GET", `${talks}/turns`, `/conversations/${talk.id}/turns`);
		await check("GET", `${talks}/turns/{turn}`, `/conversations/${talk.id}/turns/${talk.turns[1]}`);
		await check("GET", `${talks}/export`, `/conversations/${talk.id}/export?as=json`);
		await check("GET", `${talks}/export`, `/conversations/${talk.id}/export?as=csv`);
		await check("POST", `${talks}/backup`, `/conversations/${talk.id}/backup`);

		const described = Object.entries(description.paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method} ${path}`),
		);
		expect([...seen].sort()).toEqual(described.sort());
	});
});
