import { type Applied, prepareChanges, type Told } from "../../conversations/apply/apply-changes.ts";
import type { RecordWriter } from "../../conversations/apply/record-writer.ts";
import type { TrackedFile } from "../../conversations/apply/tracked-files.ts";
import type { RecordRedactor } from "../../redact/record-redactor.ts";
import type { Change } from "../../transcripts/changes.ts";
import type { Format, Reader } from "../../transcripts/format.ts";
import { LineSplitter } from "../../transcripts/lines.ts";
import type { Persist } from "../kit/persistence.ts";
import { hasMark, headMark, headOf, lastMark, tailMark } from "./file-marks.ts";
import type { OpenFile } from "./open-transcript.ts";
import type { PieceSize } from "./piece-size.ts";
import type { RecordKeeper } from "./record-keeper.ts";

/** What reading needs of its surroundings. */
export interface ReadingRoom {
	/** For what is looked up, and the little that is noted about files. */
	writer: RecordWriter;
	/** For what they tell. */
	keeper: RecordKeeper;
	redact: RecordRedactor;
	/** Tries until the database takes it; rejects only when the monitor stops. */
	persist: Persist;
	/** How much is read at once; one file is read at a time, so they share the room for it. */
	piece: PieceSize;
	/** A reader has failed, which it never should: the line is counted. */
	onFault(error: unknown, place: { path: string; offset: number }): void;
}

/** What a step brought. */
export interface Step {
	/** There was more in the file than was read. */
	more: boolean;
	bytes: number;
	lines: number;
	/** Resolves when it is stored. Null: no line has ended, so there is nothing to store. */
	stored: Promise<Applied> | null;
}

/** One transcript while it is read: from where it was left, piece by piece. While one is stored the next may be read. */
export class Transcript {
	private readonly reader: Reader;
	private splitter: LineSplitter;
	private position: number;
	/** Of the bytes before `position` that wait for the rest of their line; empty: none do. */
	private held = "";
	/** After the last line that ended; the mark of the beginning, and what the reader remembers there. */
	private end: number;
	private head: string;
	private carry: unknown;
	private storing: Promise<unknown> = Promise.resolve();

	constructor(
		/** As it is stored. */
		readonly row: TrackedFile,
		format: Format,
		private readonly room: ReadingRoom,
	) {
		this.reader = format.open(row.carry);
		this.carry = this.reader.carry();
		this.splitter = new LineSplitter(row.offset);
		this.position = row.offset;
		this.end = row.offset;
		this.head = row.head;
	}

	/** Where reading goes on: beyond the last line that ended when the rest of one is waited for. */
	get at(): number {
		return this.position;
	}

	/** Whether the beginning of the line that is waited for still stands where it stood. */
	holdsOn(handle: OpenFile): boolean {
		return this.held === "" || hasMark(handle, this.position, this.held);
	}

	/**
	 * Reads one piece, and has stored what it told, together with how far it was read. A line without an end waits for the
	 * rest.
	 *
	 * @param path where the file is now
	 */
	async step(handle: OpenFile, path: string): Promise<Step> {
		const { piece, redact } = this.room;
		const { buffer, size } = piece;
		const bytesRead = handle.read(buffer, size, this.position);
		const bytes = buffer.subarray(0, bytesRead);
		const from = this.position;
		const changes: Change[] = [];
		let lines = 0;
		for (const line of this.splitter.push(bytes)) {
			lines += 1;
			this.end = line.end;
			if (line.text === null) changes.push({ type: "malformed" });
			else for (const change of this.read(line.text, { path, offset: line.offset })) changes.push(change);
		}
		this.position += bytesRead;
		if (bytesRead > 0) this.held = this.end < this.position ? lastMark(bytes) : "";
		const more = bytesRead === size;
		if (lines === 0) return { more, bytes: bytesRead, lines, stored: null };

		const { end } = this;
		const tail = tailMark(bytes, end - from);
		this.head = from === 0 ? headOf(bytes, end) : headMark(handle, end, this.head);
		const carry = this.reader.carry();
		const progress = { offset: end, head: this.head, tail, lines, carry: carry === this.carry ? undefined : carry };
		this.carry = carry;
		const stored = this.store(await prepareChanges(changes, progress, redact), bytesRead);
		return { more, bytes: bytesRead, lines, stored };
	}

	/** One piece after the other: each belongs to the row, and to the conversation, that the one before has left. */
	private store(told: Told, bytes: number): Promise<Applied> {
		const { keeper, persist } = this.room;
		const { offset, head, tail } = told.progress;
		const stored = this.storing.then(async () => {
			const applied = await persist(() => keeper.store({ file: this.row, told }, bytes));
			Object.assign(this.row, { id: applied.id, offset, head, tail, session: applied.session });
			return applied;
		});
		stored.catch(() => undefined); // told to whoever waits for it
		this.storing = stored;
		return stored;
	}

	private read(text: string, place: { path: string; offset: number }): Change[] {
		try {
			return this.reader.read(text, place);
		} catch (error) {
			this.room.onFault(error, place);
			return [{ type: "malformed" }];
		}
	}
}
