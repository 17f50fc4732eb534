import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import type { Asker } from "./asker.ts";
import type { Interrupts } from "./interrupts.ts";
import type { OpenRun } from "./open-run.ts";
import type { WorkFacts } from "./permission-question.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Steering } from "./steering.ts";
import type { TaskBoard } from "./task-board.ts";
import type { Workspace } from "./workspace.ts";

export interface AttemptOptions {
	shop: Shop;
	steering: Steering;
	workspace: Workspace;
	run: Run;
	item: RoadmapItemDetail;
	/** Ends the attempt: the daemon stops, or the person skips the item. */
	signal: AbortSignal;
	/** The agent is at work: whatever kept it from working is over. */
	onProgress: () => void;
}

/** What the stages of one attempt share. */
export interface Bench {
	run: OpenRun;
	board: TaskBoard;
	asker: Asker;
	facts: WorkFacts;
	/** End the attempt, also from within. */
	interrupts: Interrupts;
}
