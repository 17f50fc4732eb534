import type { TrackedFile } from "../../conversations/apply/tracked-files.ts";

/** What stands at a path. */
export interface Standing {
	/** Device and inode of what was there last. */
	file: string;
	/** Of its row; 0: it has none yet. */
	id: number;
	source: string;
	state: TrackedFile["state"];
}

/** Which transcript stands where, and which of them may not be read. */
export class Places {
	private readonly standing = new Map<string, Standing>();
	private readonly refused = new Set<string>();

	/** The paths of all that is watched, or would be if it could be read. */
	paths(): Iterable<string> {
		return this.standing.keys();
	}

	/** The paths of those that cannot. */
	unreadable(): Iterable<string> {
		return this.refused;
	}

	/** How many can be read. */
	get watched(): number {
		return this.standing.size - this.refused.size;
	}

	/** Undefined: nothing stands there. */
	at(path: string): Standing | undefined {
		return this.standing.get(path);
	}

	put(path: string, { id, file, source, state }: Standing): void {
		this.standing.set(path, { id, file, source, state });
		if (state === "unreadable") this.refused.add(path);
		else this.refused.delete(path);
	}

	clear(path: string): void {
		this.standing.delete(path);
		this.refused.delete(path);
	}
}
