import type { DaemonConfig } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { describeDaemon } from "./describe.ts";
import type { Parts } from "./parts.ts";

/** Why it is looked after although config.json does not name it. */
export const ORPHANED =
	"It is not in config.json any more: it goes on until it ends or you stop it, and is gone from here then.";

/** Everything known of one daemon; of several reasons the one that matters most to the person is shown. */
export function statusOf(config: DaemonConfig, parts: Parts, now: Date): DaemonStatus {
	const { tally, recovery, present, standing } = parts;
	const { process, health, vitals, marks } = present;
	const { hold } = recovery;
	const { heartbeat } = health;
	const { health: how, why } = health.health();
	return describeDaemon(
		{
			config,
			desired: tally.desired,
			phase: hold?.phase ?? standing.phase,
			health: how,
			reason:
				tally.problem ??
				hold?.reason ??
				standing.reason ??
				(process && (parts.watch.diagnosis ?? why)) ??
				heartbeat.fileProblem ??
				present.recordProblem ??
				(parts.wishes.orphaned ? ORPHANED : null),
			running: process && {
				pid: process.identity.pid,
				startedAt: process.startedAt,
				adopted: process.adopted,
			},
			marks,
			status: heartbeat.status,
			heartbeatAt: heartbeat.at,
			vitals,
			restarts: tally.restarts,
			failures: tally.failures,
			nextRetryAt: hold?.until ?? null,
			forceAt: parts.stopping.forceAt,
			lastExit: parts.endings.last,
			restartNeeded: present.differsFrom(config),
			nextScheduledAt: process ? parts.schedule.next : null,
		},
		now,
	);
}
