import { expect, test } from "vitest";
import type { WebhookConfig } from "../../../server/config/notify-types.ts";
import { mailOf, textOf } from "../../../server/notify/channels/mail.ts";
import { retryAfter } from "../../../server/notify/channels/post.ts";
import { payloadOf } from "../../../server/notify/channels/push.ts";
import { signatureOf, webhookPost, webhookWhere } from "../../../server/notify/channels/webhook.ts";
import type { Message } from "../../../server/notify/message.ts";

const MESSAGE: Message = {
	event: "question",
	urgency: "critical",
	title: "Q-1: <script>alert(1)</script> *bold* @everyone",
	text: 'A "quote" & <b>tags</b>',
	options: ["<i>Yes</i>", "No"],
	deadline: "Without an answer by Sun, 22 Nov, 09:00 it is left out.",
	link: "http://127.0.0.1:4310/inbox?ticket=Q-1&x=1",
	path: "/inbox?ticket=Q-1&x=1",
	daemon: "bot",
	ticket: "Q-1",
	at: "2026-11-21T20:00:00.000Z",
	tag: "question:Q-1",
	html: null,
};
const MAIL = { from: "Night <night@example.com>", to: ["me@example.com"] };
const hook = (template: WebhookConfig["template"], more: Partial<WebhookConfig> = {}): WebhookConfig => ({
	name: "own",
	url: "https://hooks.example.com/a/b",
	template,
	headers: {},
	secret: null,
	problem: null,
	...more,
});
const bodyOf = (webhook: WebhookConfig, message = MESSAGE) =>
	JSON.parse(String(webhookPost(webhook, message, "k").body));

test("nothing of a question is markup in a mail", () => {
	const { html, subject, text } = mailOf(MESSAGE, MAIL, "key");
	expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
	expect(html).not.toMatch(/<script|<b>|<i>/);
	expect(html).toContain('href="http://127.0.0.1:4310/inbox?ticket=Q-1&amp;x=1"');
	expect(subject).toBe("[Nightshift] Q-1: <script>alert(1)</script> *bold* @everyone");
	expect(text).toBe(textOf(MESSAGE));
});

test("a mail is the same each time it is tried, and another for each delivery; one ticket is one conversation", () => {
	const one = mailOf(MESSAGE, MAIL, "question:Q-1>email");
	expect(mailOf(MESSAGE, MAIL, "question:Q-1>email").messageId).toBe(one.messageId);
	const other = mailOf(MESSAGE, MAIL, "digest:Q-1-Q-4>email");
	expect(other.messageId).not.toBe(one.messageId);
	expect(other.references).toBe(one.references);
	expect(mailOf({ ...MESSAGE, ticket: "Q-2" }, MAIL, "x").references).not.toBe(one.references);
	expect(mailOf({ ...MESSAGE, ticket: null }, MAIL, "x").references).toBeUndefined();
});

test("a mail with HTML of its own keeps it", () => {
	expect(mailOf({ ...MESSAGE, html: "<p>Done.</p>" }, MAIL, "key").html).toBe("<p>Done.</p>");
});

test("chats show it as plain text, mention nobody, and get no more than they take", () => {
	const slack = bodyOf(hook("slack"));
	expect(slack.text).toContain("&lt;script&gt;");
	expect(slack.blocks[0].text.type).toBe("plain_text");
	const discord = bodyOf(hook("discord"));
	expect(discord.embeds[0].title).toContain("\\*bold\\*");
	expect(discord.embeds[0].title).not.toContain("@everyone");
	expect(discord.allowed_mentions).toEqual({ parse: [] });
	const long = {
		...MESSAGE,
		title: "x".repeat(5_000),
		text: "<".repeat(9_000),
		options: Array(40).fill("o".repeat(500)),
	};
	for (const block of bodyOf(hook("slack"), long).blocks) {
		expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(block.type === "header" ? 150 : 3_000);
	}
	const [embed] = bodyOf(hook("discord"), long).embeds;
	expect(embed.title.length).toBeLessThanOrEqual(256);
	expect(embed.description.length).toBeLessThanOrEqual(4_096);
	for (const { value } of embed.fields) expect(value.length).toBeLessThanOrEqual(1_024);
	expect(Buffer.byteLength(JSON.stringify(bodyOf(hook("ntfy"), long)))).toBeLessThan(8_000);
});

test("ntfy gets its topic from the address", () => {
	const post = webhookPost(hook("ntfy", { url: "https://ntfy.example.com/my%20topic" }), MESSAGE, "k");
	expect(post.url).toBe("https://ntfy.example.com/");
	expect(JSON.parse(String(post.body))).toMatchObject({ topic: "my topic", priority: 5, click: MESSAGE.link });
});

test("a signature covers time and body", () => {
	const at = new Date("2026-11-21T20:00:00Z");
	const signature = signatureOf("{}", "secret", at);
	expect(signature).toMatch(/^t=1795291200,v1=[0-9a-f]{64}$/);
	expect(signatureOf("{ }", "secret", at)).not.toBe(signature);
	expect(signatureOf("{}", "other", at)).not.toBe(signature);
});

test("where a webhook goes is told without its path", () => {
	expect(webhookWhere(hook("slack", { url: "https://hooks.example.com/T0/secret?token=x" }))).toBe(
		"slack, hooks.example.com",
	);
	expect(webhookWhere(hook("json", { url: "" }))).toBe("json");
});

test("a push message has what a service worker needs, and no more than fits", () => {
	expect(payloadOf(MESSAGE)).toEqual({
		title: MESSAGE.title,
		body: `${MESSAGE.text}\n\n<i>Yes</i> · No\n\n${MESSAGE.deadline}`,
		link: MESSAGE.path,
		tag: MESSAGE.tag,
		stays: true,
	});
	const large = payloadOf({ ...MESSAGE, title: "\u{1f319}".repeat(400), text: "\u0001".repeat(5_000) });
	expect(Buffer.byteLength(JSON.stringify(large))).toBeLessThanOrEqual(3_000);
});

test("a wish to wait is seconds or a date", () => {
	const now = Date.parse("2026-11-21T20:00:00Z");
	expect(retryAfter("120", now)).toBe(120_000);
	expect(retryAfter("Sat, 21 Nov 2026 20:01:00 GMT", now)).toBe(60_000);
	expect(retryAfter("Sat, 21 Nov 2026 19:00:00 GMT", now)).toBe(0);
	expect(retryAfter("soon", now)).toBeNull();
	expect(retryAfter(null, now)).toBeNull();
});
