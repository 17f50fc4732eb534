import { type BigIntStats, statSync } from "node:fs";
import { sep } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import type { SourceConfig } from "../../config/record-types.ts";
import { identityOf } from "./file-marks.ts";
import { FolderWatch } from "./folder-watch.ts";
import { type TranscriptPaths, transcriptPaths } from "./transcript-paths.ts";
import { walk } from "./walk.ts";

/** Until its watch stands, a new folder is looked through again after these: what is made meanwhile is not told. */
const SETTLING_MS = [50, 250, 1_000];
/** A root may appear, go, or be another one. */
const ROOTS_MS = 1_000;
/** So many files and folders are looked at before anything else has its turn: about a millisecond. */
const AT_ONCE = 100;

export interface LookoutOptions {
	sources: readonly SourceConfig[];
	/** Where the monitor itself writes: never looked into, by whatever way it is come to, or its backups would be read as talk. */
	own: string;
	/** Look, and do not wait to be told. */
	poll: boolean;
	/** Whether what happens to a path is told although it is no transcript by its name. */
	isFollowed(path: string): boolean;
	/** A transcript is there, or something has happened to it; without `stats` it may be gone. */
	onFile(path: string, source: SourceConfig, stats: BigIntStats | null): void;
	/** A folder cannot be watched: what is in it is seen by looking around only. */
	onWatchError(error: unknown): void;
}

/** What one look around found. */
export interface Surroundings {
	paths: Set<string>;
	/** Folders that may not be looked into, and files that are in such. */
	unreadable: { path: string; code: string }[];
}

/** Knows where transcripts are: looks through the sources' folders, and watches them. */
export class Lookout {
	private readonly sources: { source: SourceConfig; paths: TranscriptPaths; root: string | null }[];
	private readonly watch: FolderWatch | null;
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly exploring = new Set<Promise<unknown>>();
	private closed = false;

	constructor(private readonly options: LookoutOptions) {
		this.sources = options.sources.map((source) => ({ source, paths: transcriptPaths(source), root: null }));
		this.watch = options.poll
			? null
			: new FolderWatch(
					(path) => this.changed(path),
					(error) => options.onWatchError(error),
				);
		const roots = setInterval(() => this.keep(this.lookAtRoots()), ROOTS_MS);
		this.timers.add(roots);
	}

	/** How many folders are watched. */
	get folders(): number {
		return this.watch?.size ?? 0;
	}

	/** Looks through all sources, and tells every transcript that there is. */
	async lookAround(): Promise<Surroundings> {
		const found: Surroundings = { paths: new Set(), unreadable: [] };
		for (const one of this.sources) {
			one.root = identityAt(one.source.root);
			if (one.root !== null) await this.explore(one.source.root, one, found);
		}
		return found;
	}

	/** The source that a path is a transcript of; null: of none. */
	sourceOf(path: string): SourceConfig | null {
		return (
			this.sources.find(({ source, paths }) => isBelow(source.root, path) && paths.isTranscript(path))?.source ?? null
		);
	}

	async close(): Promise<void> {
		this.closed = true;
		for (const timer of this.timers) clearTimeout(timer);
		this.watch?.close();
		await Promise.all(this.exploring);
	}

	private async explore(
		folder: string,
		{ source, paths }: { source: SourceConfig; paths: TranscriptPaths },
		found?: Surroundings,
	): Promise<void> {
		const own = identityAt(this.options.own);
		let looked = 0;
		for (const one of walk(folder, paths, new Set(own === null ? [] : [own]))) {
			looked += 1;
			if (looked % AT_ONCE === 0) await breathe();
			if (this.closed) return;
			if (one.type === "folder") {
				// After a look around there is another one soon.
				if (this.watch?.add(one.path, one.file) && !found) this.settle(one.path);
			} else if (one.type === "unreadable") found?.unreadable.push(one);
			else {
				found?.paths.add(one.path);
				this.options.onFile(one.path, source, one.stats);
			}
		}
	}

	private settle(folder: string): void {
		for (const ms of SETTLING_MS) {
			const timer = setTimeout(() => {
				this.timers.delete(timer);
				this.changed(folder);
			}, ms);
			this.timers.add(timer);
		}
	}

	/** Something may have happened at a path: to a transcript, or to a folder that may hold some. */
	private changed(path: string): void {
		if (this.closed) return;
		for (const one of this.sources) {
			const { source, paths } = one;
			if (path !== source.root && !isBelow(source.root, path)) continue;
			const isOne = path !== source.root && (paths.isTranscript(path) || this.options.isFollowed(path));
			if (isOne) this.options.onFile(path, source, null);
			else if (paths.mayHold(path)) this.keep(this.exploreIfFolder(path, one));
		}
	}

	private async exploreIfFolder(path: string, one: { source: SourceConfig; paths: TranscriptPaths }): Promise<void> {
		if (identityAt(path) === null) this.watch?.remove(path);
		else await this.explore(path, one);
	}

	/** A root that was not there, went, or is another one now. */
	private async lookAtRoots(): Promise<void> {
		for (const one of this.sources) {
			const root = identityAt(one.source.root);
			if (root === one.root || this.closed) continue;
			one.root = root;
			if (root === null) this.watch?.remove(one.source.root);
			else await this.explore(one.source.root, one);
		}
	}

	private keep(work: Promise<unknown>): void {
		const kept = work.catch((error) => this.options.onWatchError(error)).finally(() => this.exploring.delete(kept));
		this.exploring.add(kept);
	}
}

/** Device and inode of a folder; null: none is there. */
function identityAt(folder: string): string | null {
	try {
		const stats = statSync(folder, { bigint: true });
		return stats.isDirectory() ? identityOf(stats) : null;
	} catch {
		return null; // looking through it tells when it is there and may not be looked at
	}
}

function isBelow(root: string, path: string): boolean {
	return path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
