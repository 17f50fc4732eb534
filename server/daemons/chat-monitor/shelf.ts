import type { Applied } from "../../conversations/apply/apply-changes.ts";
import {
	findFormerFile,
	findTrackedFile,
	listTrackedFiles,
	markFile,
	type TrackedFile,
	untracked,
} from "../../conversations/apply/tracked-files.ts";
import type { Format } from "../../transcripts/format.ts";
import { isContinued } from "./file-marks.ts";
import { findCopy, findRenamed } from "./find-elsewhere.ts";
import { type Opened, openTranscript } from "./open-transcript.ts";
import { Places, type Standing } from "./places.ts";
import { type ReadingRoom, Transcript } from "./transcript.ts";
import { UnderWay } from "./under-way.ts";

/** So many are kept between visits: with their readers, and the beginnings of lines that wait for their rest. */
const KEPT_OPEN = 64;
/** For how long one file is read before the next has its turn. */
const MOMENT_MS = 60;

/** What belongs to a transcript by its place. */
export interface Place {
	source: string;
	format: Format;
}

/** What happened to a file, beyond that it grew. */
export type FileEvent = "new" | "began anew" | "renamed" | "gone" | "unreadable" | "readable again";

/** Told what a visit found. */
export interface ShelfListener {
	onEvent(path: string, event: FileEvent, detail?: string): void;
	/** A file is somewhere else, and has more to read there. */
	onMoved(path: string, place: Place): void;
}

/** A visit's outcome. */
export interface Visit {
	/** There is more to read. */
	more: boolean;
	bytes: number;
	lines: number;
	/** Resolves when all of it is stored. */
	applied: Promise<Applied[]>;
	/** Null: there is no file, or it may not be read. */
	row: TrackedFile | null;
	/** Of the file as it was read: see `changeMark`. */
	mark: string | null;
}

const NOTHING: Readonly<Visit> = {
	more: false,
	bytes: 0,
	lines: 0,
	applied: Promise.resolve([]),
	row: null,
	mark: null,
};

/**
 * All transcripts, by their paths: which file stands where, what was read of it, and what is to be done when that is
 * another one than before. A file is known by device and inode, by its beginning, and by what was read of it last.
 */
export class Shelf {
	readonly places = new Places();
	/** Those read lately, the last at the end. */
	private readonly kept = new Map<string, Transcript>();
	/** What is being stored, by device and inode. */
	private readonly underWay = new UnderWay();

	constructor(
		private readonly room: ReadingRoom,
		private readonly listener: ShelfListener,
	) {
		for (const known of listTrackedFiles(room.writer)) {
			if (known.state !== "gone") this.places.put(known.path, known);
		}
	}

	/**
	 * Reads what stands at a path now, for at most a moment. What it brought is stored while the next is visited; whoever
	 * visits the same file again waits for that.
	 *
	 * @throws NightshiftError only when the monitor stops; what could not be read for another reason is told
	 */
	async visit(path: string, place: Place): Promise<Visit> {
		const before = this.places.at(path);
		if (before) await this.underWay.settled(before.file);
		const opened = openTranscript(path);
		if (!("handle" in opened)) {
			if ("missing" in opened) await this.farewell(path, place);
			else await this.refuse(path, place, opened.denied);
			return NOTHING;
		}
		try {
			await this.underWay.settled(opened.id);
			return await this.readOn(path, await this.transcriptOf(path, place, opened), opened);
		} catch (error) {
			// Its reader may be ahead of what is stored: the next visit begins from there.
			this.kept.delete(path);
			if (!isReadFailure(error)) throw error;
			await this.refuse(path, place, (error as NodeJS.ErrnoException).code ?? "EIO");
			return NOTHING;
		} finally {
			opened.handle.close();
		}
	}

	private async readOn(path: string, transcript: Transcript, { handle, mark }: Opened): Promise<Visit> {
		const visit: Visit = { ...NOTHING, row: transcript.row, mark };
		const pieces: Promise<Applied>[] = [];
		const begun = performance.now();
		try {
			do {
				await this.underWay.free();
				const step = await transcript.step(handle, path);
				visit.more = step.more;
				visit.bytes += step.bytes;
				visit.lines += step.lines;
				if (step.stored) pieces.push(this.underWay.add(transcript.row.file, step.stored, step.bytes));
			} while (visit.more && performance.now() - begun < MOMENT_MS);
		} catch (error) {
			await this.stored(path, transcript, pieces);
			throw error;
		}
		visit.applied = this.underWay.add(transcript.row.file, this.stored(path, transcript, pieces), 0);
		return visit;
	}

	private async stored(path: string, transcript: Transcript, pieces: Promise<Applied>[]): Promise<Applied[]> {
		try {
			const applied = await Promise.all(pieces);
			if (applied.length > 0) this.places.put(path, transcript.row);
			return applied;
		} catch (error) {
			this.kept.delete(path);
			throw error;
		}
	}

	private async transcriptOf(path: string, place: Place, opened: Opened): Promise<Transcript> {
		const { handle, id, size } = opened;
		const before = this.places.at(path);
		if (before && before.file !== id) await this.replaced(path, place, before);
		const kept = this.kept.get(path);
		const isBegun = kept !== undefined && (kept.at > 0 || !place.format.after);
		if (kept && isBegun && kept.row.file === id && size >= kept.at) {
			if (isContinued(handle, size, kept.row) && kept.holdsOn(handle)) {
				this.keep(path, kept);
				return kept;
			}
		}
		this.kept.delete(path);
		const transcript = new Transcript(await this.rowOf(path, place, opened), place.format, this.room);
		this.keep(path, transcript);
		return transcript;
	}

	/** The row of the file that stands there now, made when it is new or began anew. */
	private async rowOf(path: string, place: Place, opened: Opened): Promise<TrackedFile> {
		const { handle, id, size } = opened;
		const { writer, persist } = this.room;
		const known = await persist(async () => findTrackedFile(writer, id));
		if (known && isContinued(handle, size, known)) {
			if (known.path !== path || known.state !== "watched") {
				await persist(() => markFile(writer, known.id, { path, state: "watched" }));
				if (known.state === "unreadable") this.listener.onEvent(path, "readable again");
			}
			this.places.put(path, { ...known, state: "watched" });
			return { ...known, path, state: "watched" };
		}
		if (known) await this.readCopy(path, place, known);
		const row = {
			...untracked({ source: place.source, path, file: id }),
			...(await this.inPlaceOf(path, place, opened)),
		};
		this.places.put(path, row);
		this.listener.onEvent(path, known && known.path === path ? "began anew" : "new");
		return row;
	}

	/**
	 * Where turns are known by their place in a file alone: how to begin with one that stands where another stood. It goes on
	 * where that one was left when it has all of it, as a copy has; else all that it says is new.
	 */
	private async inPlaceOf(
		path: string,
		{ source, format }: Place,
		{ handle, size }: Opened,
	): Promise<Partial<TrackedFile>> {
		if (!format.after) return {};
		const { writer, persist } = this.room;
		const former = await persist(async () => findFormerFile(writer, { source, path }));
		if (!former) return {};
		const { offset, head, tail, carry, session, state } = former;
		// One that was renamed is still there: it was not replaced.
		if (state === "gone" && carry !== null && isContinued(handle, size, former))
			return { offset, head, tail, carry, session };
		return { carry: format.after(`${former.id} ${tail}`) };
	}

	/**
	 * What stood at a path does so no more: it may have moved on, with words that were not read yet.
	 *
	 * @returns whether it has
	 */
	private async replaced(path: string, place: Place, before: Standing): Promise<boolean> {
		this.kept.delete(path);
		this.places.clear(path);
		const moved = await findRenamed(path, before.file);
		if (moved !== null) {
			this.listener.onEvent(path, "renamed", moved);
			this.listener.onMoved(moved, place);
			return true;
		}
		await this.room.persist(() => markFile(this.room.writer, before.id, { state: "gone" }));
		return false;
	}

	/** There is no file any more: it was renamed, or deleted. */
	private async farewell(path: string, place: Place): Promise<void> {
		const before = this.places.at(path);
		if (!before) return;
		if (!(await this.replaced(path, place, before))) this.listener.onEvent(path, "gone");
	}

	/** It is there and may not be read: that is told, and tried again with the next look around. */
	private async refuse(path: string, place: Place, code: string): Promise<void> {
		const before = this.places.at(path);
		this.kept.delete(path);
		if (before?.state === "unreadable") return;
		const { writer, persist } = this.room;
		const problem = `It cannot be read (${code}); make it readable for your user.`;
		if (before) await persist(() => markFile(writer, before.id, { state: "unreadable", problem }));
		const { file = "", id = 0, source = place.source } = before ?? {};
		this.places.put(path, { file, id, source, state: "unreadable" });
		this.listener.onEvent(path, "unreadable", code);
	}

	/** A file that was emptied may have been copied before, with words that were not read yet. */
	private async readCopy(path: string, place: Place, row: TrackedFile): Promise<void> {
		const copy = await findCopy(path, row);
		const opened = copy === null ? null : openTranscript(copy);
		if (copy === null || !opened || !("handle" in opened)) return;
		try {
			const transcript = new Transcript({ ...row }, place.format, this.room);
			for (let more = true; more; ) {
				const step = await transcript.step(opened.handle, path);
				await step.stored;
				({ more } = step);
			}
		} finally {
			opened.handle.close();
		}
	}

	private keep(path: string, transcript: Transcript): void {
		this.kept.delete(path);
		this.kept.set(path, transcript);
		const [oldest] = this.kept.keys();
		if (this.kept.size > KEPT_OPEN && oldest !== undefined) this.kept.delete(oldest);
	}
}

/** The disk, the network or the permissions: anything else is not about the file. */
function isReadFailure(error: unknown): boolean {
	return error instanceof Error && "syscall" in error && typeof (error as NodeJS.ErrnoException).code === "string";
}
