import type { Database } from "../db/open.ts";
import type { Outbox } from "../notify/outbox.ts";
import { inPasses } from "../passes.ts";
import type { Trouble } from "../state/problems.ts";
import type { Present } from "./read-handover.ts";
import { tellDailyHandover } from "./tell-daily.ts";

/** How late a handover may be. */
const EVERY_MS = 30_000;

export interface KeepHandoversOptions {
	/** Null while it is not available. */
	database(): Database | null;
	outbox: Pick<Outbox, "tell">;
	present(): Present;
	/** Told whether it works. */
	trouble: Trouble;
}

/** Tells the handover of each day when its time has come. */
export function keepHandovers({ database, outbox, present, trouble }: KeepHandoversOptions): { stop(): Promise<void> } {
	const passes = inPasses(async () => {
		const open = database();
		if (!open) return;
		await tellDailyHandover(open, outbox, present(), new Date());
		trouble.worked();
	}, trouble.failed);
	const timer = setInterval(passes.ask, EVERY_MS).unref();
	passes.ask();
	return {
		stop() {
			clearInterval(timer);
			return passes.settled();
		},
	};
}
