import { expect, test } from "vitest";
import { notifySchema } from "../../../server/config/notify-schema.ts";
import { settleNotify } from "../../../server/config/settle-notify.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { snoozeQuestion } from "../../../server/inbox/snooze-question.ts";
import { undoAnswer } from "../../../server/inbox/undo-answer.ts";
import { wakeQuestions } from "../../../server/inbox/wake-questions.ts";
import { addBrowser } from "../../../server/notify/browsers.ts";
import { lookForQuestions } from "../../../server/notify/question-watch.ts";
import { httpSink } from "../../support/http-sink.ts";
import { isSettled, startNotify } from "../../support/notify.ts";
import { pushReceiver } from "../../support/push-receiver.ts";

/** Somebody who has an hour to take an answer back. */
const PATIENT = { name: null, hours: [], timeZone: null, digest: [], undoMs: 3_600_000 };
const ALWAYS = ["00:00-00:00"];
const hook = (url: string, more = {}) => ({ webhooks: [{ name: "own", url, template: "json" }], push: false, ...more });

test("quiet hours hold back all but what is critical; what was answered by then is dropped", async () => {
	const sink = await httpSink();
	const { notify, db, log, again } = await startNotify(hook(sink.url, { quietHours: ALWAYS }));
	await askQuestion(db, { title: "The house burns", urgency: "critical" });
	await askQuestion(db, { title: "Waits", urgency: "high" });
	await askQuestion(db, { title: "Is answered", urgency: "high" });
	notify.lookAtQuestions();
	await log((all) => all.length === 3 && all.every(({ status, error }) => status === "sent" || error !== null));
	expect(sink.requests.map((one) => one.json().title)).toEqual(["Q-1: The house burns"]);
	await answerQuestion(db, "Q-3", { answer: "yes" });
	await db.prisma.delivery.updateMany({ where: { status: "pending" }, data: { nextAt: null } });
	await again(hook(sink.url));
	expect(await log(isSettled)).toMatchObject([
		{ ticket: "Q-1", status: "sent" },
		{ ticket: "Q-2", status: "sent" },
		{ ticket: "Q-3", status: "dropped", error: "It was answered before it was sent." },
	]);
	expect(sink.requests).toHaveLength(2);
});

test("a question that is looked at is not told; once nobody looks it is, if it still waits", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url));
	notify.presence.set("page", { looked: true, shows: "/inbox?tab=pending&ticket=Q-1" });
	await askQuestion(db, { title: "In sight", urgency: "high" });
	await askQuestion(db, { title: "Not in sight", urgency: "high" });
	await askQuestion(db, { title: "Not so urgent" });
	notify.lookAtQuestions();
	await log((all) => all.length === 3 && all.every(({ status, error }) => status === "sent" || error !== null));
	expect(sink.requests.map((one) => one.json().ticket)).toEqual(["Q-2"]);
	await answerQuestion(db, "Q-1", { answer: "done" });
	notify.presence.remove("page");
	expect(await log(isSettled)).toMatchObject([
		{ status: "dropped" },
		{ status: "sent" },
		{ ticket: "Q-3", status: "sent" },
	]);
	expect(sink.requests.map((one) => one.json().ticket)).toEqual(["Q-2", "Q-3"]);
});

test("a page that nobody looks at, or where the setting says so, holds nothing back", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url, { onlyWhenAway: false }));
	notify.presence.set("page", { looked: true, shows: "/inbox?ticket=Q-1" });
	await askQuestion(db, { title: "In sight", urgency: "high" });
	notify.lookAtQuestions();
	expect(await log(isSettled)).toMatchObject([{ status: "sent" }]);
});

test("what was held for the digest is one message, and what is not urgent is not told before", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url));
	const heldUntil = new Date(Date.now() + 3_600_000);
	for (const title of ["One", "Two", "Three"]) await askQuestion(db, { title, urgency: "low" });
	await db.prisma.question.updateMany({ data: { heldUntil } });
	notify.lookAtQuestions();
	await askQuestion(db, { title: "Blocks", urgency: "high" });
	notify.lookAtQuestions();
	expect(await log(isSettled)).toMatchObject([{ ticket: "Q-4" }]);
	await answerQuestion(db, "Q-2", { answer: "no" });
	await wakeQuestions(db, heldUntil);
	notify.lookAtQuestions();
	await log((all) => isSettled(all) && all.length === 2);
	expect(sink.requests.at(-1)?.json()).toMatchObject({
		title: "2 questions wait for you",
		text: "• Q-1: One\n• Q-3: Three",
		link: "http://127.0.0.1:4310/inbox",
	});
});

test("a question is told once: not again when it wakes from being put off, nor after a restart", async () => {
	const sink = await httpSink();
	const started = await startNotify(hook(sink.url));
	await askQuestion(started.db, { title: "Once", urgency: "high" });
	started.notify.lookAtQuestions();
	await started.log(isSettled);
	const until = new Date(Date.now() + 60_000);
	await snoozeQuestion(started.db, "Q-1", until);
	await wakeQuestions(started.db, until);
	await started.again();
	await askQuestion(started.db, { title: "Another", urgency: "high" });
	started.notify.lookAtQuestions();
	await started.log((all) => isSettled(all) && all.some(({ ticket }) => ticket === "Q-2"));
	expect(sink.requests.map((one) => one.json().ticket)).toEqual(["Q-1", "Q-2"]);
});

test("many at once are one message for each urgency", async () => {
	const sink = await httpSink();
	const { notify, db, log, again } = await startNotify(hook(sink.url));
	await notify.close();
	for (let number = 1; number <= 30; number += 1) {
		await askQuestion(db, { title: `Number ${number}`, urgency: number % 2 === 0 ? "high" : "critical" });
	}
	await again();
	await log((all) => isSettled(all) && all.length === 2);
	expect(sink.requests.map((one) => one.json().title)).toEqual([
		"15 questions wait for you",
		"15 questions wait for you",
	]);
	expect(sink.requests[0]?.json().text).toContain("Q-1: Number 1\n");
});

test("a flood of questions is gathered, but for what is critical", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url));
	await notify.close();
	const config = settleNotify(notifySchema.parse(hook(sink.url)), {});
	for (let number = 1; number <= 24; number += 1) {
		await askQuestion(db, { title: `Number ${number}`, urgency: "high" });
		await lookForQuestions(db, config);
	}
	expect(await log((all) => all.length > 0)).toHaveLength(20);
	await lookForQuestions(db, config, new Date(Date.now() + 11 * 60_000));
	expect(await log((all) => all.length > 20)).toHaveLength(21);
	await askQuestion(db, { title: "Waits", urgency: "high" });
	expect(await lookForQuestions(db, config)).toBe(0);
	await askQuestion(db, { title: "Burns", urgency: "critical" });
	expect(await lookForQuestions(db, config)).toBe(0);
	const aMinuteLater = new Date(Date.now() + 61_000);
	expect(await lookForQuestions(db, config, aMinuteLater)).toBe(2);
	for (let number = 1; number <= 4; number += 1) {
		await askQuestion(db, { title: `Burns ${number}`, urgency: "critical" });
		expect(await lookForQuestions(db, config)).toBe(0);
	}
	expect(await lookForQuestions(db, config, aMinuteLater)).toBe(1);
	expect((await log((all) => all.length === 24)).at(-1)).toMatchObject({ urgency: "critical", title: "4 questions" });
});

test("what is critical and wakes in a flood is told as soon as what is critical and comes", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url));
	await notify.close();
	const config = settleNotify(notifySchema.parse(hook(sink.url)), {});
	const until = new Date(Date.now() + 3_600_000);
	for (const urgency of ["critical", "high"] as const) {
		const { ticket } = await askQuestion(db, { title: `Slept, ${urgency}`, urgency });
		await snoozeQuestion(db, ticket, until);
	}
	for (let number = 1; number <= 20; number += 1) {
		await askQuestion(db, { title: `Number ${number}`, urgency: "high" });
		await lookForQuestions(db, config);
	}
	expect(await log((all) => all.length > 0)).toHaveLength(20);
	const aMinuteLater = new Date(Date.now() + 61_000);
	await snoozeQuestion(db, "Q-2", null);
	expect(await lookForQuestions(db, config, aMinuteLater)).toBe(0);
	await snoozeQuestion(db, "Q-1", null);
	expect(await lookForQuestions(db, config)).toBe(0); // a minute of a flood is one message
	expect(await lookForQuestions(db, config, aMinuteLater)).toBe(2);
	expect((await log((all) => all.length === 22)).slice(20)).toMatchObject([{ ticket: "Q-2" }, { ticket: "Q-1" }]);
});

test("an answer that was taken back before it was told of is told then", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url));
	await db.write(({ setting }) => setting.create({ data: { key: "person", value: PATIENT } }));
	for (const title of ["Is undone", "Is not"]) {
		const { ticket } = await askQuestion(db, { title, urgency: "high" });
		await answerQuestion(db, ticket, { answer: "yes", undoable: true });
	}
	notify.lookAtQuestions();
	const why = "It was answered; until then the answer can be taken back.";
	await log((all) => all.length === 2 && all.every(({ status, error }) => status === "pending" && error === why));
	await undoAnswer(db, "Q-1");
	await db.prisma.question.updateMany({ where: { id: 2 }, data: { undoUntil: new Date() } });
	await db.prisma.delivery.updateMany({ data: { nextAt: null } });
	notify.wrote();
	expect(await log(isSettled)).toMatchObject([
		{ ticket: "Q-1", status: "sent" },
		{ ticket: "Q-2", status: "dropped", error: "It was answered before it was sent." },
	]);
	expect(sink.requests.map((one) => one.json().ticket)).toEqual(["Q-1"]);
});

test("however much has happened, what woke is told, a page at a time", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(hook(sink.url));
	await notify.close();
	const config = settleNotify(notifySchema.parse(hook(sink.url)), {});
	const { ticket } = await askQuestion(db, { title: "Slept", urgency: "high" });
	await db.prisma.question.updateMany({ data: { snoozedUntil: new Date() } });
	await lookForQuestions(db, config);
	const questionId = Number(ticket.slice(2));
	const event = (kind: string) => ({ questionId, kind, by: "asker", version: 1 });
	await db.prisma.questionEvent.createMany({ data: Array.from({ length: 1_200 }, () => event("asked-again")) });
	await wakeQuestions(db, new Date());
	expect(await lookForQuestions(db, config)).toBe(1);
	expect(await log((all) => all.length === 1)).toMatchObject([{ ticket }]);
	const reached = await db.prisma.setting.findUnique({ where: { key: "notify" } });
	const newest = await db.prisma.questionEvent.findFirst({ orderBy: { id: "desc" } });
	expect(reached?.value).toEqual({ question: questionId, event: newest?.id });
	await db.prisma.questionEvent.createMany({ data: Array.from({ length: 510 }, () => event("woken")) });
	await lookForQuestions(db, config);
	const page = await db.prisma.setting.findUnique({ where: { key: "notify" } });
	expect(page?.value).toEqual({ question: questionId, event: (newest?.id ?? 0) + 500 });
});

test("what would disguise a text is named in it, whoever tells it", async () => {
	const sink = await httpSink();
	const { notify, log } = await startNotify(hook(sink.url, { rules: { handover: { normal: { to: ["own"] } } } }));
	await notify.outbox.tell({
		event: "handover",
		key: "handover:2026-11-21",
		urgency: "normal",
		title: "Handover \u202Ened",
		text: "Done:\n  US-1 \u2066txt.exe",
		link: "/handover",
	});
	expect((await log(isSettled))[0]?.title).toBe("Handover ⟦U+202E⟧ned");
	expect(sink.requests[0]?.json()).toMatchObject({
		title: "Handover ⟦U+202E⟧ned",
		text: "Done:\n  US-1 ⟦U+2066⟧txt.exe",
	});
});

test("the rules say who is told of what", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify({
		webhooks: ["a", "b"].map((name) => ({ name, url: `${sink.url}/${name}`, template: "json" })),
		rules: { question: { high: { to: ["a"] }, critical: { when: "never" }, normal: { when: "now", to: ["b"] } } },
	});
	await addBrowser(db, pushReceiver(`${sink.url}/push`).subscription);
	await askQuestion(db, { title: "High", urgency: "high" });
	await askQuestion(db, { title: "Critical", urgency: "critical" });
	await askQuestion(db, { title: "Normal" });
	notify.lookAtQuestions();
	await log((all) => isSettled(all) && all.length === 2);
	expect(sink.requests.map(({ path, json }) => `${path} ${json().ticket}`).sort()).toEqual(["/a Q-1", "/b Q-3"]);
});

test("an alert is told by how bad it is, and not at all once it is over", async () => {
	const sink = await httpSink();
	const { notify, db, log, again } = await startNotify(hook(sink.url, { quietHours: ALWAYS }));
	const alert = {
		daemon: "bot",
		at: new Date().toISOString(),
		page: "/daemons/bot/dossiers",
		severity: "error",
	} as const;
	await notify.notifier.notify({
		...alert,
		kind: "hang",
		subject: "hang:bot",
		title: "bot does not respond",
		text: "",
	});
	await notify.notifier.notify({
		...alert,
		kind: "gave-up",
		subject: "daemon:bot",
		title: "bot is not started again",
		text: "Why.",
	});
	await notify.notifier.notify({
		...alert,
		kind: "disk-full",
		subject: "disk",
		daemon: null,
		title: "The disk is full",
		text: "",
	});
	await notify.notifier.notify({
		...alert,
		kind: "recovered",
		subject: "hang:bot",
		title: "bot responds again",
		text: "",
	});
	await log((all) => all.length === 3 && all.every(({ status, error }) => status === "sent" || error !== null));
	expect(sink.requests.map((one) => one.json())).toMatchObject([{ title: "The disk is full", urgency: "critical" }]);
	await db.prisma.delivery.updateMany({ where: { status: "pending" }, data: { nextAt: null } });
	await again(hook(sink.url));
	expect(await log(isSettled)).toMatchObject([{ status: "dropped" }, { status: "sent" }, { status: "sent" }]);
	expect(sink.requests.at(-1)?.json()).toMatchObject({
		title: "bot is not started again",
		urgency: "high",
		link: "http://127.0.0.1:4310/daemons/bot/dossiers",
	});
});

test("an alert that a page shows is not told elsewhere", async () => {
	const sink = await httpSink();
	const { notify, log } = await startNotify(hook(sink.url));
	notify.presence.set("page", { looked: true, shows: "/history" });
	await notify.notifier.notify({
		kind: "gave-up",
		subject: "daemon:bot",
		daemon: "bot",
		severity: "error",
		title: "bot is not started again",
		text: "",
		at: new Date().toISOString(),
		page: "/daemons/bot/dossiers",
	});
	expect(await log(isSettled)).toMatchObject([{ status: "dropped", error: expect.stringContaining("showed it") }]);
	expect(sink.requests).toEqual([]);
});

test("a handover is told once by whoever asks for it, with its own HTML", async () => {
	const sink = await httpSink();
	const { notify, log } = await startNotify(hook(sink.url, { rules: { handover: { normal: { to: ["own"] } } } }));
	const handover = {
		event: "handover",
		key: "handover:2026-11-21",
		urgency: "normal",
		title: "The handover of Saturday",
		text: "Two done.",
		html: "<p>Two done.</p>",
		link: "/handover",
	} as const;
	expect(await notify.outbox.tell(handover)).toBe(1);
	expect(await notify.outbox.tell(handover)).toBe(0);
	await log(isSettled);
	expect(sink.requests).toHaveLength(1);
});
