import type { ServiceProblem } from "../service/types.ts";
import type { Scene } from "./scene.ts";

/** What is wrong, and what mends it: a problem of the service's, or any other. */
export interface Finding extends ServiceProblem {
	/** What `doctor --fix` does about it, when that is without any risk. */
	repair?: Repair;
}

/** A mend that takes nothing from anybody. */
export type Repair =
	/** Closes a file or folder of ours to other users. */
	| { kind: "close"; path: string; mode: number }
	/** Removes a record of a process that is gone, unless it has changed since it was looked at. */
	| { kind: "remove"; path: string; text: string };

/** Looks at one thing. What it cannot find out it says nothing about; it throws only what nobody expected. */
export type Check = (scene: Scene) => Promise<Finding[]>;

export function error(id: string, what: string, mend: string, more: Partial<Finding> = {}): Finding {
	return { id, severity: "error", what, mend, ...more };
}

export function hint(id: string, what: string, mend: string, more: Partial<Finding> = {}): Finding {
	return { id, severity: "hint", what, mend, ...more };
}
