import { NightshiftError } from "../contract/errors.ts";
import type { RecordedCheck, RecordedQuestion, RecordedTurn, RunRecord } from "../contract/record.ts";
import type { Check, Question as QuestionRow, Run } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { answerInWords } from "../inbox/check-answer.ts";
import { toQuestion } from "../inbox/question-row.ts";
import { clip } from "../text/cut.ts";
import { toRunSummary } from "./run-summary.ts";
import { isoTime } from "./sql-time.ts";

const MAX_TURNS = 500;
/** Characters of a prompt and of a reply that are told with their run. */
const MAX_TEXT = 500;
const MAX_CHECKS = 200;
const MAX_QUESTIONS = 200;

/** @throws NightshiftError `not-found`, `database-unavailable` */
export async function findRun(db: Database, id: number): Promise<Run> {
	const run = await db.read((prisma) => prisma.run.findUnique({ where: { id } }));
	if (run) return run;
	const sentence = `There is no run ${id}; "nightshift runs" lists those there are.`;
	throw new NightshiftError("not-found", sentence, { run: id });
}

/**
 * A run with its turns (the last 500, with the beginnings of their texts), checks and questions (the last 200 of each),
 * all oldest first.
 * @throws NightshiftError `not-found`, `database-unavailable`
 */
export async function readRun(db: Database, id: number): Promise<Omit<RunRecord, "commits">> {
	const run = await findRun(db, id);
	const end = await nextStart(db, run);
	return db.read(async (prisma) => {
		const turns = await prisma.$queryRaw<TurnRow[]>`
			SELECT "id", "number", substr("prompt", 1, ${MAX_TEXT + 1}) AS "prompt", substr("reply", 1, ${MAX_TEXT + 1}) AS "reply",
				"stopReason", "inputTokens", "outputTokens", "cost", "currency", "startedAt", "endedAt"
			FROM "Turn" WHERE "runId" = ${id} ORDER BY "number" DESC LIMIT ${MAX_TURNS}`;
		const kinds = await prisma.$queryRaw<{ turnId: bigint | number; kind: string; count: bigint | number }[]>`
			SELECT "turnId", "kind", count(*) AS "count" FROM "ToolCall"
			WHERE "turnId" IN (SELECT "id" FROM "Turn" WHERE "runId" = ${id}) GROUP BY "turnId", "kind"`;
		const checks = await prisma.check.findMany({ where: { runId: id }, orderBy: { id: "desc" }, take: MAX_CHECKS });
		const questions = await prisma.question.findMany({
			where: { daemon: run.daemon, task: run.item, createdAt: { gte: run.startedAt, ...(end && { lt: end }) } },
			orderBy: { id: "desc" },
			take: MAX_QUESTIONS,
		});
		const byTurn = new Map<number, number>();
		const byKind: Record<string, number> = {};
		for (const { turnId, kind, count } of kinds) {
			byTurn.set(Number(turnId), (byTurn.get(Number(turnId)) ?? 0) + Number(count));
			byKind[kind] = (byKind[kind] ?? 0) + Number(count);
		}
		const total = [...byTurn.values()].reduce((sum, count) => sum + count, 0);
		return {
			run: toRunSummary(run),
			turns: turns.reverse().map((turn) => toTurn(turn, byTurn.get(Number(turn.id)) ?? 0)),
			checks: checks.reverse().map(toCheck),
			questions: questions.reverse().map(toRecorded),
			calls: { total, byKind },
		};
	});
}

/** When the next work on the same item began: what is told of the item after that belongs to it. */
export async function nextStart(db: Database, { id, daemon, workspace, item }: Run): Promise<Date | null> {
	const next = await db.read((prisma) =>
		prisma.run.findFirst({
			where: { daemon, workspace, item, id: { gt: id } },
			orderBy: { id: "asc" },
			select: { startedAt: true },
		}),
	);
	return next?.startedAt ?? null;
}

/** A turn of a run that was read, with its texts whole. @throws NightshiftError `database-unavailable` */
export async function readTurn(db: Database, turn: RecordedTurn): Promise<RecordedTurn> {
	if (!turn.cut) return turn;
	const select = { prompt: true, reply: true };
	const texts = await db.read((prisma) => prisma.turn.findUniqueOrThrow({ where: { id: turn.id }, select }));
	return { ...turn, ...texts, cut: false };
}

interface TurnRow {
	id: number | bigint;
	number: number | bigint;
	prompt: string;
	reply: string;
	stopReason: string | null;
	inputTokens: number | bigint | null;
	outputTokens: number | bigint | null;
	cost: number | null;
	currency: string | null;
	startedAt: string;
	endedAt: string | null;
}

function toTurn(row: TurnRow, calls: number): RecordedTurn {
	const { prompt, reply, inputTokens, outputTokens, endedAt } = row;
	return {
		...row,
		id: Number(row.id),
		number: Number(row.number),
		prompt: clip(prompt, MAX_TEXT),
		reply: clip(reply, MAX_TEXT),
		inputTokens: inputTokens === null ? null : Number(inputTokens),
		outputTokens: outputTokens === null ? null : Number(outputTokens),
		startedAt: isoTime(row.startedAt),
		endedAt: endedAt && isoTime(endedAt),
		calls,
		cut: prompt.length > MAX_TEXT || reply.length > MAX_TEXT,
	};
}

function toCheck(row: Check): RecordedCheck {
	const { runId: _, startedAt, endedAt, ...shown } = row;
	return { ...shown, startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString() };
}

function toRecorded(row: QuestionRow): RecordedQuestion {
	const question = toQuestion(row);
	const { ticket, title, status, comment, answeredBy, createdAt, answeredAt, answer } = question;
	const words = answer === null ? null : answerInWords(question, answer);
	return { ticket, title, status, answer: words, comment, answeredBy, createdAt, answeredAt };
}
