import type { DaemonStatus } from "../contract/daemon.ts";
import { HANDOVER_LIMIT, type Handover, type Risk } from "../contract/handover.ts";
import type { Question } from "../contract/question.ts";
import type { Problem } from "../contract/state.ts";
import type { Database } from "../db/open.ts";
import { toQuestion } from "../inbox/question-row.ts";
import { dayOf } from "../inbox/zoned-clock.ts";
import type { Period } from "./period.ts";
import { readDecided } from "./read-decided.ts";
import { readUntil } from "./read-mark.ts";
import { readRisks } from "./read-risks.ts";
import { readWork } from "./read-work.ts";
import { readZone } from "./read-zone.ts";

const BODY_LENGTH = 280;
const URGENCIES = ["critical", "high", "normal", "low"];

/** What the dashboard knows beside the database. */
export interface Present {
	daemons: readonly DaemonStatus[];
	problems: readonly Problem[];
}

/**
 * All that a person should know of a time: what was done, what was decided for them, what waits, what it took and what is
 * at risk. Work and decisions are those of the time; what waits and what is under way is as it is now.
 * @param present what the dashboard sees at the moment; left out when there is none
 * @throws NightshiftError `database-unavailable`
 */
export async function readHandover(db: Database, period: Period, now: number, present?: Present): Promise<Handover> {
	const { decided, count } = await readDecided(db, period);
	const work = await readWork(db, period);
	const waiting = await readWaiting(db);
	const readAt = await readUntil(db);
	const timeZone = await readZone(db);
	return {
		from: new Date(period.from).toISOString(),
		to: new Date(period.to).toISOString(),
		timeZone,
		today: dayOf(new Date(now), timeZone).toString(),
		...work,
		decided,
		decidedCount: count,
		...waiting,
		answeredCount: await countAnswers(db, period),
		risks: [...(present ? presentRisks(present) : []), ...(await readRisks(db, period, now))],
		readAt: readAt === null ? null : new Date(readAt).toISOString(),
	};
}

/** What is wrong at this moment. */
function presentRisks({ daemons, problems }: Present): Risk[] {
	const failed = daemons
		.filter(({ phase }) => phase === "failed" || phase === "conflict" || phase === "stop-failed")
		.map(({ name, reason }): Risk => {
			const text = `${name} does not run${reason ? `: ${reason}` : "."}`;
			return { severity: "error", text, at: null, page: `/?daemon=${encodeURIComponent(name)}` };
		});
	const others = problems.map(({ severity, text, page }): Risk => ({ severity, text, at: null, page: page ?? "/" }));
	return [...failed, ...others].sort((a, b) => Number(a.severity !== "error") - Number(b.severity !== "error"));
}

async function readWaiting(db: Database): Promise<Pick<Handover, "waiting" | "waitingCount" | "asleepCount">> {
	const awake = { status: "pending", snoozedUntil: null, heldUntil: null };
	return db.read(async ({ question }) => {
		const waiting: Question[] = [];
		for (const urgency of URGENCIES) {
			const take = HANDOVER_LIMIT - waiting.length;
			if (take === 0) break;
			const rows = await question.findMany({ where: { ...awake, urgency }, orderBy: { id: "asc" }, take });
			waiting.push(...rows.map(toQuestion).map(brief));
		}
		const waitingCount = await question.count({ where: awake });
		const pending = await question.count({ where: { status: "pending" } });
		return { waiting, waitingCount, asleepCount: pending - waitingCount };
	});
}

function brief(question: Question): Question {
	const { body } = question;
	return { ...question, body: body && body.length > BODY_LENGTH ? `${body.slice(0, BODY_LENGTH)}…` : body };
}

function countAnswers(db: Database, { from, to }: Period): Promise<number> {
	const answeredAt = { gte: new Date(from), lt: new Date(to) };
	return db.read(({ question }) => question.count({ where: { answeredBy: "human", answeredAt } }));
}
