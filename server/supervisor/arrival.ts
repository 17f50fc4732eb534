import type { DaemonConfig } from "../config/types.ts";
import type { DaemonContext } from "./daemon-context.ts";
import type { Departure } from "./departure.ts";
import type { Endings } from "./endings.ts";
import { findInstance } from "./instance.ts";
import type { PresentInstance } from "./present-instance.ts";
import type { Recovery } from "./recovery.ts";
import type { RunningWatch } from "./running-watch.ts";
import type { Standing } from "./standing.ts";
import type { Tally } from "./tally.ts";

export interface ArrivalOptions {
	config(): DaemonConfig;
	context: DaemonContext;
	present: PresentInstance;
	watch: RunningWatch;
	tally: Tally;
	recovery: Recovery;
	endings: Endings;
	departure: Departure;
	standing: Standing;
}

/** How an instance comes: found again when the dashboard starts, or started. */
export class Arrival {
	constructor(private readonly options: ArrivalOptions) {}

	/**
	 * Loads what is on disk, and goes on with what runs, or deals with what has ended meanwhile.
	 *
	 * @param restart whether its restart policy may decide about that
	 */
	async find(restart: boolean): Promise<void> {
		const { config, context, present, watch, tally, recovery, endings, departure, standing } = this.options;
		await tally.load();
		await endings.load();
		const { home, paths, onError } = context;
		const found = await findInstance({ config: config(), home, paths, onError });
		if (found.kind === "running") {
			const { identity } = found.process;
			if (!tally.recorded) tally.assumeUp();
			await present.adopt(found);
			await endings.endProbes(config(), identity);
			watch.becomeRunning();
			standing.say({ kind: "daemon", title: "Found the same process again", detail: `pid ${identity.pid}` });
			return;
		}
		await endings.sweepRemains(found.remains);
		if (found.kind === "ended") await departure.finishUnwatched(found.record, restart);
		else recovery.restore();
	}

	/** @throws NightshiftError `start-failed` */
	async start(): Promise<void> {
		const { config, context, present, standing } = this.options;
		standing.enter("starting");
		standing.changed();
		const { identity } = await present.start(config(), context.url());
		standing.say({ kind: "daemon", title: "Started", detail: `pid ${identity.pid}` });
	}
}
