import type { DaemonPaths } from "../config/paths.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { LastExit } from "../contract/daemon.ts";

/** One end of one instance. */
export interface DaemonExit {
	name: string;
	instance: string;
	exit: LastExit;
	/** Whether a person, a command or the schedule wanted it to end. */
	asked: boolean;
	/** How long it had run; null when nobody saw it end. */
	ranMs: number | null;
	/** What the supervisor does about it, in words. */
	decision: string;
}

export interface DaemonHang {
	name: string;
	instance: string;
	/** What is missed, and what the process seems to be doing. */
	diagnosis: string;
}

/** What one daemon's supervision is given, and whom it tells. */
export interface DaemonContext {
	home: string;
	paths: DaemonPaths;
	/** Asked at each start: the dashboard's address. */
	url(): string | null;
	onChange(): void;
	onActivity(entry: NewActivity): void;
	onExit(exit: DaemonExit): void;
	onHang(hang: DaemonHang): void;
	/** It has been up long enough for its settings to count as good ones. */
	onStable(daemon: { name: string; instance: string }): void;
	/** Something unexpected that a person can do nothing about: for the log. */
	onError(error: unknown): void;
}
