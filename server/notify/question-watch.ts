import type { NotifyConfig, Urgency } from "../config/notify-types.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { ticketOf } from "../inbox/ticket.ts";
import { oneLine } from "../text/cut.ts";
import { messageOf, type NewRow, type QuestionsToTell, rowsOfQuestions, writeRows } from "./delivery-row.ts";
import { type Browser, targetsFor } from "./targets.ts";

/** How far the questions were looked through: what lies before was told, or was not to be. */
interface Reached {
	question: number;
	/** Of the trail: when one was woken. */
	event: number;
}

/** Of Setting. */
const KEY = "notify";
/** So many new questions are looked at in one step. Those of a digest wake at once, and are one message. */
const PAGE = 500;
/** More than this at once are told in one message. */
const MOST_SINGLE = 5;
/** So many messages about questions in an hour are enough: what comes then is gathered, and told together. */
const MOST_AN_HOUR = 20;
const HOUR_MS = 60 * 60_000;
const GATHER_MS = 10 * 60_000;
/** Of a flood of critical ones each minute is told in one message. */
const GATHER_CRITICAL_MS = 60_000;
/** At the very first look, questions that were asked longer ago are no news. */
const NEWS_MS = 24 * 60 * 60_000;

const SELECT = {
	id: true,
	title: true,
	daemon: true,
	urgency: true,
	status: true,
	snoozedUntil: true,
	heldUntil: true,
	undoUntil: true,
} as const;
type Fresh = Prisma.QuestionGetPayload<{ select: typeof SELECT }>;

/**
 * Looks for questions that have come to need the person since the last look, and writes what is to be told of them. How
 * far it looked is written in the same transaction: each is told once, also when the dashboard is killed at any moment.
 * A question that sleeps is told when it wakes; one that was told is never told again.
 *
 * @returns how many messages were written; there may be more to look at when it is not 0
 */
export async function lookForQuestions(database: Database, config: NotifyConfig, now = new Date()): Promise<number> {
	if (!(await hasNews(database))) return 0;
	const pace = await paceOf(database, now);
	if (pace === "wait") return 0;
	return database.write(async (transaction) => {
		const reached = (await readReached(transaction)) ?? (await beginning(transaction, now));
		const asked = await transaction.question.findMany({
			where: { id: { gt: reached.question } },
			orderBy: { id: "asc" },
			take: PAGE,
			select: SELECT,
		});
		const wakings = await transaction.questionEvent.findMany({
			where: { id: { gt: reached.event }, kind: "woken" },
			orderBy: { id: "asc" },
			take: PAGE,
			select: { id: true, question: { select: SELECT } },
		});
		const woken = new Map(wakings.map(({ question }) => [question.id, question]));
		const fresh = asked.filter(({ id }) => !woken.has(id));
		const browsers = await transaction.pushSubscription.findMany({ select: { id: true, label: true } });
		const rows = rowsFor({ asked: fresh, woken: [...woken.values()], pace, now }, config, browsers);
		await writeReached(transaction, {
			question: asked.at(-1)?.id ?? reached.question,
			event:
				wakings.length === PAGE ? (wakings.at(-1)?.id ?? 0) : Math.max(reached.event, await newestEvent(transaction)),
		});
		return writeRows(transaction, rows);
	});
}

interface Found {
	asked: readonly Fresh[];
	woken: readonly Fresh[];
	pace: Pace;
	now: Date;
}

function rowsFor({ asked, woken, pace, now }: Found, config: NotifyConfig, browsers: readonly Browser[]): NewRow[] {
	const mostSingle = pace === "together" ? 1 : MOST_SINGLE;
	const isTold = (question: Fresh) => isAwake(question, now);
	const rule = ({ urgency }: Fresh) => config.rules.question[urgency as Urgency].when;
	const digest = woken.filter((one) => isTold(one) && rule(one) === "digest");
	const single = [...asked, ...woken].filter((one) => isTold(one) && rule(one) !== "digest");
	const tellings = [
		...(digest.length > 0 ? [together("digest", digest)] : []),
		...(single.length > mostSingle ? byUrgency(single).map((some) => together("several", some)) : single.map(alone)),
	];
	return tellings.flatMap((told) => rowsOfQuestions(told, targetsFor("question", told.urgency, config, browsers)));
}

function alone({ id, title, daemon, urgency }: Fresh): QuestionsToTell {
	const ticket = ticketOf(id);
	return {
		key: `question:${ticket}`,
		urgency: urgency as Urgency,
		title: oneLine(title, 200),
		tickets: [ticket],
		daemon,
	};
}

function together(what: "digest" | "several", questions: readonly Fresh[]): QuestionsToTell {
	const [first] = questions;
	if (first && questions.length === 1) return alone(first);
	const tickets = questions.map(({ id }) => ticketOf(id));
	return {
		key: `${what}:${tickets[0]}-${tickets.at(-1)}`,
		urgency: (first?.urgency ?? "normal") as Urgency,
		title: `${questions.length} questions`,
		tickets,
		daemon: null,
	};
}

function byUrgency(questions: readonly Fresh[]): Fresh[][] {
	const groups = new Map<string, Fresh[]>();
	for (const question of questions) groups.set(question.urgency, [...(groups.get(question.urgency) ?? []), question]);
	return [...groups.values()];
}

/** Also of an answer that can still be taken back: what is told waits for that, and is dropped when it was not. */
function isAwake({ status, snoozedUntil, heldUntil, undoUntil }: Fresh, now: Date): boolean {
	const open = status === "pending" || (undoUntil !== null && undoUntil > now);
	return open && snoozedUntil === null && heldUntil === null;
}

/** A look without the write lock: mostly there is nothing. */
function hasNews(database: Database): Promise<boolean> {
	return database.read(async (prisma) => {
		const reached = await readReached(prisma);
		if (!reached) return true;
		const newest = await prisma.question.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
		if (newest && newest.id > reached.question) return true;
		return (await newestEvent(prisma)) > reached.event;
	});
}

/** 0: there is none. */
async function newestEvent(prisma: Prisma.TransactionClient): Promise<number> {
	const event = await prisma.questionEvent.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
	return event?.id ?? 0;
}

/** How what is new is told: each by itself, all of an urgency in one message, or later. */
type Pace = "single" | "together" | "wait";

/** Enough was told in the last hour: what comes is gathered, for a minute when something of it is critical. */
function paceOf(database: Database, now: Date): Promise<Pace> {
	return database.read(async (prisma) => {
		const told = await prisma.delivery.findMany({
			where: { event: "question", createdAt: { gt: new Date(now.getTime() - HOUR_MS) } },
			orderBy: { id: "desc" },
			select: { key: true, createdAt: true },
			take: 1_000,
		});
		if (new Set(told.map(messageOf)).size < MOST_AN_HOUR) return "single";
		const since = now.getTime() - (told[0]?.createdAt.getTime() ?? 0);
		if (since >= GATHER_MS) return "together";
		if (since < GATHER_CRITICAL_MS) return "wait";
		return (await hasCritical(prisma)) ? "together" : "wait";
	});
}

/** Whether something critical has been asked, or has woken, since the last look. */
async function hasCritical(prisma: Prisma.TransactionClient): Promise<boolean> {
	const { question: asked, event } = (await readReached(prisma)) ?? { question: 0, event: 0 };
	const critical = { urgency: "critical", status: "pending" };
	const select = { id: true };
	if (await prisma.question.findFirst({ where: { ...critical, id: { gt: asked } }, select })) return true;
	const woken = { id: { gt: event }, kind: "woken", question: critical };
	return (await prisma.questionEvent.findFirst({ where: woken, select })) !== null;
}

async function readReached(prisma: Prisma.TransactionClient): Promise<Reached | null> {
	const row = await prisma.setting.findUnique({ where: { key: KEY } });
	return row ? (row.value as unknown as Reached) : null;
}

async function writeReached(transaction: Prisma.TransactionClient, reached: Reached): Promise<void> {
	const value = { ...reached };
	await transaction.setting.upsert({
		where: { key: KEY },
		create: { key: KEY, value, changedAt: new Date() },
		update: { value, changedAt: new Date() },
	});
}

/** Where the first look of all begins: what is old by then was seen, or is not waited for. */
async function beginning(transaction: Prisma.TransactionClient, now: Date): Promise<Reached> {
	const where = { createdAt: { lt: new Date(now.getTime() - NEWS_MS) } };
	const old = await transaction.question.findFirst({ where, orderBy: { id: "desc" }, select: { id: true } });
	return { question: old?.id ?? 0, event: await newestEvent(transaction) };
}
