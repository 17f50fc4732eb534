export type ServiceKind = "systemd" | "launchd" | "task-scheduler";

/** What a service manager is to run, and with what: all that its file is made from. Paths are absolute. */
export interface ServiceDefinition {
	/** One for each state directory, so that several live side by side. */
	name: string;
	/** The state directory. */
	home: string;
	/** The Node that runs it. */
	node: string;
	/** `bin/nightshift`. */
	program: string;
	/** The folder that Nightshift is installed in. */
	root: string;
	/** What is taken over from the shell that installs: a service manager gives a bare PATH. */
	environment: Record<string, string>;
}

/** Something that is not as it should be. */
export interface ServiceProblem {
	/** Stable: scripts may match on it. */
	id: string;
	/** `error`: something does not work, or will not. `hint`: worth knowing. */
	severity: "error" | "hint";
	what: string;
	mend: string;
	/** The command that mends it, when one does. */
	fix?: string;
}

/** What the service manager says. Null: it does not say, or cannot be asked. */
export interface ServiceState {
	/** Starts by itself. */
	enabled: boolean | null;
	/** Whether it runs the dashboard now. */
	active: boolean | null;
	/** The process that it started. */
	pid: number | null;
	/** Whether it starts at boot and goes on after a logout; false: with the login, and until the logout. */
	boot: boolean | null;
	problems: ServiceProblem[];
}

/** One system's way of starting a program by itself. */
export interface ServiceManager {
	readonly kind: ServiceKind;
	/** For the middle of a sentence: `the systemd user unit nightshift.service`. */
	readonly title: string;
	/** Where its definition is kept. */
	readonly file: string;
	/** The text of that file. Pure. */
	describe(definition: ServiceDefinition): string;
	/** How the text is written to the file. */
	readonly encoding: BufferEncoding;
	/**
	 * Makes sure that the manager can be asked at all.
	 * @throws NightshiftError `service-failed` with why not, and what to do instead
	 */
	check(): Promise<void>;
	/** Takes up the file and lets it start by itself from now on; harmless when repeated. */
	register(): Promise<void>;
	/** As `stop`, and it does not start by itself any more; the caller removes the file then. Harmless when repeated. */
	unregister(): Promise<void>;
	/** After the file has been removed. */
	forget(): Promise<void>;
	/**
	 * Lets it start at boot and go on after a logout, for what runs with a session otherwise.
	 * @throws NightshiftError `service-failed`
	 */
	startAtBoot(): Promise<void>;
	start(): Promise<void>;
	/**
	 * Sees to it that the dashboard's end is not mended, and ends it where that leaves the daemons alone; elsewhere the caller
	 * ends it. Harmless when it does not run.
	 *
	 * @returns how it ended; null: it is for the caller to end
	 */
	stop(): Promise<"polite" | "forced" | null>;
	/** Why the last start failed, in one sentence; null when it did not, or nothing is known. */
	failure(): Promise<string | null>;
	/** Never throws: what cannot be found out is null. */
	state(): Promise<ServiceState>;
}
