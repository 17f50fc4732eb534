import type { Random } from "../../support/random.ts";
import type { World } from "../world.ts";

/** One way in which things go wrong. */
export interface Fault {
	name: string;
	/** How often it comes, compared with the others. */
	weight: number;
	/** The overseer must not be killed in the middle of it. */
	alone?: boolean;
	/**
	 * Does it, and undoes what a person would have to undo (a full disk, a mistake). Resolves with its particulars, for the list
	 * of faults. All its choices come from `random` alone, so that the same seed does the same again.
	 */
	run(world: World, random: Random): Promise<string>;
}
