import type { Database } from "../../db/open.ts";
import type { ActivityRecorder } from "../kit/activity-recorder.ts";
import type { DaemonContext } from "../kit/run-daemon.ts";
import type { Memory } from "./memory.ts";
import type { AgentSettings } from "./settings.ts";

/** What all parts of the developer work with. */
export interface Shop extends Pick<DaemonContext, "name" | "files" | "log" | "status" | "redact" | "signal"> {
	agent: AgentSettings;
	db: Database;
	/** Does something with the database, again and again until it works; the status file says so meanwhile. */
	persist: <T>(operation: () => Promise<T>) => Promise<T>;
	activity: ActivityRecorder;
	memory: Memory;
}
