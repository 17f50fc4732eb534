import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import type { Day } from "./day.ts";
import { type Chapter, madeOf, renderDay } from "./day-file.ts";
import { dayName, logName } from "./file-names.ts";
import { isTaken, writeWhole } from "./files.ts";
import { CHAT_LOG, type ChatIndex, type IndexDay, type IndexEntry } from "./forms.ts";
import { gather, turnLines } from "./gather.ts";
import { entryOf, saveIndex, setAside } from "./index-file.ts";
import { readLog, renderLog } from "./log-file.ts";
import type { RecordRow } from "./record-rows.ts";
import type { RecordSnapshot } from "./snapshot.ts";

/** Writes files of one moment of the record; whoever does it holds the folder's lock. */
export class Backup {
	/** The names of what was written anew. */
	readonly written: string[] = [];
	readonly #failures = new Map<number, unknown>();
	readonly #taken = new Map<number, IndexEntry | null>();

	constructor(
		private readonly folder: string,
		private readonly snapshot: RecordSnapshot,
		readonly index: ChatIndex,
		private readonly now: Date,
	) {}

	/**
	 * As `keepLog`; but what is wrong with one conversation does not keep the others from their backups. It is noted, and
	 * thrown by `finish`.
	 */
	async tryLog(id: number): Promise<IndexEntry | null> {
		try {
			return await this.keepLog(id);
		} catch (error) {
			// A full disk, a folder that may not be written: no other would fare better.
			if (error instanceof NightshiftError && error.details.reason !== "BROKEN_RECORD") throw error;
			this.#failures.set(id, error);
			this.#taken.set(id, null);
			return null;
		}
	}

	/** Whether the backup of a conversation could not be made because of something in it. */
	hasFailed(id: number): boolean {
		return this.#failures.has(id);
	}

	get hasFailures(): boolean {
		return this.#failures.size > 0;
	}

	/** @throws NightshiftError `internal` when there are conversations whose backups could not be made */
	finish(): void {
		const [first] = this.#failures;
		if (!first) return;
		const [id, cause] = first;
		const count = this.#failures.size === 1 ? "one conversation" : `${this.#failures.size} conversations`;
		const sentence = `The backup of ${count} could not be made, all others were. Of conversation ${id}: ${reasonOf(cause)}`;
		throw new NightshiftError("internal", sentence, { conversations: [...this.#failures.keys()] }, { cause });
	}

	/**
	 * Makes sure that the log of a conversation is what the record is. Where its content is the same nothing is written;
	 * where it has grown, the new one takes the place of the old, under the name that it has had from its first backup on.
	 * @returns null when there is no such conversation any more
	 */
	async keepLog(id: number): Promise<IndexEntry | null> {
		const known = this.#taken.get(id);
		if (known !== undefined) return known;
		const row = this.snapshot.conversation(id);
		const entry = row && (await this.#keepLogOf(row));
		this.#taken.set(id, entry);
		return entry;
	}

	/**
	 * Makes sure that the Markdown of a day is what the record is: of all its conversations when it is `complete`, else of
	 * those in which a backup was asked for that day; these are shown from their beginning. A day once complete stays so.
	 * @returns null when there is no such conversation
	 */
	async keepDay(day: Day, { complete }: { complete: boolean }): Promise<IndexDay | null> {
		const before = this.index.days.find((one) => one.day === day.name);
		const isComplete = complete || (before?.complete ?? false);
		const chapters = await this.#chaptersOf(day, isComplete);
		if (chapters.length === 0) return null;
		const of = madeOf(day, chapters, isComplete);
		if (before?.of === of) return before;
		const name = dayName(day.name);
		const writtenAt = this.now.toISOString();
		let digest = "";
		const isNew = () => before?.digest !== digest || before.complete !== isComplete;
		const text = renderDay(this.snapshot, day, chapters, { complete: isComplete, writtenAt, of }, (told) => {
			digest = told;
		});
		if (!before) await this.#clear(name);
		const bytes = await writeWhole(join(this.folder, name), text, isNew);
		if (before && !isNew()) return Object.assign(before, { of });
		this.written.push(name);
		const facts = { of, conversations: chapters.length, complete: isComplete, writtenAt };
		const kept = { day: day.name, file: name, bytes, digest, ...facts };
		this.index.days = [...this.index.days.filter((one) => one.day !== day.name), kept];
		return kept;
	}

	save(): Promise<void> {
		return saveIndex(this.folder, this.index);
	}

	async #keepLogOf(row: RecordRow): Promise<IndexEntry> {
		const isIt = ({ source, sessionId }: IndexEntry) => source === row.source && sessionId === row.session;
		const before = this.index.conversations.find(isIt);
		const record = { change: row.change, summaryBy: row.summaryBy, summaryOf: row.summaryOf };
		if (before && isSame(before.record, record)) return before;
		const { content, digest } = await gather(this.snapshot, row);
		if (before?.digest === digest) {
			before.record = record;
			return before;
		}
		const begun = row.startedAt ?? row.firstTurnAt;
		const name = before?.file ?? logName(row.source, row.session, begun === null ? null : new Date(begun));
		if (!before) await this.#clear(name);
		const head = { ...CHAT_LOG, writtenAt: this.now.toISOString(), digest, ...content };
		const bytes = await writeWhole(join(this.folder, name), renderLog(head, turnLines(this.snapshot, row.id)));
		this.written.push(name);
		const entry = entryOf(head, name, bytes, record);
		this.index.conversations = [...this.index.conversations.filter((one) => !isIt(one)), entry];
		return entry;
	}

	async #chaptersOf(day: Day, complete: boolean): Promise<Chapter[]> {
		const asked = this.snapshot.idsAsked(day);
		const ids = complete ? this.snapshot.idsOf(day) : [];
		const chapters: Chapter[] = [];
		for (const id of new Set([...ids, ...asked])) {
			const entry = await this.tryLog(id);
			const head = entry && (await readLog(join(this.folder, entry.file), { whole: false }));
			if (!head) continue;
			const span = asked.includes(id) ? { to: day.to } : { from: day.from, to: day.to };
			// Of a long conversation the lists of a head are long, and not shown here.
			chapters.push({
				id,
				span,
				file: entry.file,
				digest: entry.digest,
				head: { ...head, ...{ filesTouched: [], commandsRun: [] } },
			});
		}
		return chapters;
	}

	/** What stands at the place of a new file is none that the index could take up. */
	async #clear(name: string): Promise<void> {
		if (await isTaken(join(this.folder, name))) await setAside(this.folder, name, this.now);
	}
}

function isSame(a: IndexEntry["record"], b: NonNullable<IndexEntry["record"]>): boolean {
	return a?.change === b.change && a.summaryBy === b.summaryBy && a.summaryOf === b.summaryOf;
}

function reasonOf(error: unknown): string {
	// What an error says that nobody foresaw may be a part of what was said.
	return error instanceof NightshiftError ? error.message : "there is a fault in Nightshift; its log has the details.";
}
