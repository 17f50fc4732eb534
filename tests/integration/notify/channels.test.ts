import { createHmac } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { NewQuestion } from "../../../server/contract/question.ts";
import type { Problem } from "../../../server/contract/state.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { addBrowser, listBrowsers, removeBrowser } from "../../../server/notify/browsers.ts";
import { httpSink } from "../../support/http-sink.ts";
import { isSettled, startNotify, type TestNotify } from "../../support/notify.ts";
import { pushReceiver } from "../../support/push-receiver.ts";
import { smtpSink } from "../../support/smtp-sink.ts";
import { eventually } from "../../support/wait.ts";

const QUESTION: NewQuestion = {
	daemon: "bot",
	kind: "choice",
	title: "Merge the branch?",
	body: "All checks passed.\n\nTOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789",
	options: [
		{ id: "yes", label: "Yes, merge" },
		{ id: "no", label: "No" },
	],
	urgency: "high",
	onDeadline: "default",
	default: "yes",
	deadlineAt: new Date(Date.now() + 3_600_000).toISOString(),
};

const mailTo = (port: number) => ({
	smtp: `smtp://127.0.0.1:${port}`,
	from: "Nightshift <night@example.com>",
	to: "me@example.com",
});

test("a question arrives as a mail with its text, options, deadline and link, without secrets", async () => {
	const sink = await smtpSink();
	const { notify, db, log } = await startNotify({ email: mailTo(sink.port) });
	const { ticket } = await askQuestion(db, QUESTION);
	notify.lookAtQuestions();
	const [delivery] = await log(isSettled);
	expect(delivery).toMatchObject({
		event: "question",
		channel: "email",
		ticket,
		status: "sent",
		attempts: 1,
		error: null,
	});
	const [mail] = sink.mails;
	expect(mail).toMatchObject({ from: "night@example.com", to: ["me@example.com"] });
	expect(mail?.header("subject")).toBe("[Nightshift] Q-1: Merge the branch?");
	expect(mail?.raw).toContain("All checks passed.");
	expect(mail?.raw).toContain("- Yes, merge");
	expect(mail?.raw).toMatch(/Without an answer by .* it will be decided: Yes, merge\./);
	expect(mail?.raw).toContain("http://127.0.0.1:4310/inbox?ticket=Q-1");
	expect(mail?.raw).toContain("<li>No</li>");
	expect(mail?.raw).not.toContain("ghp_abc");
	expect(mail?.header("auto-submitted")).toBe("auto-generated");
	expect(mail?.header("list-id")).toBe("Nightshift <nightshift.example.com>");
	expect(mail?.header("message-id")).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
	expect(mail?.header("references")).toBe(mail?.header("in-reply-to"));
});

test("webhooks get what Slack, Discord, ntfy and programs of one's own understand, signed where there is a secret", async () => {
	const sink = await httpSink();
	const { notify, db, log } = await startNotify({
		webhooks: [
			{ name: "slack", url: `${sink.url}/slack`, template: "slack" },
			{ name: "discord", url: `${sink.url}/discord`, template: "discord" },
			{ name: "ntfy", url: `${sink.url}/base/my-topic`, template: "ntfy", headers: { Authorization: "Bearer t" } },
			{ name: "own", url: `${sink.url}/own?a=b`, template: "json", secret: "between us" },
		],
	});
	await askQuestion(db, { ...QUESTION, title: "Merge <b> & go @everyone?" });
	notify.lookAtQuestions();
	await log((all) => isSettled(all) && all.length === 4);
	const at = (path: string) => sink.requests.find((one) => one.path === path);

	const slack = JSON.stringify(at("/slack")?.json());
	expect(slack).toContain("<http://127.0.0.1:4310/inbox?ticket=Q-1|Answer in the inbox>");
	expect(at("/slack")?.json()).toMatchObject({ text: "Q-1: Merge &lt;b&gt; &amp; go @everyone?" });

	expect(at("/discord")?.json()).toMatchObject({
		allowed_mentions: { parse: [] },
		embeds: [{ url: "http://127.0.0.1:4310/inbox?ticket=Q-1", color: 0xb25e09 }],
	});

	expect(at("/base")?.json()).toMatchObject({
		topic: "my-topic",
		title: "Q-1: Merge <b> & go @everyone?",
		priority: 4,
		click: "http://127.0.0.1:4310/inbox?ticket=Q-1",
	});
	expect(at("/base")?.headers.authorization).toBe("Bearer t");

	const own = at("/own?a=b");
	expect(own?.json()).toMatchObject({
		v: 1,
		event: "question",
		urgency: "high",
		ticket: "Q-1",
		options: ["Yes, merge", "No"],
		deadline: expect.stringContaining("Yes, merge"),
	});
	const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(own?.headers["nightshift-signature"])) ?? [];
	expect(mac).toBe(createHmac("sha256", "between us").update(`${seconds}.${own?.body}`).digest("hex"));
});

test("a push message can be read by its browser alone, and has text and link; the keys are the owner's", async () => {
	const sink = await httpSink((response) => response.writeHead(201).end());
	const { notify, db, log } = await startNotify({});
	const browser = pushReceiver(`${sink.url}/push/1`);
	await addBrowser(db, browser.subscription);
	await askQuestion(db, QUESTION);
	notify.lookAtQuestions();
	expect(await log(isSettled)).toMatchObject([{ channel: "push", target: "A browser", status: "sent" }]);
	const [request] = sink.requests;
	expect(request?.headers).toMatchObject({ "content-encoding": "aes128gcm", urgency: "high", ttl: "86400" });
	expect(request?.headers.authorization).toMatch(/^vapid t=/);
	expect(request?.body.toString("latin1")).not.toContain("Merge");
	expect(browser.decrypt(request?.body ?? Buffer.alloc(0))).toMatchObject({
		title: "Q-1: Merge the branch?",
		body: expect.stringMatching(/^All checks passed\.[\s\S]*Yes, merge · No/),
		link: "/inbox?ticket=Q-1",
		stays: true,
	});
	const { publicKey } = (await notify.status()).push;
	expect(publicKey).toMatch(/^[\w-]{87}$/);
	const file = db.path.replace("nightshift.db", "push-keys.json");
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ publicKey });
});

test("a long question with letters of many bytes still fits into a push message", async () => {
	const sink = await httpSink((response) => response.writeHead(201).end());
	const { notify, db, log } = await startNotify({});
	const browser = pushReceiver(`${sink.url}/push/1`);
	await addBrowser(db, browser.subscription);
	await askQuestion(db, { ...QUESTION, title: "字".repeat(200), body: "漢".repeat(50_000) });
	notify.lookAtQuestions();
	await log(isSettled);
	expect(sink.requests[0]?.body.length).toBeLessThan(4_096);
	expect(browser.decrypt(sink.requests[0]?.body ?? Buffer.alloc(0)).body).toMatch(/^漢+…$/);
});

test("a browser that is gone is taken off the list", async () => {
	const sink = await httpSink((response) => response.writeHead(410).end());
	const { notify, db, log } = await startNotify({});
	await addBrowser(db, pushReceiver(`${sink.url}/push/1`).subscription);
	await askQuestion(db, QUESTION);
	notify.lookAtQuestions();
	expect(await log(isSettled)).toMatchObject([
		{ status: "dropped", error: expect.stringContaining("taken off the list") },
	]);
	await eventually(async () => (await listBrowsers(db)).length === 0);
	expect(sink.requests).toHaveLength(1);
});

describe("the last browser is gone", () => {
	const sinkThatIsGone = () => httpSink((response) => response.writeHead(410).end());
	/** What pages show: by the last change. */
	const shown = ({ changes }: TestNotify): Problem | null => {
		const last = changes.findLast(({ type }) => type === "problem" || type === "problem-gone");
		return last?.type === "problem" ? last.problem : null;
	};

	test("while push is the only way: a problem says so, also after a restart, until there is one again", async () => {
		const sink = await sinkThatIsGone();
		const started = await startNotify({});
		const { subscription } = pushReceiver(`${sink.url}/push/1`);
		const { subscription: other } = pushReceiver(`${sink.url}/push/2`, "Another");
		await addBrowser(started.db, subscription);
		await addBrowser(started.db, other);
		await started.notify.test("push", 1);
		expect(await listBrowsers(started.db)).toMatchObject([{ label: "Another" }]);
		expect(started.changes.filter(({ type }) => type === "problem")).toEqual([]);
		await started.notify.test("push", 2);
		const problem = await eventually(() => shown(started));
		expect(problem).toMatchObject({ id: "notify-push", severity: "warning", page: "/settings" });
		expect(problem.text).toContain("turn push on again");
		started.changes.length = 0;
		await started.again();
		expect(await eventually(() => shown(started))).toEqual(problem);
		await addBrowser(started.db, other);
		started.notify.wrote();
		await eventually(() => shown(started) === null);
		await removeBrowser(started.db, { endpoint: other.endpoint });
		started.changes.length = 0;
		await started.again();
		await started.notify.close();
		expect(started.changes.filter(({ type }) => type === "problem")).toEqual([]); // the person's own doing
	});

	test("with another way, or none wanted: nothing is said", async () => {
		const sink = await sinkThatIsGone();
		const mail = await smtpSink();
		const started = await startNotify({ email: mailTo(mail.port) });
		await addBrowser(started.db, pushReceiver(`${sink.url}/push/1`).subscription);
		await started.notify.test("push");
		await eventually(async () => (await listBrowsers(started.db)).length === 0);
		await started.again();
		await started.again({ push: false });
		await started.notify.close();
		expect(shown(started)).toBeNull();
		await started.again({});
		expect(await eventually(() => shown(started))).toMatchObject({ id: "notify-push" });
	});
});
