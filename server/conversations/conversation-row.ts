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

/** How many lines of the transcripts of conversations were none of their format, by conversation; none when it is not there. */
export async function malformedLinesOf(db: Database, conversations: readonly number[]): Promise<Map<number, number>> {
	const sums = await db.read(({ conversationFile }) =>
		conversationFile.groupBy({
			by: ["conversationId"],
			where: { conversationId: { in: [...conversations] }, malformed: { gt: 0 } },
			_sum: { malformed: true },
		}),
	);
	return new Map(sums.map(({ conversationId, _sum }) => [conversationId ?? 0, _sum.malformed ?? 0]));
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
