import { settleNotify } from "../config/settle-notify.ts";
import type { Config } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import type { Delivery, NotifyStatus } from "../contract/notify.ts";
import type { Change } from "../contract/state.ts";
import type { Database } from "../db/open.ts";
import { inPasses, type Passes } from "../passes.ts";
import { redactThoroughly } from "../redact/redact-thoroughly.ts";
import { coalesce } from "../state/coalesce.ts";
import type { Trouble } from "../state/problems.ts";
import { AlertNotifier } from "./alert-notifier.ts";
import { listBrowsers } from "./browsers.ts";
import { forgetOldDeliveries } from "./deliveries.ts";
import { judge } from "./judge.ts";
import { Outbox } from "./outbox.ts";
import { Presence } from "./presence.ts";
import { openPushKeys, type PushKeys } from "./push-keys.ts";
import { PushWatch } from "./push-lost.ts";
import { lookForQuestions } from "./question-watch.ts";
import { momentWords } from "./quiet.ts";
import { secretsOf } from "./secrets.ts";
import { createSender } from "./senders.ts";
import { readStatus } from "./status.ts";
import { TestSender } from "./test-sender.ts";
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
	private readonly tests: TestSender;
	private readonly pushWatch: PushWatch;
	private readonly ways: Passes;
	private ticking: NodeJS.Timeout | undefined;
	private ticks = 0;
	private keys: Promise<PushKeys> | null = null;

	constructor(private readonly options: NotifyOptions) {
		const { database, logger, trouble } = options;
		this.config = options.config;
		const config = () => this.settings;
		const redact = (texts: readonly string[]) =>
			redactThoroughly(texts, [...options.environments(), secretsOf(this.settings)]);
		this.presence = new Presence(() => this.worker.lookAnew("looked-at"));
		this.outbox = new Outbox({ database, config, redact, onWritten: () => this.wrote() });
		this.tests = new TestSender(this.outbox);
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
		this.pushWatch = new PushWatch(options.apply);
		this.ways = inPasses(
			() => this.lookAtWays(),
			(error) => logger.error({ err: error }, "it could not be seen whether a browser takes push messages"),
		);
	}

	/** Begins to look and to send. */
	start(): void {
		const tick = () => {
			if (this.ticks % TICKS_AN_HOUR === 0) void this.forgetOld();
			this.ticks += 1;
			this.lookAtQuestions();
			this.ways.ask();
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

	/** Sends a test: see `TestSender`. */
	async test(channel: string, browser?: number): Promise<Delivery[]> {
		const database = this.options.needDatabase();
		return this.tests.send(database, this.settings, await listBrowsers(database), { channel, browser });
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
		await this.ways.settled();
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

	private async lookAtWays(): Promise<void> {
		const database = this.options.database();
		if (database) await this.pushWatch.look(database, this.settings);
	}

	private told(): void {
		this.ways.ask();
		this.changed.call();
		this.tests.changed();
	}
}

const NOTHING_SET = settleNotify(undefined, {});
