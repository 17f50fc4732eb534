import type { ChatDelta, ChatMessage, ChatPage } from "../../../server/contract/chat.ts";

/** More than this are not kept in the page: what is far out of sight is read again when it is wanted. */
export const MOST = 600;

/** A stretch of a conversation without gaps, oldest first. */
export interface Window {
	messages: readonly ChatMessage[];
	/** There are older ones than the first, and newer ones than the last. */
	older: boolean;
	newer: boolean;
}

export const EMPTY: Window = { messages: [], older: false, newer: false };

/** With a page of what came before. */
export function withOlder({ messages, newer }: Window, page: ChatPage): Window {
	const first = messages[0]?.id ?? Number.POSITIVE_INFINITY;
	const all = [...page.messages.filter(({ id }) => id < first), ...messages];
	return { messages: all.slice(0, MOST), older: page.older, newer: newer || all.length > MOST };
}

/** With a page of what came after. */
export function withNewer({ messages, older }: Window, page: ChatPage): Window {
	const last = messages.at(-1)?.id ?? 0;
	const all = [...messages, ...page.messages.filter(({ id }) => id > last)];
	return { messages: all.slice(-MOST), older: older || all.length > MOST, newer: page.newer };
}

/** With some messages as they are now. Those that are not in sight are left out, and nothing goes back to an older version. */
export function withChanged(before: Window, changed: readonly ChatMessage[]): Window {
	const fresh = new Map(changed.map((message) => [message.id, message]));
	const messages = before.messages.map((message) => {
		const next = fresh.get(message.id);
		return next && next.version >= message.version ? next : message;
	});
	return { ...before, messages };
}

/**
 * With a reply as far as it has got. Null: a part of it went missing, and it must be read again; the same window: it is not
 * in sight, or has ended.
 */
export function withDelta(before: Window, { id, from, text }: ChatDelta): Window | null {
	const message = before.messages.find((one) => one.id === id);
	if (message?.state !== "streaming") return before;
	if (from > message.text.length) return null;
	const grown = { ...message, text: message.text.slice(0, from) + text };
	return { ...before, messages: before.messages.map((one) => (one === message ? grown : one)) };
}

/** What may still change, and has to be read again when something did. */
export function unsettled({ messages }: Window): number[] {
	return messages.flatMap(({ id, settled }) => (settled ? [] : id));
}
