import { setTimeout as sleep } from "node:timers/promises";
import { Temporal } from "temporal-polyfill";
import { NightshiftError } from "../../contract/errors.ts";
import { consolidateDue } from "../../conversations/backup/consolidate.ts";
import { carryOutOrders } from "../../conversations/backup/orders.ts";
import { removeOldBackups } from "../../conversations/backup/retention.ts";
import { Bell } from "../../db/bell.ts";
import { keepSummaries } from "../../summaries/keep-summaries.ts";
import { keepTrying } from "../kit/keep-trying.ts";
import { CommandDecliner } from "./decline-commands.ts";
import type { ProblemSource, Surround } from "./parts.ts";

/** Orders may also come from elsewhere, and the bell may have been missed. */
const LOOK_MS = 10_000;
/** While much is stored the bell rings all the time. */
const BREATH_MS = 100;
/** While old transcripts are read, what was asked for in them long ago is done now and then. */
const CATCHING_UP_MS = 10_000;
/** How often it is seen whether the hour has come. */
const CLOCK_MS = 20_000;

/** What is done with the record beside keeping it: backups that were asked for, the consolidation of days, summaries. */
export class Errands {
	private asked: (() => void) | null = null;
	private caughtUp = false;

	constructor(private readonly around: Surround) {}

	/** Backups were asked for just now: they are made at once. */
	ask(): void {
		this.asked?.();
	}

	/**
	 * Goes on until the monitor ends.
	 *
	 * @param caughtUp resolves when all that was there at the start is on record: what can wait begins then
	 */
	async run(caughtUp: Promise<void>): Promise<void> {
		const orders = this.keepOrders();
		const rest = caughtUp.then(() => {
			this.caughtUp = true;
			this.ask();
			return Promise.all([this.keepDays(), this.keepSummaries()]);
		});
		await Promise.all([orders, rest]);
	}

	private keepSummaries(): Promise<void> {
		const { settings, db, signal, log } = this.around;
		const onProblem = (sentence: string | null) => this.problem("summaries", sentence);
		return keepSummaries({ db, config: settings.summaries, signal, log, onProblem });
	}

	private async keepOrders(): Promise<void> {
		const { db, folder, settings, signal, name } = this.around;
		const bell = new Bell(db.path, signal);
		const commands = new CommandDecliner(db, name);
		try {
			while (!signal.aborted) {
				bell.reset();
				let again = false;
				const asked = new Promise<void>((resolve) => {
					this.asked = () => {
						again = true;
						resolve();
					};
				});
				const options = {
					folder,
					isAskedAgain: () => again,
					...(settings.timeZone !== null && { zone: settings.timeZone }),
				};
				const done = await this.untilDone(() => carryOutOrders(db, options));
				if (done && done.orders + done.written.length > 0) this.tellBackups(done.written);
				await this.untilDone(() => commands.decline(), "database");
				const calm = async () => {
					await bell.rung(LOOK_MS);
					await this.pause(this.caughtUp ? BREATH_MS : CATCHING_UP_MS);
				};
				await Promise.race([asked, calm()]);
			}
		} finally {
			bell.close();
		}
	}

	/** Once after the start, for what fell into an outage, and every day at the hour. */
	private async keepDays(): Promise<void> {
		const { settings, signal, db, folder } = this.around;
		let done: string | null = null;
		while (!signal.aborted) {
			const due = dayOf(settings.consolidateAt, settings.timeZone);
			if (due !== done) {
				const zone = settings.timeZone !== null && { zone: settings.timeZone };
				const days = await this.untilDone(() => consolidateDue(db, { folder, keepMs: settings.keepMs, ...zone }));
				await this.untilDone(() => removeOldBackups({ folder, keepMs: settings.keepMs }));
				for (const { day, conversations, written } of days ?? []) {
					if (written.length > 0) this.tellDay(day, conversations, written);
				}
				done = due;
			}
			await this.pause(CLOCK_MS);
		}
	}

	/**
	 * A full disk, a busy database or folder: tried again until it works.
	 *
	 * @returns null when the monitor ends: what is being written is not waited for, and begun again at the next start
	 */
	private async untilDone<T>(work: () => Promise<T>, source: "backups" | "database" = "backups"): Promise<T | null> {
		const { signal, log } = this.around;
		const trying = keepTrying(work, {
			signal,
			isTemporary: (error) => error instanceof NightshiftError,
			onTrouble: (error, retryInMs) => {
				log.warn({ err: error, retryInMs: Math.round(retryInMs) }, "What is due could not be done; trying again");
				this.problem(source, (error as Error).message);
			},
			onRecovered: () => {
				log.info("What was due is done");
				this.problem(source, null);
			},
		});
		try {
			return await unlessAborted(trying, signal);
		} catch (error) {
			if (signal.aborted) return null;
			throw error;
		}
	}

	private tellBackups(written: readonly string[]): void {
		const what = written.length === 0 ? "nothing had changed since the last one" : `${written.length} files written`;
		const detail = written.map((name) => `chats/${name}`).join("\n") || null;
		this.around.activity.record({ kind: "tool", title: `Backup made: ${what}`, detail, outcome: "ok" });
	}

	private tellDay(day: string, conversations: number, written: readonly string[]): void {
		const count = conversations === 1 ? "1 conversation" : `${conversations} conversations`;
		const detail = written.map((name) => `chats/${name}`).join("\n");
		this.around.activity.record({ kind: "tool", title: `Consolidated ${day}: ${count}`, detail, outcome: "ok" });
	}

	private problem(source: ProblemSource, sentence: string | null): void {
		const { problems } = this.around;
		if (sentence === null) problems.clear(source);
		else problems.raise(source, sentence);
	}

	private async pause(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.around.signal }).catch(() => undefined);
	}
}

/** Settles as `work` does, but rejects as soon as the signal is aborted. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const stop = () => reject(signal.reason);
		signal.addEventListener("abort", stop, { once: true });
		// Taken away each time: the signal lives for months.
		work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
		if (signal.aborted) stop();
	});
}

/**
 * The day on which the hour came last, as `2026-11-21`.
 *
 * @param hour in minutes after midnight
 */
export function dayOf(hour: number, zone: string | null, now: Temporal.Instant = Temporal.Now.instant()): string {
	const there = now.toZonedDateTimeISO(zone ?? Temporal.Now.timeZoneId());
	const passed = there.hour * 60 + there.minute >= hour;
	return there
		.toPlainDate()
		.subtract({ days: passed ? 0 : 1 })
		.toString();
}
