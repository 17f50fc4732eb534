import type { FileHandle } from "node:fs/promises";
import type { DaemonPaths } from "../../config/paths.ts";
import type { Position } from "../position.ts";

/** What a way of shortening a log works with. */
export interface CutContext {
	paths: DaemonPaths;
	/** The log, open for reading and writing. */
	handle: FileHandle;
	/** How many bytes at the front are dead: they are in segments, or given up. */
	length: number;
	position: Position;
	/** Makes a position durable and the present one. */
	commit(position: Position): Promise<void>;
}

/**
 * `done`: the dead front takes no room any more. `later`: not at this moment. `unsupported`: this system or file system
 * cannot do it this way. Whichever it is, no byte was lost.
 */
export type CutResult = "done" | "later" | "unsupported";

/**
 * Takes the dead front off a log that somebody may be writing to this very moment, without losing a byte. It may be killed
 * at any step: the position that it leaves tells what happened.
 */
export interface Cutter {
	name: "collapse" | "punch" | "pause" | "retire";
	/** While the daemon runs, while it does not, or either. */
	when: "running" | "idle" | "always";
	cut(context: CutContext): Promise<CutResult>;
}
