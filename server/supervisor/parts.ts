import { writeStopRequest } from "../config/stop-request.ts";
import type { DaemonConfig } from "../config/types.ts";
import { Arrival } from "./arrival.ts";
import type { DaemonContext } from "./daemon-context.ts";
import { Departure } from "./departure.ts";
import { Endings } from "./endings.ts";
import { PoliteStop } from "./polite-stop.ts";
import { PresentInstance } from "./present-instance.ts";
import { ReconcileLoop } from "./reconcile-loop.ts";
import { Recovery } from "./recovery.ts";
import { RestartSchedule } from "./restart-schedule.ts";
import { RunningWatch } from "./running-watch.ts";
import { Standing } from "./standing.ts";
import { Tally } from "./tally.ts";
import { Wishes } from "./wishes.ts";

/** What the supervision of one daemon is made of, each with its own question to answer. */
export interface Parts {
	/** What step comes next? */
	loop: ReconcileLoop;
	/** Where does it stand, and who waits for it? */
	standing: Standing;
	/** What is wanted in the long run, and how has it gone? */
	tally: Tally;
	/** Why is it not started? */
	recovery: Recovery;
	/** What was asked for just now? */
	wishes: Wishes;
	schedule: RestartSchedule;
	/** What runs? */
	present: PresentInstance;
	/** How does what is to run come? */
	arrival: Arrival;
	/** How is what runs? */
	watch: RunningWatch;
	stopping: PoliteStop;
	/** How does what runs go? */
	departure: Departure;
	/** How did what ran end? */
	endings: Endings;
}

/** What only the daemon as a whole can decide. */
export interface Decisions {
	/** The settings in force. */
	config(): DaemonConfig;
	next(): (() => Promise<void>) | null;
	failed(error: unknown): void;
	rested(): void;
	restartDue(): void;
}

/** Puts together what supervises one daemon. Nothing is read, watched or started yet, but the schedule runs. */
export function assemble(context: DaemonContext, { config, next, failed, rested, restartDue }: Decisions): Parts {
	const { home, paths, onError } = context;
	const tally = new Tally(paths, onError);
	const loop = new ReconcileLoop({ next, failed, resting: () => tally.wishesSaved(), rested });
	const standing = new Standing({
		name: config().name,
		onChange: context.onChange,
		onActivity: context.onActivity,
		isActive: () => loop.active,
	});
	const ask = (instance: string) => writeStopRequest(paths.stopRequest, instance).catch(onError);
	const stopping = new PoliteStop(process.platform === "win32" ? ask : null);
	const recovery = new Recovery(config, tally, () => loop.kick());
	const schedule = new RestartSchedule(restartDue);
	schedule.set(config().restart.schedule);
	const present: PresentInstance = new PresentInstance({
		config: config(),
		home,
		paths,
		onError,
		onChange: () => watch.onHealth(),
		onReady: () => watch.becomeReady(),
		onLate: () => watch.becomeLate(),
		onExit: () => {
			departure.seen();
			loop.kick();
		},
	});
	const endings = new Endings(paths, onError);
	const wishes = new Wishes(tally, recovery, present);
	const watch = new RunningWatch({ config, context, present, tally, standing });
	const departure = new Departure({
		...{ config, context, present, watch, wishes, recovery, stopping, endings, standing },
	});
	const arrival = new Arrival({
		...{ config, context, present, watch, tally, recovery, endings, departure, standing },
	});
	return { loop, standing, tally, recovery, wishes, schedule, present, arrival, watch, stopping, departure, endings };
}
