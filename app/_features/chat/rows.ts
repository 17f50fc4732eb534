import type { ChatMessage } from "../../../server/contract/chat.ts";

/**
 * A message with what stands above it. The lines of days and of what is new belong to the message that follows, because the
 * place that is read is kept by the messages in sight, which stay when others are read.
 */
export interface Row {
	message: ChatMessage;
	/** Its author has not said the one before as well. */
	first: boolean;
	/** It is the first of its day, as far as is known. */
	day: boolean;
	/** What is new begins here. */
	unread: boolean;
}

/** Messages of one author that come so close together are told as one. */
const TOGETHER_MS = 5 * 60_000;

/**
 * The messages, by days in the person's own time zone.
 * @param readTo up to this message everything was read; null: nothing is marked
 */
export function rowsOf(messages: readonly ChatMessage[], readTo: number | null): Row[] {
	let before: ChatMessage | null = null;
	let marked = readTo === null;
	return messages.map((message) => {
		const day = before === null || dayOf(before.at) !== dayOf(message.at);
		const isNew = !marked && readTo !== null && message.id > readTo && message.from !== "person";
		marked ||= isNew;
		const goesOn =
			before !== null &&
			!day &&
			!isNew &&
			before.from === message.from &&
			Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS;
		// Before all there is, it would say nothing.
		const unread = isNew && before !== null;
		before = message;
		return { message, first: !goesOn, day, unread };
	});
}

function dayOf(at: string): string {
	return new Date(at).toDateString();
}
