import type { RecordedConversation, RecordedFound } from "../../../server/contract/conversations.ts";

export type FoundTurn = RecordedFound["turns"][number];

/** A line of the list: a conversation, or a turn that was found. */
export type Entry = {
	key: string;
	/** What stands above it: a day, or what was found. */
	above: { day: string } | { title: string } | null;
} & ({ kind: "conversation"; conversation: RecordedConversation } | { kind: "turn"; turn: FoundTurn });

export function conversationKey(id: number): string {
	return `conversation-${id}`;
}
export function turnKey(id: number): string {
	return `turn-${id}`;
}

/** The conversations by the days on which something was last said in them, in the person's own time zone. */
export function byDay(conversations: readonly RecordedConversation[]): Entry[] {
	let before = "";
	return conversations.map((conversation) => {
		const at = conversation.lastTurnAt ?? "";
		const day = new Date(at).toDateString();
		const isNew = day !== before;
		before = day;
		return {
			kind: "conversation",
			key: conversationKey(conversation.id),
			conversation,
			above: isNew ? { day: at } : null,
		};
	});
}

/** What was found: conversations by what they are about, then turns by what was said. */
export function found(conversations: readonly RecordedConversation[], turns: readonly FoundTurn[]): Entry[] {
	return [
		...conversations.map(
			(conversation, index): Entry => ({
				kind: "conversation",
				key: conversationKey(conversation.id),
				conversation,
				above: index === 0 ? { title: "Conversations about it" } : null,
			}),
		),
		...turns.map(
			(turn, index): Entry => ({
				kind: "turn",
				key: turnKey(turn.id),
				turn,
				above: index === 0 ? { title: "What was said" } : null,
			}),
		),
	];
}

/** The entry before or after another; stays at the ends. Null: the list is empty. */
export function neighbour(entries: readonly Entry[], from: string | null, step: 1 | -1): Entry | null {
	const index = entries.findIndex(({ key }) => key === from);
	const to = index === -1 ? 0 : Math.min(Math.max(index + step, 0), entries.length - 1);
	return entries[to] ?? null;
}
