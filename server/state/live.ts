import { settleInbox } from "../config/inbox-schema.ts";
import type { Paths } from "../config/paths.ts";
import { settlePerson } from "../config/person-schema.ts";
import type { InboxConfig, PersonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { DashboardStatus } from "../contract/daemon.ts";
import { RoadmapDesk } from "../roadmap/desk.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { ActivityRecorder } from "./activity-recorder.ts";
import { type ConfigSourceOptions, followConfig } from "./config-source.ts";
import { ConversationsSource } from "./conversations-source.ts";
import { followDaemons } from "./daemon-source.ts";
import type { DatabaseFollower } from "./database-follower.ts";
import { DatabaseLink } from "./database-link.ts";
import { type Deadlines, keepDeadlines } from "./deadlines.ts";
import { type FileKeeping, keepFiles } from "./file-keeping.ts";
import { InboxSource } from "./inbox-source.ts";
import { troubleWith } from "./problems.ts";
import { RoadmapSource } from "./roadmap-source.ts";
import { RulesSource } from "./rules-source.ts";
import { StateStore } from "./store.ts";
import { WorkSource } from "./work-source.ts";

export interface LiveOptions {
	paths: Paths;
	/** What the supervisor started with; changes of the file are followed from there. */
	config: ConfigSourceOptions["config"];
	supervisor: Supervisor;
	dashboard: DashboardStatus;
	/** Told of each good configuration after the first. */
	onConfig?: NonNullable<ConfigSourceOptions["onConfig"]>;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
}

/** How often the database is looked after. */
const CHECK_MS = 2_000;
/** After so many failed looks in a row it is closed and opened anew: some mends only show then. */
const REOPEN_AFTER = 15;

/**
 * What is, as pages see it, and the sources that keep it so: the supervisor, and the database when it is available. The
 * sources know nothing of HTTP or sockets.
 */
export class Live {
	readonly store: StateStore;
	readonly database: DatabaseLink;
	/** The roadmaps of the developer daemons. */
	readonly roadmaps: RoadmapDesk;
	/** Tells of changes of what agents may do. */
	readonly rules: RulesSource;
	private readonly roadmapSource: RoadmapSource;
	private readonly inbox: InboxSource;
	private readonly work: WorkSource;
	private readonly conversations: ConversationsSource;
	private readonly transcripts: ConversationsSource;
	private readonly recorder: ActivityRecorder;
	private readonly stopDaemons: () => void;
	private readonly stopConfig: () => Promise<void>;
	private readonly deadlines: Deadlines;
	private readonly files: FileKeeping;
	private readonly checking: NodeJS.Timeout;
	private person: PersonConfig;
	private keeping: InboxConfig;
	private failedLooks = 0;

	constructor({ paths, config, supervisor, dashboard, onConfig, logger }: LiveOptions) {
		this.store = new StateStore({
			dashboard,
			daemons: supervisor.status(),
			pending: [],
			pendingCount: 0,
			activity: [],
			problems: [],
			vitals: {},
			revisions: {},
		});
		this.person = config.person ?? settlePerson();
		this.keeping = config.inbox ?? settleInbox();
		const trouble = (id: string) => troubleWith(id, this.store, logger);
		const reading = trouble("database");
		this.inbox = new InboxSource(this.store, {
			worked: () => {
				this.failedLooks = 0;
				reading.worked();
			},
			failed: (error) => {
				this.failedLooks += 1;
				reading.failed(error);
			},
		});
		this.rules = new RulesSource(this.store, trouble("database-rules"));
		this.work = new WorkSource(this.store, trouble("database-work"));
		this.conversations = new ConversationsSource("conversations", this.store, trouble("database-conversations"));
		this.transcripts = new ConversationsSource("transcripts", this.store, trouble("database-transcripts"));
		this.database = new DatabaseLink({
			path: paths.database,
			onOpen: (database) => {
				for (const one of this.following()) one.follow(database);
				this.recorder.flush();
				this.deadlines.look();
			},
			onLost: (error) => {
				for (const one of this.following()) one.unfollow();
				reading.failed(error);
			},
			logger,
		});
		const configs = () => supervisor.configs();
		const roadmapSource = new RoadmapSource({ store: this.store, configs, trouble: trouble("database-marks"), logger });
		this.roadmapSource = roadmapSource;
		supervisor.on("daemons", () => roadmapSource.configure());
		this.roadmaps = new RoadmapDesk({
			paths,
			configOf: (name) => supervisor.configOf(name),
			database: () => this.database.use(),
			onChange: (name) => roadmapSource.changed(name),
		});
		const current = () => this.database.current;
		const onWritten = () => this.wrote();
		this.recorder = new ActivityRecorder(current, onWritten, trouble("database-record"));
		supervisor.on("activity", (entry) => this.recorder.record(entry));
		this.stopDaemons = followDaemons(supervisor, this.store);
		this.stopConfig = followConfig({
			paths,
			config,
			supervisor,
			mistake: trouble("config"),
			restart: trouble("config-address"),
			onConfig: (next) => {
				this.keeping = next.inbox ?? settleInbox();
				onConfig?.(next);
			},
			onError: (error) => logger.error({ err: error }, "config.json could not be followed"),
			onPerson: (person) => {
				this.person = person;
				this.deadlines.look();
			},
		});
		this.deadlines = keepDeadlines({
			database: current,
			person: () => this.person,
			onWritten,
			trouble: trouble("database-deadlines"),
		});
		this.files = keepFiles({
			database: current,
			keepFilesMs: () => this.keeping.keepFilesMs,
			onWritten,
			trouble: trouble("database-files"),
		});
		this.checking = setInterval(() => void this.lookAfterDatabase(), CHECK_MS).unref();
	}

	/** Opens the database and reads the inbox; resolves also when that is not possible yet. */
	async open(): Promise<void> {
		await this.database.open();
		await this.inbox.following.settled();
	}

	/** Adds to the activity feed, as soon as there is a database. */
	record(entry: NewActivity): void {
		this.recorder.record(entry);
	}

	/** To be called after each write of the dashboard's own, so that it shows at once. */
	wrote(): void {
		this.inbox.following.refresh();
	}

	async close(): Promise<void> {
		clearInterval(this.checking);
		await this.stopConfig();
		this.stopDaemons();
		for (const one of this.following()) one.unfollow();
		await Promise.all([
			this.deadlines.stop(),
			this.files.stop(),
			this.recorder.settled(),
			...this.following().map((one) => one.settled()),
			this.roadmapSource.close(),
		]);
		await this.database.close();
	}

	/** Tries again what failed, and notices a file that was replaced. */
	private async lookAfterDatabase(): Promise<void> {
		this.recorder.flush();
		await this.database.check();
		if (this.failedLooks === 0) return;
		if (this.failedLooks % REOPEN_AFTER === 0) await this.database.reopen();
		else this.inbox.following.refresh();
	}

	/** What is read from the database whenever it changes. */
	private following(): DatabaseFollower[] {
		return [this.inbox, this.work, this.roadmapSource, this.rules, this.conversations, this.transcripts].map(
			({ following }) => following,
		);
	}
}
