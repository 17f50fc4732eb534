import { join } from "node:path";
import { type FSWatcher, watch } from "chokidar";

/**
 * Watches folders, not what is in them: the system reports each change of a file to its folder's watch, so that 10,000
 * files cost a few watches, and a file that is replaced needs none anew. chokidar passes over changes that follow one
 * another within 50 ms; the raw events that it hands on are all that the system said.
 */
export class FolderWatch {
	/** By folder: which one stood there (device and inode), and its watch. */
	private readonly folders = new Map<string, { file: string; watcher: FSWatcher }>();
	private readonly closing = new Set<Promise<void>>();

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
		const watcher = watch(folder, { ignoreInitial: true, depth: 0, ignored: (path) => path !== folder });
		watcher.on("raw", (_event, name) => this.onChange(name ? join(folder, name) : folder));
		watcher.on("error", this.onError);
		this.folders.set(folder, { file, watcher });
		return true;
	}

	/** Ends the watch of a folder, and of all below it. */
	remove(folder: string): void {
		for (const [path, { watcher }] of this.folders) {
			if (path !== folder && !path.startsWith(join(folder, "/"))) continue;
			this.folders.delete(path);
			const closed = watcher.close().finally(() => this.closing.delete(closed));
			this.closing.add(closed);
		}
	}

	async close(): Promise<void> {
		for (const folder of [...this.folders.keys()]) this.remove(folder);
		await Promise.all(this.closing);
	}
}
