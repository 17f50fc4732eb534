import { createHash } from "node:crypto";
import webPush from "web-push";
import type { PushPayload } from "../../contract/notify.ts";
import { clip } from "../../text/cut.ts";
import type { Message } from "../message.ts";
import type { PushKeys } from "../push-keys.ts";
import type { Post } from "./post.ts";

/** A push service takes 4,096 bytes, encrypted. */
const MAX_PAYLOAD_BYTES = 3_000;
const MAX_TITLE = 150;
/** A browser that is off gets it within a day, or not at all. */
const TTL_SECONDS = 24 * 60 * 60;
const URGENCY = { critical: "high", high: "high", normal: "normal", low: "low" } as const;

export interface Subscription {
	endpoint: string;
	p256dh: string;
	auth: string;
}

/** A message for one browser: encrypted for it alone, so that no push service in between can read it. */
export function pushPost(
	subscription: Subscription,
	message: Message,
	keys: PushKeys,
	contact: string,
	key: string,
): Post {
	const { endpoint, p256dh, auth } = subscription;
	const details = webPush.generateRequestDetails(
		{ endpoint, keys: { p256dh, auth } },
		JSON.stringify(payloadOf(message)),
		{
			vapidDetails: { subject: contact, publicKey: keys.publicKey, privateKey: keys.privateKey },
			TTL: TTL_SECONDS,
			urgency: URGENCY[message.urgency],
			// Of several that a browser has not fetched yet, the last of a topic is kept.
			topic: createHash("sha256").update(key).digest("base64url").slice(0, 32),
			contentEncoding: "aes128gcm",
		},
	);
	const headers = Object.fromEntries(
		Object.entries(details.headers)
			.filter(([name]) => name !== "Content-Length") // fetch knows it
			.map(([name, value]) => [name, String(value)]),
	);
	return { url: details.endpoint, headers, body: new Uint8Array(details.body) };
}

/** What the service worker shows. */
export function payloadOf({ title, text, options, deadline, path, tag, urgency }: Message): PushPayload {
	const whole = [text, options.join(" · "), deadline].filter(Boolean).join("\n\n");
	const stays = urgency === "critical" || urgency === "high";
	const make = (length: number): PushPayload => ({
		title: clip(title, MAX_TITLE),
		body: clip(whole, length),
		link: path,
		tag: clip(tag, 200),
		stays,
	});
	for (let length = 1_000; length > 10; length = Math.floor(length / 2)) {
		const payload = make(length);
		if (Buffer.byteLength(JSON.stringify(payload)) <= MAX_PAYLOAD_BYTES) return payload;
	}
	return make(10);
}
