import { readFile, stat } from "node:fs/promises";
import { type RoadmapFile, readRoadmapFile, versionOf } from "./read-roadmap.ts";

/** More developers than these are read anew. */
const KEPT = 8;

/** Roadmap files as they were read, for as long as the file is the same one: reading a long one takes a while. */
export class RoadmapCache {
	readonly #kept = new Map<string, { mark: string; reading: Promise<RoadmapFile> }>();

	/**
	 * The file as it is now. Who asks while it is being read gets the same reading.
	 * @throws NightshiftError as `readRoadmapFile`
	 */
	async read(file: string): Promise<RoadmapFile> {
		const mark = await markOf(file);
		const known = this.#kept.get(file);
		if (mark !== null && known?.mark === mark) return known.reading;
		const reading = readRoadmapFile(file);
		this.#keep(file, mark, reading);
		try {
			return await reading;
		} catch (error) {
			if (this.#kept.get(file)?.reading === reading) this.#kept.delete(file);
			throw error;
		}
	}

	/** Keeps what was just written, so that it need not be parsed; unless somebody has written to the file since. */
	async keep(written: RoadmapFile): Promise<void> {
		const mark = await markOf(written.file);
		const bytes = await readFile(written.file).catch(() => null);
		const isOurs = bytes !== null && versionOf(bytes) === written.version && (await markOf(written.file)) === mark;
		this.#keep(written.file, isOurs ? mark : null, Promise.resolve(written));
	}

	#keep(file: string, mark: string | null, reading: Promise<RoadmapFile>): void {
		this.#kept.delete(file);
		if (mark === null) return;
		this.#kept.set(file, { mark, reading });
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
	}
}

/** What changes whenever the file does; null when it cannot be looked at, and reading it says why. */
export async function markOf(file: string): Promise<string | null> {
	const found = await stat(file, { bigint: true }).catch(() => null);
	return found && `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}`;
}
