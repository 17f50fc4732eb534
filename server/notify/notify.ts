import { randomUUID } from "node:crypto";
import { settleNotify } from "../config/settle-notify.ts";
import type { Config } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { Delivery, NotifyStatus } from "../contract/notify.ts";
import type { Change } from "../contract/state.ts";
import type { Database } from "../db/open.ts";
import { inPasses, type Passes } from "../passes.ts";
import { redactThoroughly } from "../redact/redact-thoroughly.ts";
import { coalesce } from "../state/coalesce.ts";
import type { Trouble } from "../state/problems.ts";
import { AlertNotifier } from "./alert-notifier.ts";
import { forgetOldDeliveries, getDelivery } from "./deliveries.ts";
import { judge } from "./judge.ts";
import type { Telling } from "./message.ts";
import { Outbox } from "./outbox.ts";
import { Presence } from "./presence.ts";
import { openPushKeys, type PushKeys } from "./push-keys.ts";
import { lookForQuestions } from "./question-watch.ts";
import { momentWords } from "./quiet.ts";
import { createSender } from "./senders.ts";
import { readStatus } from "./status.ts";
import { allTargets } from "./targets.ts";
import { sendUnwritten } from "./unwritten.ts";
import { Worker, type WorkerOptions } from "./worker.ts";

type Told = Pick<Config, "notify" | "person">;

export interface NotifyOptions extends Pick<WorkerOptions, "timeoutMs" | "pause"> {
	config: Told;
	/** Null while it is not available. */
	database(): Database | null;
	/** @throws NightshiftError with the reason why there is none */
	needDatabase(): Database;
	/** Where the keys for push messages are kept. */
	pushKeysFile: string;
	/** The dashboard's own address. */
	url: string;
	/** What is secret, beside what looks like it. */
	environments(): Readonly<Record<string, string | undefined>>[];
	statusOf(daemon: string): DaemonStatus | null;
	apply(change: Change): void;
	trouble: Trouble;
	logger: { error(context: object, message: string): void };
}

/** For what nobody tells: the end of a digest's wait, a database that is there again. */
const TICK_MS = 5_000;
const TICKS_AN_HOUR = 720;
const TOLD_EVERY_MS = 200;
/** How long somebody who sends a test is kept waiting for how it went. */
const TEST_MS = 15_000;

/** Tells a person of what needs them while they look elsewhere: by mail, by webhooks, by push messages. */
export class Notify {
	readonly outbox: Outbox;
	readonly presence: Presence;
	/** For the desk that decides what is an alert. */
	readonly notifier: AlertNotifier;
	private config: Told;
	private readonly worker: Worker;
	private readonly questions: Passes;
	private readonly changed = coalesce(TOLD_EVERY_MS, () =>
		this.options.apply({ type: "revision", topic: "deliveries" }),
	);
	private readonly waiting = new Set<() => void>();
	private ticking: NodeJS.Timeout | undefined;
	private ticks = 0;
	private keys: Promise<PushKeys> | null = null;

	constructor(private readonly options: NotifyOptions) {
		const { database, logger, trouble } = options;
		this.config = options.config;
		const config = () => this.settings;
		const redact = (texts: readonly string[]) => redactThoroughly(texts, [...options.environments(), this.secrets()]);
		this.presence = new Presence(() => this.worker.lookAnew("looked-at"));
		this.outbox = new Outbox({ database, config, redact, onWritten: () => this.wrote() });
		const send = createSender({ config, database, pushKeys: () => this.pushKeys() });
		this.worker = new Worker({
			database,
			judge: (db, row) =>
				judge(db, row, {
					config: this.settings,
					timeZone: this.timeZone,
					presence: this.presence,
					statusOf: options.statusOf,
					base: this.base,
					redact,
					momentWords: (iso) => momentWords(iso, this.timeZone),
				}),
			send,
			onChange: () => this.told(),
			logger,
			...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
			...(options.pause && { pause: options.pause }),
		});
		this.notifier = new AlertNotifier({
			outbox: this.outbox,
			sendUnwritten: (telling) =>
				sendUnwritten(telling, { config: this.settings, base: this.base, redact, send, logger }),
			logger,
		});
		this.questions = inPasses(() => this.lookForQuestions(), trouble.failed);
	}

	/** Begins to look and to send. */
	start(): void {
		const tick = () => {
			if (this.ticks % TICKS_AN_HOUR === 0) void this.forgetOld();
			this.ticks += 1;
			this.lookAtQuestions();
			this.worker.look(); // the database may be there again
			void this.notifier.tryAgain();
		};
		this.ticking = setInterval(tick, TICK_MS).unref();
		tick();
		this.worker.look();
	}

	/** Takes up what config.json says now. */
	configure(config: Told): void {
		this.config = config;
		this.worker.lookAnew("all");
		this.told();
	}

	/** A question may have come, or woken. */
	lookAtQuestions(): void {
		this.questions.ask();
	}

	/** The channels, as they are and as they fare. */
	async status(): Promise<NotifyStatus> {
		const publicKey = this.settings.push ? (await this.pushKeys().catch(() => null))?.publicKey : null;
		return readStatus(this.options.needDatabase(), this.settings, this.timeZone, publicKey ?? null);
	}

	/**
	 * Sends a test, whatever the rules, the hours and who looks. Resolves when it is known how it went, or after 15 seconds,
	 * with one message for each receiver.
	 * @throws NightshiftError `not-found`, `bad-request`, `database-unavailable`
	 */
	async test(channel: string, browser?: number): Promise<Delivery[]> {
		const database = this.options.needDatabase();
		const { browsers } = (await this.status()).push;
		const all = allTargets(this.settings, browsers);
		const wanted = browser === undefined ? null : `push:${browser}`;
		const targets = all.filter(({ name, key }) => name === channel && (wanted === null || key === wanted));
		if (targets.length === 0)
			throw noSuchChannel(channel, [...new Set(all.map(({ name }) => name))], this.settings.push);
		const key = `test:${randomUUID()}`;
		await this.outbox.tell({ ...TEST, key }, targets);
		const keys = targets.map((target) => `${key}>${target.key}`);
		const read = async () => {
			const rows = await database.read((prisma) => prisma.delivery.findMany({ where: { key: { in: keys } } }));
			return Promise.all(rows.map(({ id }) => getDelivery(database, id)));
		};
		await this.until(async () => (await read()).every(({ status, error }) => status !== "pending" || error !== null));
		return read();
	}

	/** A row was changed by somebody else: it is looked at, and shown. */
	wrote(): void {
		this.told();
		this.worker.look();
	}

	async close(): Promise<void> {
		clearInterval(this.ticking);
		await this.questions.settled();
		await this.worker.close();
		this.changed.cancel();
	}

	private get settings() {
		return this.config.notify ?? NOTHING_SET;
	}

	private get timeZone(): string | null {
		return this.config.person?.timeZone ?? null;
	}

	private get base(): string {
		return this.settings.url ?? this.options.url;
	}

	/** The channels' own secrets, by names that say that they are some. */
	private secrets(): Record<string, string> {
		const { email, webhooks } = this.settings;
		const smtp = email?.smtp;
		const values = [
			...(typeof smtp === "string" ? [smtp] : [smtp?.pass ?? ""]),
			...webhooks.flatMap(({ url, secret, headers }) => [url, secret ?? "", ...Object.values(headers)]),
		];
		return Object.fromEntries(values.map((value, index) => [`SECRET_${index}`, value]));
	}

	private pushKeys(): Promise<PushKeys> {
		this.keys ??= openPushKeys(this.options.pushKeysFile).catch((error: unknown) => {
			this.keys = null; // there may be room for the file later
			throw error;
		});
		return this.keys;
	}

	private async lookForQuestions(): Promise<void> {
		const database = this.options.database();
		if (!database) return;
		try {
			while ((await lookForQuestions(database, this.settings)) > 0) this.wrote();
			this.options.trouble.worked();
		} catch (error) {
			// One that was let go meanwhile may fail as it likes.
			if (database === this.options.database()) throw error;
		}
	}

	private async forgetOld(): Promise<void> {
		const database = this.options.database();
		try {
			if (database && (await forgetOldDeliveries(database)) > 0) this.told();
		} catch (error) {
			this.options.logger.error({ err: error }, "old messages could not be removed from the outbox");
		}
	}

	private told(): void {
		this.changed.call();
		for (const look of this.waiting) look();
	}

	/** Resolves once `holds` does after some change, or after the time of a test. */
	private async until(holds: () => Promise<boolean>): Promise<void> {
		const end = Date.now() + TEST_MS;
		while (!(await holds()) && Date.now() < end) {
			await new Promise<void>((resolve) => {
				const done = () => {
					this.waiting.delete(done);
					clearTimeout(timer);
					resolve();
				};
				const timer = setTimeout(done, Math.max(0, end - Date.now()));
				this.waiting.add(done);
			});
		}
	}
}

const NOTHING_SET = settleNotify(undefined, {});

const TEST: Omit<Telling, "key"> = {
	event: "test",
	urgency: "normal",
	title: "A test of Nightshift",
	text: "It came through: this is how you will be told of what needs you.",
	link: "/settings",
};

function noSuchChannel(channel: string, known: string[], push: boolean): NightshiftError {
	if (channel === "push" && push) {
		const sentence =
			"No browser gets push messages yet: turn them on in the settings of the dashboard, in that browser.";
		return new NightshiftError("bad-request", sentence);
	}
	const there = known.length === 0 ? 'config.json names none under "notify"' : `there are: ${known.join(", ")}`;
	return new NightshiftError("not-found", `There is no channel ${JSON.stringify(channel.slice(0, 40))}; ${there}.`);
}
