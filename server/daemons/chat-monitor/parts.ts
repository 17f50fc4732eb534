import type { Database } from "../../db/open.ts";
import type { ActivityRecorder } from "../kit/activity-recorder.ts";
import type { DaemonLog } from "../kit/log.ts";
import type { ProblemBoard } from "../kit/problem-board.ts";
import type { MonitorSettings } from "./settings.ts";

/** Where problems come from, the most fundamental first. */
export const PROBLEM_SOURCES = ["database", "backups", "watch", "files", "summaries"] as const;
export type ProblemSource = (typeof PROBLEM_SOURCES)[number];

/** What all parts of the monitor share. */
export interface Surround {
	/** Of this daemon, in config.json. */
	name: string;
	settings: MonitorSettings;
	db: Database;
	/** `chats` of the state directory. */
	folder: string;
	log: DaemonLog;
	problems: ProblemBoard<ProblemSource>;
	activity: Pick<ActivityRecorder, "record">;
	/** Aborted when the monitor is to end. */
	signal: AbortSignal;
}
