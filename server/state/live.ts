import type { Paths } from "../config/paths.ts";
import type { DashboardStatus } from "../contract/daemon.ts";
import { toErrorBody } from "../contract/errors.ts";
import type { Problem } from "../contract/state.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { ActivityRecorder } from "./activity-recorder.ts";
import { followDaemons } from "./daemon-source.ts";
import { DatabaseLink } from "./database-link.ts";
import { keepDeadlines } from "./deadlines.ts";
import { InboxSource } from "./inbox-source.ts";
import { StateStore } from "./store.ts";

export interface LiveOptions {
	paths: Paths;
	supervisor: Supervisor;
	dashboard: DashboardStatus;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
}

/** How often the database is looked after: a file that was replaced or cannot be read is opened anew. */
const CHECK_MS = 2_000;
const DATABASE_PROBLEM = "database";

/**
 * What is, as pages see it, and the sources that keep it so: the supervisor, and the database when it is available. The
 * sources know nothing of HTTP or sockets.
 */
export class Live {
	readonly store: StateStore;
	readonly database: DatabaseLink;
	private readonly inbox: InboxSource;
	private readonly recorder: ActivityRecorder;
	private readonly stopDaemons: () => void;
	private readonly stopDeadlines: () => Promise<void>;
	private readonly checking: NodeJS.Timeout;
	private readable = true;

	constructor({ paths, supervisor, dashboard, logger }: LiveOptions) {
		this.store = new StateStore({
			dashboard,
			daemons: supervisor.status(),
			pending: [],
			pendingCount: 0,
			activity: [],
			problems: [],
			vitals: {},
		});
		const onError = (error: unknown) => {
			const text = toErrorBody(error).message;
			if (this.report({ id: DATABASE_PROBLEM, severity: "error", text }))
				logger.error({ err: error }, "the database does not work");
		};
		const onRead = () => {
			this.readable = true;
			this.resolve(DATABASE_PROBLEM);
		};
		this.inbox = new InboxSource(this.store, onRead, (error) => {
			this.readable = false;
			onError(error);
		});
		this.database = new DatabaseLink({
			path: paths.database,
			onOpen: (database) => {
				this.inbox.follow(database);
				this.recorder.flush();
			},
			onLost: (error) => {
				this.inbox.stop();
				this.report({ id: DATABASE_PROBLEM, severity: "error", text: error.message });
			},
			logger,
		});
		const current = () => this.database.current;
		const onWritten = () => this.wrote();
		this.recorder = new ActivityRecorder(current, onWritten, onError);
		supervisor.on("activity", (entry) => this.recorder.record(entry));
		this.stopDaemons = followDaemons(supervisor, this.store);
		this.stopDeadlines = keepDeadlines({ database: current, onWritten, onError });
		this.checking = setInterval(() => void this.lookAfterDatabase(), CHECK_MS).unref();
	}

	/** Opens the database and reads the inbox; resolves also when that is not possible yet. */
	async open(): Promise<void> {
		await this.database.open();
		await this.inbox.settled();
	}

	/** To be called after each write of the dashboard's own, so that it shows at once. */
	wrote(): void {
		this.inbox.refresh();
	}

	/** Shows a problem; false when it is shown already. */
	report(problem: Omit<Problem, "since">): boolean {
		const known = this.store.state.problems.find((one) => one.id === problem.id);
		if (known?.text === problem.text) return false;
		this.store.apply({ type: "problem", problem: { ...problem, since: known?.since ?? new Date().toISOString() } });
		return true;
	}

	resolve(id: string): void {
		if (this.store.state.problems.some((one) => one.id === id)) this.store.apply({ type: "problem-gone", id });
	}

	async close(): Promise<void> {
		clearInterval(this.checking);
		this.stopDaemons();
		this.inbox.stop();
		await Promise.all([this.stopDeadlines(), this.recorder.settled(), this.inbox.settled()]);
		await this.database.close();
	}

	private async lookAfterDatabase(): Promise<void> {
		if (this.readable) await this.database.check();
		else await this.database.reopen();
	}
}
