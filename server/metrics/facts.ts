import type { DaemonStatus } from "../contract/daemon.ts";
import type { Problem } from "../contract/state.ts";
import type { DaemonCounts } from "./counts.ts";

/** Everything that the metrics tell, as it is at one moment. */
export interface MetricsFacts {
	version: string;
	node: string;
	daemons: (DaemonStatus & { counts: DaemonCounts })[];
	questionsPending: number;
	problems: Pick<Problem, "severity">[];
	process: ProcessFacts;
}

/** Of the dashboard's own process. */
export interface ProcessFacts {
	/** Unix seconds. */
	startTimeSeconds: number;
	cpuSeconds: number;
	residentBytes: number;
	heapUsedBytes: number;
	/** Null where the system does not tell. */
	openFiles: number | null;
}
