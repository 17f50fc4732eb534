import type { DaemonConfig } from "../../config/types.ts";
import type { NotifyStatus } from "../../contract/notify.ts";
import type { LiveState } from "../../contract/state.ts";
import type { Database } from "../../db/open.ts";
import type { ShownLogs } from "../../logs/shown-logs.ts";
import type { RoadmapDesk } from "../../roadmap/desk.ts";

/** What answers are made of. */
export interface ReplyParts {
	state(): LiveState;
	roadmaps: RoadmapDesk;
	logs: ShownLogs;
	database(): Database;
	/** How the person is told. */
	ways(): Promise<NotifyStatus>;
	/** @throws NightshiftError `unknown-daemon` */
	configOf(daemon: string): DaemonConfig;
}
