import type { WorkConfig } from "../../config/types.ts";
import type { Database } from "../../db/open.ts";
import type { ActivityRecorder } from "../kit/activity-recorder.ts";
import type { DaemonContext } from "../kit/run-daemon.ts";
import type { StatusWriter } from "../kit/status-writer.ts";
import type { Memory } from "./memory.ts";
import type { Outages } from "./outages.ts";
import type { AgentSettings } from "./settings.ts";

/** What all parts of the developer work with. */
export interface Shop extends Pick<DaemonContext, "name" | "files" | "log" | "redact" | "signal"> {
	/** Without secrets, whatever is written. */
	status: Pick<StatusWriter, "set" | "advance" | "current">;
	agent: AgentSettings;
	work: WorkConfig;
	db: Database;
	/** Does something with the database, again and again until it works; the status file says so meanwhile. */
	persist: <T>(operation: () => Promise<T>) => Promise<T>;
	activity: ActivityRecorder;
	memory: Memory;
	outages: Outages;
	/** A fault of ours in what nobody waits for: ends the daemon, with the error in its log. */
	fault: (error: unknown) => void;
}
