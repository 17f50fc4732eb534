/** One process, as the operating system lists it. */
export interface ProcessInfo {
	pid: number;
	ppid: number;
	/** Process group; equal to `pid` for a group's leader. On Windows always 0. */
	pgid: number;
	/** When it started, in the system's own notation: compare for equality only. */
	startTime: string;
	/** Dead but not yet waited for: treat as gone. */
	zombie: boolean;
	/** For people: the program's name. */
	command: string;
}

/**
 * What the supervisor asks the operating system. Each reading may fail on its own, and then says so with null:
 * a failed reading is never taken for "not running" by the callers that signal.
 */
export interface ProcessTable {
	/** Names this boot (and pid namespace) of this machine; a pid means something only together with it. */
	boot(): Promise<string | null>;
	/** The process, or null when there is none with this pid. */
	read(pid: number): Promise<ProcessInfo | null>;
	list(): Promise<ProcessInfo[]>;
	/** Whether a process surely began before that start time: it is then no child of one that began at it. */
	isOlder(process: Pick<ProcessInfo, "startTime">, startTime: string): boolean;
	/** Absolute path of the program it executes. */
	executable(pid: number): Promise<string | null>;
	/** Whether its environment at start carried this instance token; null when it carried none, or may not be read. */
	carriesInstance(pid: number, instance: string): Promise<boolean | null>;
	/**
	 * Living processes whose environment at start named this state directory and this daemon: all that any dashboard ever
	 * started for it, children included. Empty where the system shows nobody another's environment.
	 */
	startedFor(home: string, daemon: string): Promise<StartedProcess[]>;
	/** What a living process is doing; null when the system does not say. */
	doing(pid: number): Promise<Doing | null>;
}

/** A process that was started for a daemon, and what can be seen of its start. */
export interface StartedProcess extends ProcessInfo {
	instance: string;
	/** Program and arguments as the system has them, joined by spaces. */
	commandLine: string;
	/** When it started; null when the system does not say. */
	startedAt: Date | null;
}

/** `stopped`: by a signal. `traced`: by a debugger. `blocked`: in the kernel, where no signal reaches it. */
export interface Doing {
	state: "running" | "sleeping" | "stopped" | "traced" | "blocked";
	/** The kernel's own name for what it waits for; null when it does not say. */
	kernelWait: string | null;
}

/** Environment variable that marks every process of one daemon instance, children included. */
export const INSTANCE_VARIABLE = "NIGHTSHIFT_INSTANCE";
/** Those that say for which state directory and which daemon it was started. */
export const HOME_VARIABLE = "NIGHTSHIFT_HOME";
export const DAEMON_VARIABLE = "NIGHTSHIFT_DAEMON";
