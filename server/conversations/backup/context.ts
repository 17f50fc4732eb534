import { type ChatIndex, CONTEXT_SUMMARY, type ContextSummary, type IndexEntry } from "./forms.ts";

const SESSIONS = 20;
const KEYWORDS = 30;
const DECISIONS = 30;

/** What the latest conversations were about, from the index alone: the same index gives the same words. */
export function toContext({ updatedAt, conversations }: ChatIndex): ContextSummary {
	return {
		...CONTEXT_SUMMARY,
		updatedAt,
		latestSessions: conversations
			.slice(0, SESSIONS)
			.map(({ source, sessionId, title, cwd, lastTurnAt, summary, keywords, file }) => ({
				source,
				sessionId,
				title,
				cwd,
				lastTurnAt,
				summary,
				keywords,
				file,
			})),
		topKeywords: topKeywords(conversations),
		keyDecisions: conversations
			.flatMap(({ source, sessionId, lastTurnAt: at, decisions }) =>
				decisions.map((decision) => ({ source, sessionId, decision, at })),
			)
			.slice(0, DECISIONS),
	};
}

/** By how many conversations have them, however they are written; of those that are equal, the latest first. */
function topKeywords(conversations: readonly IndexEntry[]): ContextSummary["topKeywords"] {
	const found = new Map<string, { keyword: string; conversations: number }>();
	for (const { keywords } of conversations) {
		for (const [key, keyword] of new Map(keywords.map((one) => [one.toLowerCase(), one]))) {
			const known = found.get(key);
			if (known) known.conversations += 1;
			else found.set(key, { keyword, conversations: 1 });
		}
	}
	return [...found.values()].sort((a, b) => b.conversations - a.conversations).slice(0, KEYWORDS);
}
