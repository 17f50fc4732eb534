import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Every file and folder of a state directory, in one place. `home` is absolute. */
export interface Paths {
	home: string;
	config: string;
	database: string;
	dashboard: string;
	token: string;
	/** What push services know this dashboard by. */
	pushKeys: string;
	/** Held by whoever supervises: see supervisor/ownership. */
	owner: string;
	dashboardLog: string;
	/** What the chat monitor writes: backups of conversations. */
	chats: string;
	/** Held by the one chat monitor that keeps the record. */
	recordLock: string;
	/** A folder of each daemon that there ever was. */
	daemons: string;
	daemon(name: string): DaemonPaths;
}
export interface DaemonPaths {
	dir: string;
	process: string;
	status: string;
	exit: string;
	/** What the person wants and the counters, so that they outlive the dashboard. */
	supervision: string;
	/** Names the instance that is asked to end, where there are no signals. */
	stopRequest: string;
	/** Held by the running daemon itself. */
	lock: string;
	logs: string;
	currentLog: string;
	worktrees: string;
	/** What is known of each end that nobody asked for. */
	dossiers: string;
	/** How everything was when it last ran well. */
	goodStart: string;
	/** What the roadmap was before each of the last edits made here. */
	roadmapBackups: string;
}

/** Environment variables, whichever process they are of or for. */
export type Environment = Record<string, string | undefined>;

/** The state directory: `--home`, else NIGHTSHIFT_HOME, else `~/.nightshift`. */
export function resolveHome(option?: string, env: Environment = process.env): string {
	return resolve(option || env.NIGHTSHIFT_HOME || join(homedir(), ".nightshift"));
}

export function pathsOf(home: string): Paths {
	return {
		home,
		config: join(home, "config.json"),
		database: join(home, "nightshift.db"),
		dashboard: join(home, "dashboard.json"),
		token: join(home, "token"),
		pushKeys: join(home, "push-keys.json"),
		owner: join(home, "owner.lock"),
		dashboardLog: join(home, "logs", "dashboard.log"),
		chats: join(home, "chats"),
		recordLock: join(home, "chats", "monitor.lock"),
		daemons: join(home, "daemons"),
		daemon(name) {
			const dir = join(home, "daemons", name);
			return {
				dir,
				process: join(dir, "process.json"),
				status: join(dir, "status.json"),
				exit: join(dir, "exit.json"),
				supervision: join(dir, "supervision.json"),
				stopRequest: join(dir, "stop-request.json"),
				lock: join(dir, "instance.lock"),
				logs: join(dir, "logs"),
				currentLog: join(dir, "logs", "current.log"),
				worktrees: join(dir, "worktrees"),
				dossiers: join(dir, "dossiers"),
				goodStart: join(dir, "good-start.json"),
				roadmapBackups: join(dir, "roadmap-backups"),
			};
		},
	};
}
