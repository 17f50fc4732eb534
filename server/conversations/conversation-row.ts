import type { RecordedConversation } from "../contract/conversations.ts";
import type { Conversation } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";

/** A conversation as lists show it. @param malformedLines in its transcripts */
export function toRecordedConversation(row: Conversation, malformedLines: number): RecordedConversation {
	const { session, startedAt, endedAt, firstTurnAt, lastTurnAt, backedUpAt, models, usage, keywords, ...rest } = row;
	const { summaryOf: _summaryOf, ...shown } = rest;
	return {
		...shown,
		sessionId: session,
		malformedLines,
		startedAt: isoOf(startedAt),
		endedAt: isoOf(endedAt),
		firstTurnAt: isoOf(firstTurnAt),
		lastTurnAt: isoOf(lastTurnAt),
		models: textsOf(models),
		usage: numbersOf(usage),
		keywords: textsOf(keywords),
		backedUpAt: isoOf(backedUpAt),
	};
}

/**
 * How many lines of the transcripts of conversations were none of their format, by conversation; none when it is not there.
 * A transcript that was read again, because it was copied or another took its place, begins as it did, and counts once.
 */
export async function malformedLinesOf(db: Database, conversations: readonly number[]): Promise<Map<number, number>> {
	const files = await db.read(({ conversationFile }) =>
		conversationFile.groupBy({
			by: ["conversationId", "head"],
			where: { conversationId: { in: [...conversations] }, malformed: { gt: 0 } },
			_max: { malformed: true },
		}),
	);
	const sums = new Map<number, number>();
	for (const { conversationId, _max } of files) {
		const id = conversationId ?? 0;
		sums.set(id, (sums.get(id) ?? 0) + (_max.malformed ?? 0));
	}
	return sums;
}

export function isoOf(time: Date | null): string | null {
	return time?.toISOString() ?? null;
}

function textsOf(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function numbersOf(value: unknown): Record<string, number> {
	if (typeof value !== "object" || value === null) return {};
	return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === "number"));
}
