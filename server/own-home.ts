import { setTimeout as delay } from "node:timers/promises";
import { type Ownership, takeOwnership } from "./config/ownership.ts";
import type { Paths } from "./config/paths.ts";
import { NightshiftError } from "./contract/errors.ts";
import { describeOwner } from "./dashboard-record.ts";
import { withMend } from "./system-failure.ts";

/** A dashboard that has just won needs a moment until it says who it is; other commands own for a moment only. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 50;

/**
 * Makes this process the one dashboard of a state directory. Of several that try at once one wins, and the others name it.
 * Whoever else is at work on the directory (a `stop` without a dashboard, say) is waited for.
 *
 * @throws NightshiftError `state-dir-owned`
 */
export async function ownHome({ home, owner, dashboard }: Paths, patienceMs = PATIENCE_MS): Promise<Ownership> {
	for (const deadline = performance.now() + patienceMs; ; await delay(LOOK_MS)) {
		const ownership = withMend(owner, () => takeOwnership(owner));
		if (ownership) return ownership;
		const other = await describeOwner(dashboard);
		if (other) {
			const sentence = `A dashboard already runs on ${home} (${other}): open it with \`nightshift open\`, or stop it first.`;
			throw new NightshiftError("state-dir-owned", sentence);
		}
		if (performance.now() > deadline) break;
	}
	const sentence = `Another command of Nightshift is at work on ${home}: try again in a moment.`;
	throw new NightshiftError("state-dir-owned", sentence, { passing: true });
}
