import type { NotifyConfig } from "./notify-types.ts";
import type { RecordConfig } from "./record-types.ts";
import type { WeekSpan } from "./week-span.ts";

/** The configuration after defaults: durations in milliseconds, sizes in bytes, paths absolute. */
export interface Config {
	dashboard: { host: string; port: number };
	/** In the order of config.json. */
	daemons: DaemonConfig[];
	/** Absent: as with an empty `notify`. */
	notify?: NotifyConfig;
	/** Absent: as with an empty `person`. */
	person?: PersonConfig;
	/** Absent: as with an empty `inbox`. */
	inbox?: InboxConfig;
}

/** What becomes of old questions. */
export interface InboxConfig {
	/** How long the contents of a settled question's files are kept; null: for good. */
	keepFilesMs: number | null;
}

/** Who answers: when, and how they want to be asked. */
export interface PersonConfig {
	name: string | null;
	/** When they may be asked; empty: always. */
	hours: WeekSpan[];
	/** Of the hours and the digest, by its IANA name; null: the machine's. */
	timeZone: string | null;
	/** When what is not urgent comes, in minutes after midnight, ascending; empty: at once. */
	digest: number[];
	/** How long an answer from a page can be taken back; 0: not at all. */
	undoMs: number;
}

export interface DaemonConfig {
	name: string;
	/** A built-in program, or null for a command of the person's own. */
	program: "code-developer" | "chat-monitor" | null;
	/** What is executed: program and arguments, never a shell line. For a built-in program the supervisor's caller fills it in. */
	command: string[];
	cwd: string;
	env: Record<string, string>;
	autostart: boolean;
	/** Names of daemons: started by the dashboard itself, it waits until each of them is ready or has failed. */
	after: string[];
	stop: { signal: NodeJS.Signals; timeoutMs: number };
	restart: {
		on: "failure" | "always" | "never";
		backoff: {
			initialMs: number;
			factor: number;
			maxMs: number;
			/** 0 to 1: the share of the delay that is random. */
			jitter: number;
		};
		/** More failures than this within the window lead to `failed`. */
		limit: { failures: number; withinMs: number };
		/** Up for this long is stable: failures and backoff start again from nothing. */
		stableAfterMs: number;
		/** Restarted at these times while it runs: a cron expression in the machine's time zone. */
		schedule: string | null;
	};
	ready: ReadyConfig;
	live: LiveConfig;
	limits: { memoryBytes: number | null };
	logs: LogsConfig;
	/** Of a built-in program: the repository it works in. */
	workspace: string | null;
	/** Of code-developer: the ACP agent's command; null is the built-in runbook agent. */
	agent: AgentConfig | null;
	/** Of code-developer: how it goes about its work. */
	work: WorkConfig;
	/** Of chat-monitor: what it records, and how; null for all others. */
	record: RecordConfig | null;
}

export interface AgentConfig {
	command: string[];
	env: Record<string, string>;
	/** The agent's own mode, by its id; null: the one it begins in. */
	mode: string | null;
	startTimeoutMs: number;
	permissions: PermissionPatterns;
}

/** `KIND` or `KIND:PATTERN`, e.g. `read`, `edit:src/**`, `execute:npm test*`. */
export interface PermissionPatterns {
	allow: string[];
	ask: string[];
	deny: string[];
}

export interface WorkConfig {
	/** Shell commands, for items without checks of their own. */
	verify: string[];
	/** How many times a failed check goes back to the agent. */
	repairs: number;
	/** After so many attempts without progress an item is set aside. */
	attempts: number;
	/** Ask what becomes of finished work. */
	review: boolean;
	/** Where finished branches are pushed to; null: nowhere. */
	remote: string | null;
	/** Offer pull requests; only with a `remote`. */
	pullRequest: boolean;
	parkAfterMs: number;
	focus: WeekSpan[];
	budget: { item: Amounts; day: Amounts };
}

/** Null: no limit. */
export interface Amounts {
	timeMs: number | null;
	tokens: number | null;
	cost: number | null;
}

/** When a daemon counts as started: all that is not null or false must hold. */
export interface ReadyConfig {
	/** The status file speaks for this instance. */
	heartbeat: boolean;
	/** An address that answers with 200 to 399. */
	http: string | null;
	tcp: { host: string; port: number } | null;
	/** A program that ends with 0. */
	exec: string[] | null;
	/** A text within a line of its log. */
	log: string | null;
	intervalMs: number;
	/** Not ready after this long: running all the same, but degraded. */
	timeoutMs: number;
}

/** How it is seen that a daemon still works; null: not by this. */
export interface LiveConfig {
	/** A status file older than this is `hung`. */
	heartbeatMs: number | null;
	/** Working with a progress counter that stands still for this long is `hung`. */
	progressMs: number | null;
	http: string | null;
	exec: string[] | null;
	/** Of http and exec: the pause between two looks, how long one may take, and how many must fail in a row. */
	intervalMs: number;
	timeoutMs: number;
	failures: number;
	onHang: "report" | "restart";
}

/** What becomes of a daemon's log. */
export interface LogsConfig {
	/** Rotated when larger. */
	maxSizeBytes: number;
	/** Rotated when its oldest line is older; null: never. */
	maxAgeMs: number | null;
	/** How many rotated files are kept. */
	keep: number;
	/** And how long at most; null: no matter how old. */
	keepMs: number | null;
	compress: boolean;
}
