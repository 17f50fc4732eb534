import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";

/**
 * Watches folders, not what is in them: the system reports each change of a file to its folder's watch, so that 10,000
 * files cost a few watches, and a file that is replaced needs none anew. What it says are reasons to look, and nothing else.
 * chokidar would list the folder, and look at all that is in it, at each of them (see docs/decisions/0250).
 */
export class FolderWatch {
	/** By folder: which one stood there (device and inode), and its watch. */
	private readonly folders = new Map<string, { file: string; watcher: FSWatcher }>();

	/**
	 * @param onChange something may have happened to this path, which may be gone, or a folder; the folder itself: to any
	 * @param onError a folder cannot be watched, as a rule because the system's limit is reached
	 */
	constructor(
		private readonly onChange: (path: string) => void,
		private readonly onError: (error: unknown) => void,
	) {}

	get size(): number {
		return this.folders.size;
	}

	/**
	 * @param file device and inode: another folder at the same place is watched anew
	 * @returns whether its watch is new, so that what happened until it stands was missed
	 */
	add(folder: string, file: string): boolean {
		if (this.folders.get(folder)?.file === file) return false;
		this.remove(folder);
		try {
			const watcher = watch(folder, (_event, name) => this.onChange(name ? join(folder, name) : folder));
			watcher.on("error", this.onError);
			this.folders.set(folder, { file, watcher });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return false; // gone again
			this.onError(error);
		}
		return true;
	}

	/** Ends the watch of a folder, and of all below it. */
	remove(folder: string): void {
		for (const [path, { watcher }] of this.folders) {
			if (path !== folder && !path.startsWith(join(folder, "/"))) continue;
			this.folders.delete(path);
			watcher.close();
		}
	}

	close(): void {
		for (const { watcher } of this.folders.values()) watcher.close();
		this.folders.clear();
	}
}
