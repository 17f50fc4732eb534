import { expect, test } from "vitest";
import type { ChatFound, Conversation } from "../../../server/contract/chat.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { finishCommand } from "../../../server/inbox/finish-command.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { takeCommands } from "../../../server/inbox/take-commands.ts";
import { tempHome } from "../../support/temp-home.ts";
import { talkRig } from "./rig.ts";

test("says what the daemon is doing, and keeps both in the conversation", async () => {
	const talk = await talkRig();
	const [said, answer] = await talk.send("what is it doing?");
	expect(said).toMatchObject({ from: "person", kind: "command", text: "what is it doing?", state: "complete" });
	expect(answer).toMatchObject({ from: "nightshift", kind: "reply", replyTo: said?.id, state: "complete" });
	expect(answer?.text).toContain("**worker** does not run");
	const { messages, older, newer } = await talk.page();
	expect(messages.map(({ id }) => id)).toEqual([said?.id, answer?.id]);
	expect([older, newer]).toEqual([false, false]);
});

test("the same key is the same message, and another text under it is refused", async () => {
	const talk = await talkRig();
	const first = await talk.send("/status", "k1");
	expect((await talk.send("/status", "k1")).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
	await expect(talk.send("/stop", "k1")).rejects.toThrow("version-conflict");
	const many = await Promise.all(Array.from({ length: 10 }, () => talk.send("/help", "k2")));
	expect(new Set(many.map(([message]) => message?.id)).size).toBe(1);
	expect((await talk.page()).messages).toHaveLength(4);
});

test("a wrong command, and words for nobody, are explained", async () => {
	const talk = await talkRig();
	const [, wrong] = await talk.send("/stauts");
	expect(wrong).toMatchObject({ state: "failed" });
	expect(wrong?.text).toContain("/status");
	const [said, nobody] = await talk.send("why did you stop?");
	expect(said?.kind).toBe("text");
	expect(nobody?.text).toContain("agent");
	for (const text of ["/help", "/logs", "/roadmap", "/notifications", "/handover"]) {
		const [, answer] = await talk.send(text);
		expect(answer?.text).not.toBe("");
	}
});

test("refuses what is no message, an unknown daemon and an unknown message", async () => {
	const talk = await talkRig();
	const { api } = talk.dashboard;
	expect((await api("/chat/worker/messages", { body: { text: "  " } })).status).toBe(400);
	expect((await api("/chat/worker/messages", { body: { text: "x".repeat(100_001) } })).status).toBe(400);
	expect((await api("/chat/nobody/messages", { body: { text: "hi" } })).status).toBe(404);
	expect((await api("/chat/worker/messages/99/undo", { method: "POST" })).status).toBe(404);
	expect((await api("/chat/worker/messages/99/cancel", { method: "POST" })).status).toBe(404);
	expect((await api("/chat/worker/messages?ids=a")).status).toBe(400);
});

test("limits how fast somebody writes", async () => {
	const talk = await talkRig();
	const statuses = await Promise.all(
		Array.from(
			{ length: 40 },
			async () => (await talk.dashboard.api("/chat/worker/messages", { body: { text: "/help" } })).status,
		),
	);
	expect(new Set(statuses)).toEqual(new Set([201, 429]));
	expect((await talk.dashboard.api("/chat/worker/messages")).status).toBe(200);
});

test("pages both ways through a long conversation, and finds words in it", async () => {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	await db.write(async ({ chatMessage }) => {
		const data = Array.from({ length: 500 }, (_, n) => ({
			daemon: n % 2 === 0 ? "worker" : "gone",
			from: "person",
			kind: "text",
			text: n === 100 ? "the über-long Déjeuner" : `message ${n}`,
		}));
		await chatMessage.createMany({ data });
	});
	await db.close();
	const talk = await talkRig({ paths });
	const newest = await talk.page("?limit=100");
	expect(newest).toMatchObject({ older: true, newer: false });
	expect(newest.messages.map(({ text }) => text).at(-1)).toBe("message 498");
	const older = await talk.page(`?limit=100&before=${newest.messages[0]?.id}`);
	expect(older).toMatchObject({ older: true, newer: true });
	const oldest = await talk.page(`?limit=100&before=${older.messages[0]?.id}`);
	expect(oldest).toMatchObject({ older: false, newer: true });
	const forth = await talk.page(`?limit=100&after=${oldest.messages.at(-1)?.id}`);
	expect(forth.messages).toEqual(older.messages);
	const { body } = await talk.dashboard.api<ChatFound>("/chat/worker/search?q=deje%20UBER");
	expect(body.messages.map(({ excerpt }) => excerpt)).toEqual(["the über-long Déjeuner"]);
	const odd = await talk.dashboard.api<ChatFound>(`/chat/worker/search?q=${encodeURIComponent('" OR * NOT ( NEAR')}`);
	expect(odd.status).toBe(200);
	const two = await talk.dashboard.api<ChatFound>("/chat/worker/search?q=message&limit=2");
	expect(two.body.messages).toHaveLength(2);
	expect(two.body.next).toBe(two.body.messages[1]?.id);
	const list = await talk.dashboard.api<{ conversations: Conversation[] }>("/chat");
	expect(list.body.conversations).toMatchObject([
		{ daemon: "worker", known: true, agent: false, unread: 0 },
		{ daemon: "gone", known: false },
	]);
});

test("questions, commands from elsewhere and what became of them come into the conversation, each once", async () => {
	const paths = await tempHome();
	const before = await openDatabase(paths.database);
	await askQuestion(before, { daemon: "worker", kind: "text", title: "Which colour?" });
	await sendCommand(before, "worker", { text: "rest a little" });
	await before.close();
	const talk = await talkRig({ paths });
	const early = await talk.until((messages) => messages.length === 2);
	expect(early).toMatchObject([
		{ from: "person", kind: "command", text: "rest a little", command: { status: "accepted" }, settled: false },
		{ from: "daemon", kind: "question", question: { ticket: "Q-1", status: "pending" }, settled: false },
	]);
	const db = await openDatabase(paths.database);
	try {
		await takeCommands(db, "worker", ["checkpoint"]);
		await talk.message(early[0]?.id ?? 0, ({ command }) => command?.status === "seen");
		await finishCommand(db, "C-1", "done", "I rest.");
		const told = await talk.until((messages) => messages.length === 3);
		expect(told[2]).toMatchObject({ from: "daemon", kind: "reply", text: "I rest.", replyTo: early[0]?.id });
		expect(told[0]).toMatchObject({ settled: true, command: { status: "done", reply: "I rest." } });
	} finally {
		await db.close();
	}
	const answered = await talk.dashboard.api("/questions/Q-1/answer", { body: { answer: "blue" } });
	expect(answered.status).toBe(200);
	const shown = await talk.message(early[1]?.id ?? 0, ({ question }) => question?.status === "answered");
	expect(shown.question).toMatchObject({ answer: "blue", answeredBy: "human" });
	await talk.dashboard.close();
	const again = await talkRig({ paths });
	expect((await again.page()).messages).toHaveLength(3);
});

test("knows what was read", async () => {
	const talk = await talkRig();
	const [, answer] = await talk.send("/help");
	const unread = async () => {
		const { body } = await talk.dashboard.api<{ conversations: Conversation[] }>("/chat");
		return body.conversations[0]?.unread;
	};
	expect(await unread()).toBe(1);
	await talk.dashboard.api("/chat/worker/read", { body: { upTo: answer?.id } });
	expect(await unread()).toBe(0);
	await talk.dashboard.api("/chat/worker/read", { body: { upTo: 0 } });
	expect(await unread()).toBe(0);
});
