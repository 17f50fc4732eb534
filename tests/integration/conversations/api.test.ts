import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type {
	BackupOrder,
	RecordedConversation,
	RecordedDay,
	RecordedDetail,
	RecordSources,
	TurnPage,
} from "../../../server/contract/conversations.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { addTurn, recordConversation } from "../../support/conversations.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";

async function dashboardWithRecord(): Promise<{ dashboard: TestDashboard; db: Database }> {
	const dashboard = await startDashboard();
	const db = await openDatabase(dashboard.paths.database);
	onTestFinished(() => db.close());
	return { dashboard, db };
}

test("answers for the record: lists, a conversation, its turns, sources, exports; and kindly for what is not there", async () => {
	const { dashboard, db } = await dashboardWithRecord();
	const { api } = dashboard;
	const none = await api<RecordSources>("/conversations/sources");
	expect(none.body).toEqual({ monitors: [], sources: [], projects: [] });
	const { id, turns } = await recordConversation(db, { title: "Cart" }, [{ text: "one" }, { text: "two" }]);
	const list = await api<{ conversations: RecordedConversation[] }>("/conversations?source=claude&backup=1");
	expect(list.body.conversations).toEqual([]);
	const all = await api<{ conversations: RecordedConversation[] }>("/conversations");
	expect(all.body.conversations).toMatchObject([{ id, title: "Cart", userTurns: 2 }]);
	const one = await api<RecordedDetail>(`/conversations/${id}`);
	expect(one.body).toMatchObject({ id, backupDue: false, files: [] });
	const page = await api<TurnPage>(`/conversations/${id}/turns?before=${turns[1]}`);
	expect(page.body.turns.map(({ text }) => text)).toEqual(["one"]);
	const turn = await api(`/conversations/${id}/turns/${turns[1]}`);
	expect(turn.body).toMatchObject({ text: "two" });
	const csv = await api<string>(`/conversations/${id}/export?as=csv`);
	expect(csv.headers.get("content-type")).toMatch(/^text\/csv/);
	expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="chat-claude-[\w-]+\.csv"$/);
	expect(csv.body.trim().split("\r\n")).toHaveLength(3);
	expect((await api("/conversations/99")).body).toMatchObject({ code: "not-found" });
	expect((await api("/conversations/99/turns")).status).toBe(404);
	expect((await api("/conversations/99/export")).status).toBe(404);
	expect((await api("/conversations/x")).status).toBe(400);
	expect((await api(`/conversations/${id}/export?as=exe`)).status).toBe(400);
	expect((await api("/conversations?from=yesterday")).status).toBe(400);
	const refused = await fetch(`${dashboard.url}/api/v1/conversations`);
	expect(refused.status).toBe(401);
});

test("orders one backup at a time, and never of what is not there", async () => {
	const { dashboard, db } = await dashboardWithRecord();
	const { id } = await recordConversation(db, {}, [{ text: "one" }]);
	const order = () => dashboard.api<BackupOrder>(`/conversations/${id}/backup`, { method: "POST" });
	const [first, again] = await Promise.all([order(), order()]);
	expect(first.status).toBe(201);
	expect(again.body.id).toBe(first.body.id);
	expect((await dashboard.api<RecordedDetail>(`/conversations/${id}`)).body.backupDue).toBe(true);
	await db.write(({ conversationOrder }) => conversationOrder.updateMany({ data: { doneAt: new Date() } }));
	expect((await dashboard.api<RecordedDetail>(`/conversations/${id}`)).body.backupDue).toBe(false);
	expect((await order()).body.id).not.toBe(first.body.id);
	expect((await dashboard.api("/conversations/99/backup", { method: "POST" })).status).toBe(404);
});

test("gives the record of a day as it is on the disk", async () => {
	const { dashboard } = await dashboardWithRecord();
	const day = (name: string) => dashboard.api<RecordedDay>(`/conversations/days/${name}`);
	const missing = await day("2026-11-20");
	expect(missing.status).toBe(404);
	expect(missing.body).toMatchObject({ detail: expect.stringContaining("There is no record of 2026-11-20") });
	await mkdir(dashboard.paths.chats, { recursive: true });
	await writeFile(join(dashboard.paths.chats, "chat_backup_2026-11-20.md"), `# The day\n${"é".repeat(1_500_000)}`);
	const { body } = await day("2026-11-20");
	expect(body.markdown.startsWith("# The day")).toBe(true);
	expect(body.markdown).not.toContain("\uFFFD");
	expect(body.cut).toBe(1_000_010);
	for (const name of ["..%2F..%2Ftoken", "2026-13-01", "today"]) expect((await day(name)).status).toBe(400);
});

test("tells pages of new turns, files and backups at once", async () => {
	const { dashboard, db } = await dashboardWithRecord();
	const { id } = await recordConversation(db, {}, [{ text: "one" }]);
	const socket = connectSocket(dashboard.url, {
		extraHeaders: { authorization: `Bearer ${dashboard.token.current()}` },
	});
	await connected(socket);
	const page = new Follower(socket);
	await page.start();
	const revision = () => page.state.revisions.conversations ?? 0;
	const next = async (change: () => Promise<unknown>) => {
		const before = revision();
		await change();
		await page.until(({ revisions }) => (revisions.conversations ?? 0) > before);
	};
	await next(() => addTurn(db, id, { text: "two" }));
	await next(() => dashboard.api(`/conversations/${id}/backup`, { method: "POST" }));
	await next(() => db.write(({ conversationOrder }) => conversationOrder.updateMany({ data: { doneAt: new Date() } })));
	const file = { source: "claude", path: "/t/a.jsonl", file: "1:1", head: "a" };
	await next(() => db.write(({ conversationFile }) => conversationFile.create({ data: file })));
});
