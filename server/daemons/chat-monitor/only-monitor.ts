import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Ownership, takeOwnership } from "../../config/ownership.ts";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";

/**
 * Becomes the one monitor of this state directory, under whatever name: two would read the same lines, and write the same
 * files.
 *
 * @throws NightshiftError `state-dir-owned` when there is one already
 */
export function becomeOnlyMonitor(paths: Paths): Ownership {
	mkdirSync(dirname(paths.recordLock), { recursive: true, mode: 0o700 });
	const ownership = takeOwnership(paths.recordLock);
	if (ownership) return ownership;
	const sentence = `Another chat monitor keeps the record in ${paths.home} already; one is enough for all sources: stop it, or take one of them out of ${paths.config}.`;
	throw new NightshiftError("state-dir-owned", sentence, { lock: paths.recordLock });
}
