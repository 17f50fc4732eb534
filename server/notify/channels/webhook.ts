import { createHmac } from "node:crypto";
import type { Urgency, WebhookConfig, WebhookTemplate } from "../../config/notify-types.ts";
import { VERSION } from "../../config/package-root.ts";
import { clip } from "../../text/cut.ts";
import type { Message } from "../message.ts";
import { escapeDiscord, escapeSlack } from "./escape.ts";
import type { Post } from "./post.ts";

/** @param key of the delivery: the same each time it is tried, so that a receiver can tell that it knows it already */
export function webhookPost(webhook: WebhookConfig, message: Message, key: string, now = new Date()): Post {
	const { url, body } = TEMPLATES[webhook.template](message, webhook.url, key);
	const text = JSON.stringify(body);
	return {
		url,
		body: text,
		headers: {
			"Content-Type": "application/json",
			"User-Agent": `Nightshift/${VERSION}`,
			"Idempotency-Key": key,
			...webhook.headers,
			...(webhook.secret !== null && { "Nightshift-Signature": signatureOf(text, webhook.secret, now) }),
		},
	};
}

/**
 * `t=UNIX-SECONDS,v1=HEX`: HMAC-SHA-256 of `UNIX-SECONDS.BODY` under the secret. The time is signed too, so that a receiver
 * can refuse what somebody has kept and sends again.
 */
export function signatureOf(body: string, secret: string, now: Date): string {
	const seconds = Math.floor(now.getTime() / 1_000);
	return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/** Where a webhook goes, for people: never its path, which is often the secret. */
export function webhookWhere({ url, template }: WebhookConfig): string {
	const host = URL.canParse(url) ? new URL(url).host : "";
	return host === "" ? template : `${template}, ${host}`;
}

type Template = (message: Message, url: string, key: string) => { url: string; body: unknown };

const TEMPLATES: Record<WebhookTemplate, Template> = {
	json: (message, url, key) => ({ url, body: plain(message, key) }),
	slack: (message, url) => ({ url, body: slack(message) }),
	discord: (message, url) => ({ url, body: discord(message) }),
	ntfy: (message, url) => {
		const { base, topic } = topicOf(url);
		return { url: base, body: ntfy(message, topic) };
	},
};

/** The plain one: see docs/notifications.md. */
function plain({ event, urgency, title, text, options, deadline, link, daemon, ticket, at }: Message, key: string) {
	return { v: 1, id: key, event, urgency, title, text, options, deadline, link, daemon, ticket, at };
}

/** Slack takes 3,000 characters in a section and 150 in a header. */
function slack({ title, text, options, deadline, link, event }: Message) {
	const section = (words: string) => ({ type: "section", text: { type: "mrkdwn", text: clip(words, 2_900) } });
	const choices = options.map((option) => `• ${escapeSlack(option)}`).join("\n");
	return {
		text: escapeSlack(title),
		blocks: [
			{ type: "header", text: { type: "plain_text", text: clip(title, 150), emoji: false } },
			...(text ? [section(escapeSlack(text))] : []),
			...(choices ? [section(choices)] : []),
			...(deadline ? [{ type: "context", elements: [{ type: "mrkdwn", text: escapeSlack(deadline) }] }] : []),
			section(`<${link}|${event === "question" ? "Answer in the inbox" : "Open the dashboard"}>`),
		],
		unfurl_links: false,
	};
}

const COLORS: Record<Urgency, number> = { critical: 0xb42318, high: 0xb25e09, normal: 0x2f5bd7, low: 0x6b6a66 };

/** Discord takes 256 characters in a title, 4,096 in a description, 1,024 in a field. */
function discord({ title, text, options, deadline, link, urgency, at }: Message) {
	const fields = [
		...(options.length > 0
			? [{ name: "Options", value: clip(options.map((one) => `- ${escapeDiscord(one)}`).join("\n"), 1_024) }]
			: []),
		...(deadline ? [{ name: "Without an answer", value: clip(escapeDiscord(deadline), 1_024) }] : []),
	];
	const description = clip(escapeDiscord(text), 4_000);
	const embed = {
		title: clip(escapeDiscord(title), 256),
		description,
		url: link,
		color: COLORS[urgency],
		fields,
		timestamp: at,
	};
	return { embeds: [embed], allowed_mentions: { parse: [] } };
}

const PRIORITIES: Record<Urgency, number> = { critical: 5, high: 4, normal: 3, low: 2 };

/** ntfy takes 4 KiB. As JSON, which may hold any letter; a header may not. */
function ntfy({ title, text, options, deadline, link, urgency }: Message, topic: string) {
	const choices = options.map((option) => `- ${option}`).join("\n");
	const message = [text, choices, deadline].filter(Boolean).join("\n\n") || title;
	return { topic, title, message: clip(message, 1_800), priority: PRIORITIES[urgency], click: link };
}

/** `https://ntfy.sh/my-topic`: what is JSON goes to the address without the topic. */
function topicOf(url: string): { base: string; topic: string } {
	const address = new URL(url);
	const parts = address.pathname.split("/").filter(Boolean);
	const topic = decodeURIComponent(parts.pop() ?? "");
	address.pathname = `/${parts.join("/")}`;
	return { base: address.href, topic };
}
