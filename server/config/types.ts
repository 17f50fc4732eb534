/** The configuration after defaults: durations in milliseconds, sizes in bytes, paths absolute. */
export interface Config {
	dashboard: { host: string; port: number };
	/** In the order of config.json. */
	daemons: DaemonConfig[];
}

export interface DaemonConfig {
	name: string;
	/** A built-in program, or null for a command of the person's own. */
	program: "code-developer" | null;
	/** What is executed: program and arguments, never a shell line. For a built-in program the supervisor's caller fills it in. */
	command: string[];
	cwd: string;
	env: Record<string, string>;
	autostart: boolean;
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
	};
	/** `heartbeat`: running only counts as ready once the status file speaks for this instance. */
	ready: { heartbeat: boolean; timeoutMs: number };
	/** `heartbeatMs`: older than this is `hung`; null: never. */
	live: { heartbeatMs: number | null; onHang: "report" | "restart" };
	limits: { memoryBytes: number | null };
	/** Of a built-in program: the repository it works in. */
	workspace: string | null;
	/** Of code-developer: the ACP agent's command; null is the built-in runbook agent. */
	agent: { command: string[]; env: Record<string, string> } | null;
}
