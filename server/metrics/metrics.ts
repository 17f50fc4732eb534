import { VERSION } from "../config/package-root.ts";
import type { LiveState } from "../contract/state.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { Counts } from "./counts.ts";
import { processFacts } from "./process-facts.ts";
import { type Exposition, renderMetrics } from "./render.ts";

export interface MetricsOptions {
	supervisor: Pick<Supervisor, "on" | "off" | "status">;
	/** What the pages show: the inbox and what is wrong. */
	state(): Pick<LiveState, "pendingCount" | "problems">;
}

/** The metrics of one dashboard: counts from its start on, and the rest as it is when they are asked for. */
export class Metrics {
	private readonly counts: Counts;

	constructor(private readonly options: MetricsOptions) {
		this.counts = new Counts(options.supervisor);
	}

	render(): Promise<Exposition> {
		const { pendingCount, problems } = this.options.state();
		return renderMetrics({
			version: VERSION,
			node: process.versions.node,
			daemons: this.options.supervisor.status().map((one) => ({ ...one, counts: this.counts.of(one.name) })),
			questionsPending: pendingCount,
			problems,
			process: processFacts(),
		});
	}

	close(): void {
		this.counts.close();
	}
}
