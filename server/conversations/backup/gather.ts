import { extract } from "../../summaries/extract.ts";
import type { SummaryTurn } from "../../summaries/types.ts";
import type { LogFacts } from "./forms.ts";
import { type LogContent, LogDigest, toLogTurn } from "./log-file.ts";
import type { RecordRow } from "./record-rows.ts";
import type { RecordSnapshot } from "./snapshot.ts";
import { Touched } from "./touched.ts";

/** A conversation gone through once: all that a log says before its turns. */
export interface Gathered {
	content: LogContent;
	digest: string;
}

/** Goes through all turns of a conversation, one by one. */
export async function gather(snapshot: RecordSnapshot, row: RecordRow): Promise<Gathered> {
	const digest = new LogDigest();
	const touched = new Touched();
	const found = await extract(look(snapshot, row.id, digest, touched));
	const isStored = row.summaryBy !== null;
	const content: LogContent = {
		...factsOf(row),
		keywords: isStored ? row.keywords : found.keywords,
		summary: (isStored ? row.summary : found.summary) || null,
		summaryBy: isStored ? row.summaryBy : "extract",
		redactions: row.redactions,
		sections: { decisions: found.decisions, errors: found.errors, configurations: found.configurations },
		...touched.facts(),
	};
	return { content, digest: digest.end(content) };
}

/** The lines of a log's turns. */
export function* turnLines(snapshot: RecordSnapshot, conversationId: number): Generator<string> {
	for (const turn of snapshot.turns(conversationId)) yield JSON.stringify(toLogTurn(turn));
}

function* look(
	snapshot: RecordSnapshot,
	conversationId: number,
	digest: LogDigest,
	touched: Touched,
): Generator<SummaryTurn> {
	for (const turn of snapshot.turns(conversationId)) {
		digest.turn(JSON.stringify(toLogTurn(turn)));
		if (turn.tool) touched.add({ ...turn.tool, at: turn.at });
		yield turn;
	}
}

function factsOf(row: RecordRow): Omit<LogFacts, "keywords" | "summary" | "summaryBy"> {
	const { source, session, cwd, title, startedAt, endedAt, firstTurnAt, lastTurnAt, models, usage } = row;
	const { userTurns, replies, toolCalls, failedCalls, triggers } = row;
	return {
		source,
		sessionId: session,
		cwd,
		title,
		startedAt,
		endedAt,
		firstTurnAt,
		lastTurnAt,
		model: models.at(-1) ?? null,
		models,
		usage,
		userTurns,
		replies,
		toolCalls,
		failedCalls,
		triggers,
	};
}
