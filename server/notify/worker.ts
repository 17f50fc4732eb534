import { setTimeout as delay } from "node:timers/promises";
import type { Delivery as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { inPasses, type Passes } from "../passes.ts";
import { signalWithin } from "../signal-within.ts";
import { MOST_ATTEMPTS, pauseAfter } from "./backoff.ts";
import { LOOKED_AT, type Verdict } from "./decide.ts";
import { DeliveryError } from "./delivery-error.ts";
import { receiverOf } from "./delivery-row.ts";
import type { Message } from "./message.ts";

export interface WorkerOptions {
	/** Null while it is not available. */
	database(): Database | null;
	/** Whether a row is to be sent now, and with which words. */
	judge(database: Database, row: Row): Promise<Verdict & { message?: Message }>;
	/** @throws DeliveryError; anything else is taken for a failure that may pass */
	send(row: Row, message: Message, signal: AbortSignal): Promise<void>;
	/** A row is no longer as it was. */
	onChange(): void;
	logger: { error(context: object, message: string): void };
	/** In ms. */
	timeoutMs?: number;
	pause?: typeof pauseAfter;
}

/** All of one delivery. */
const TIMEOUT_MS = 30_000;
/** By then an attempt is over; the next dashboard does not wait for it. */
const LEASE_MS = 2 * 60_000;
/** Of one receiver, before the others are looked at again. */
const LANE = 20;
const FURTHEST_MS = 60_000;
/** How long the end of the dashboard waits for what is being sent. */
const LAST_MS = 400;
const DELAY_MIN_MS = 20;

/**
 * Sends what is in the outbox: to each receiver one after the other, to all of them at the same time, so that one that does
 * not answer holds up no other. What failed is tried again, ever later; what cannot succeed is not.
 */
export class Worker {
	private readonly passes: Passes;
	private readonly busy = new Map<string, Promise<void>>();
	private readonly closing = new AbortController();
	private timer: NodeJS.Timeout | undefined;
	/** What waits is looked at, whenever it is due: what waits for pages, or all but what failed. */
	private anew: "looked-at" | "all" | null = "all";

	constructor(private readonly options: WorkerOptions) {
		this.passes = inPasses(
			() => this.pass(),
			(error) => {
				options.logger.error({ err: error }, "the outbox could not be read");
				this.wakeIn(FURTHEST_MS);
			},
		);
	}

	/** Looks now what is due. */
	look(): void {
		if (!this.closing.signal.aborted) this.passes.ask();
	}

	/** Somebody looks at less than before, or, with `all`, the settings are others. */
	lookAnew(what: "looked-at" | "all"): void {
		if (this.anew !== "all") this.anew = what;
		this.look();
	}

	async close(): Promise<void> {
		clearTimeout(this.timer);
		const sending = () => Promise.all(this.busy.values());
		await Promise.race([sending(), delay(LAST_MS, undefined, { ref: false })]);
		this.closing.abort();
		clearTimeout(this.timer);
		await Promise.race([Promise.all([sending(), this.passes.settled()]), delay(LAST_MS, undefined, { ref: false })]);
	}

	private async pass(): Promise<void> {
		const database = this.options.database();
		if (!database || this.closing.signal.aborted) return;
		const now = new Date();
		const due = [{ nextAt: null }, { nextAt: { lte: now } }, ...WAITING[this.anew ?? "none"]];
		this.anew = null;
		const rows = await database.read((prisma) =>
			prisma.delivery.findMany({ where: { status: "pending", OR: due }, orderBy: { id: "asc" }, take: 500 }),
		);
		for (const [receiver, some] of byReceiver(rows)) {
			if (!this.busy.has(receiver)) this.begin(database, receiver, some.slice(0, LANE));
		}
		const next = await database.read((prisma) =>
			prisma.delivery.findFirst({
				where: { status: "pending", nextAt: { gt: now } },
				orderBy: { nextAt: "asc" },
				select: { nextAt: true },
			}),
		);
		this.wakeIn(next?.nextAt ? next.nextAt.getTime() - Date.now() : FURTHEST_MS);
	}

	private begin(database: Database, receiver: string, rows: readonly Row[]): void {
		const lane = this.work(database, rows)
			.catch((error: unknown) => {
				this.options.logger.error({ err: error, receiver }, "what was to be told could not be written down");
				return delay(1_000, undefined, { ref: false, signal: this.closing.signal }).catch(() => undefined);
			})
			.finally(() => {
				this.busy.delete(receiver);
				this.look();
			});
		this.busy.set(receiver, lane);
	}

	private async work(database: Database, rows: readonly Row[]): Promise<void> {
		for (const { id } of rows) {
			if (this.closing.signal.aborted || database !== this.options.database()) return;
			// As it is now: it may have been withdrawn meanwhile.
			const row = await database.read((prisma) => prisma.delivery.findUnique({ where: { id } }));
			if (row?.status === "pending") await this.deliver(database, row);
		}
	}

	private async deliver(database: Database, row: Row): Promise<void> {
		const verdict = await this.options.judge(database, row);
		if (verdict.act === "wait") return this.change(database, row, { nextAt: verdict.until, error: verdict.why });
		if (verdict.act === "drop") {
			return this.change(database, row, { status: "dropped", nextAt: null, error: verdict.why });
		}
		const attempts = row.attempts + 1;
		const lease = { attempts, error: null, nextAt: new Date(Date.now() + LEASE_MS) };
		// Written first: a kill from here on leaves a trace, and no receiver is tried at every start.
		await this.change(database, row, lease);
		const failure = verdict.message ? await this.attempt(row, verdict.message) : null;
		if (!failure) {
			const sent = { status: "sent", sentAt: new Date(), nextAt: null, error: null };
			return this.change(database, row, sent);
		}
		// It is over: the next dashboard sends it, and this was no attempt.
		if (this.closing.signal.aborted) return this.change(database, row, { attempts: row.attempts, nextAt: null });
		if (failure.gone && row.channel === "push") {
			return this.change(database, row, { status: "dropped", nextAt: null, error: GONE });
		}
		if (failure.permanent || attempts >= MOST_ATTEMPTS) {
			return this.change(database, row, { status: "failed", nextAt: null, error: failure.message });
		}
		const pause = (this.options.pause ?? pauseAfter)(attempts, failure.retryAfterMs);
		await this.change(database, row, { nextAt: new Date(Date.now() + pause), error: failure.message });
	}

	private async attempt(row: Row, message: Message): Promise<DeliveryError | null> {
		const signal = signalWithin(this.options.timeoutMs ?? TIMEOUT_MS, this.closing.signal);
		try {
			await this.options.send(row, message, signal);
			return null;
		} catch (error) {
			if (error instanceof DeliveryError) return error;
			this.options.logger.error(
				{ err: error, delivery: row.id },
				"something could not be told, and it is not known why",
			);
			return new DeliveryError("It could not be sent; the dashboard's log has the details.", false);
		}
	}

	private async change(database: Database, { id }: Row, data: Partial<Row>): Promise<void> {
		const { payload: _, ...columns } = data;
		await database.write((transaction) => transaction.delivery.updateMany({ where: { id }, data: columns }));
		this.options.onChange();
	}

	private wakeIn(ms: number): void {
		clearTimeout(this.timer);
		if (this.closing.signal.aborted) return;
		this.timer = setTimeout(() => this.look(), Math.min(Math.max(ms, DELAY_MIN_MS), FURTHEST_MS));
		this.timer.unref();
	}
}

/** What is not due but is looked at. Without an error it was being sent when another dashboard was killed. */
const WAITING = {
	none: [],
	"looked-at": [{ error: LOOKED_AT }],
	all: [{ attempts: 0 }, { error: null }],
};

const GONE = "The browser takes no push messages any more; it was taken off the list.";

function byReceiver(rows: readonly Row[]): Map<string, Row[]> {
	const lanes = new Map<string, Row[]>();
	for (const row of rows) lanes.set(receiverOf(row), [...(lanes.get(receiverOf(row)) ?? []), row]);
	return lanes;
}
