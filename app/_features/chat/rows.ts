import type { ChatMessage } from "../../../server/contract/chat.ts";

export type Row =
	| { kind: "day"; key: string; at: string }
	| { kind: "unread"; key: string }
	/** `first`: its author has not said the one before as well. */
	| { kind: "message"; key: string; message: ChatMessage; first: boolean };

/** Messages of one author that come so close together are told as one. */
const TOGETHER_MS = 5 * 60_000;

/**
 * The messages with a line at the beginning of each day, in the person's own time zone, and one before the first that is new.
 * @param readTo up to this message everything was read; null: nothing is marked
 */
export function rowsOf(messages: readonly ChatMessage[], readTo: number | null): Row[] {
	const rows: Row[] = [];
	let before: ChatMessage | null = null;
	let marked = readTo === null;
	for (const message of messages) {
		const isOtherDay = before === null || dayOf(before.at) !== dayOf(message.at);
		if (isOtherDay) rows.push({ kind: "day", key: `day-${message.id}`, at: message.at });
		const isNew = !marked && readTo !== null && message.id > readTo && message.from !== "person";
		if (isNew) {
			marked = true;
			// Before all there is, it would say nothing.
			if (before !== null) rows.push({ kind: "unread", key: "unread" });
		}
		const goesOn =
			before !== null &&
			!isOtherDay &&
			!isNew &&
			before.from === message.from &&
			Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS;
		rows.push({ kind: "message", key: `message-${message.id}`, message, first: !goesOn });
		before = message;
	}
	return rows;
}

function dayOf(at: string): string {
	return new Date(at).toDateString();
}
