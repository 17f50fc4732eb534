import { recordActivity } from "../inbox/record-activity.ts";
import type { Logger } from "../logger.ts";
import type { Live } from "../state/live.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { isDaemonsName } from "./asker-name.ts";
import type { McpParts } from "./call.ts";
import { ProgressLog } from "./progress-log.ts";

export interface DashboardMcpOptions {
	supervisor: Supervisor;
	live: Live;
	closing: AbortSignal;
	logger: Pick<Logger, "error">;
}

/** What the tools work with inside the dashboard. */
export function dashboardMcp({ supervisor, live, closing, logger }: DashboardMcpOptions): McpParts {
	const onError = (error: unknown) => logger.error({ err: error }, "an MCP call failed unexpectedly");
	const record = async (entry: Parameters<typeof recordActivity>[1]) => {
		await recordActivity(live.database.use(), entry);
		live.wrote();
	};
	return {
		database: () => live.database.use(),
		wrote: () => live.wrote(),
		progress: new ProgressLog(record, onError),
		isTaken: (name) => isDaemonsName(name, supervisor.configs()),
		closing,
		transport: "http",
		onError,
	};
}
