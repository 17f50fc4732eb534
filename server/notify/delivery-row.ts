import type { Urgency } from "../config/notify-types.ts";
import type { Delivery } from "../contract/notify.ts";
import type { Prisma, Delivery as Row } from "../db/generated/client.ts";
import type { Telling } from "./message.ts";
import type { Target } from "./targets.ts";

/** Between what is told and whom. */
const TO = ">";

/** Of more questions than this in one message only the number is kept. */
const MAX_TICKETS = 200;

/** What a row keeps beside its columns: the questions it is about, which are read anew when it is sent, or the words. */
export type Payload =
	| { tickets: string[]; more: number }
	| { title: string; text: string; html: string | null; link: string; tag: string };

/** A row to be written. */
export type NewRow = Pick<
	Prisma.DeliveryCreateManyInput,
	"key" | "event" | "channel" | "target" | "urgency" | "daemon" | "ticket" | "title"
> & { payload: Prisma.InputJsonObject };

/** Questions to be told of in one message. */
export interface QuestionsToTell {
	key: string;
	urgency: Urgency;
	title: string;
	tickets: string[];
	daemon: string | null;
}

/** One row for each receiver. */
export function rowsOfTelling(telling: Telling, targets: readonly Target[]): NewRow[] {
	const { event, key, urgency, title, text, html = null, link, daemon = null, ticket = null, tag = key } = telling;
	const payload = { title, text, html, link, tag } satisfies Payload;
	return targets.map((target) => ({ ...addressed(key, target), event, urgency, daemon, ticket, title, payload }));
}

/** As `rowsOfTelling`. */
export function rowsOfQuestions(told: QuestionsToTell, targets: readonly Target[]): NewRow[] {
	const { key, urgency, title, daemon } = told;
	const tickets = told.tickets.slice(0, MAX_TICKETS);
	const ticket = tickets.length === 1 ? (tickets[0] ?? null) : null;
	const payload = { tickets, more: told.tickets.length - tickets.length } satisfies Payload;
	const event = "question";
	return targets.map((target) => ({ ...addressed(key, target), event, urgency, daemon, ticket, title, payload }));
}

/** Writes those that were not written before: a key is told once, for ever. Returns how many were new. */
export async function writeRows(transaction: Prisma.TransactionClient, rows: readonly NewRow[]): Promise<number> {
	if (rows.length === 0) return 0;
	const keys = rows.map(({ key }) => key);
	const known = await transaction.delivery.findMany({ where: { key: { in: keys } }, select: { key: true } });
	const isKnown = new Set(known.map(({ key }) => key));
	const data = rows.filter(({ key }) => !isKnown.has(key)).map((row) => ({ ...row, createdAt: new Date() }));
	if (data.length > 0) await transaction.delivery.createMany({ data });
	return data.length;
}

/** Whom a row is for: the end of its key, as `Target.key` has it. */
export function receiverOf({ key }: Pick<Row, "key">): string {
	return key.slice(key.lastIndexOf(TO) + 1);
}

/** What a row tells, whomever it is for: the beginning of its key. */
export function messageOf({ key }: Pick<Row, "key">): string {
	return key.slice(0, key.lastIndexOf(TO));
}

/** A row as the contract has it. The columns hold what was written here, so their unions are taken at their word. */
export function toDelivery(row: Row): Delivery {
	return {
		id: row.id,
		event: row.event as Delivery["event"],
		channel: row.channel as Delivery["channel"],
		target: row.target,
		urgency: row.urgency as Delivery["urgency"],
		daemon: row.daemon,
		ticket: row.ticket,
		title: row.title,
		status: row.status as Delivery["status"],
		attempts: row.attempts,
		nextAt: row.nextAt?.toISOString() ?? null,
		error: row.error,
		createdAt: row.createdAt.toISOString(),
		sentAt: row.sentAt?.toISOString() ?? null,
	};
}

/** The key of what is told to one receiver. */
export function keyFor(key: string, receiver: Pick<Target, "key">): string {
	return `${key}${TO}${receiver.key}`;
}

function addressed(key: string, target: Target) {
	return { key: keyFor(key, target), channel: target.channel, target: target.label };
}
