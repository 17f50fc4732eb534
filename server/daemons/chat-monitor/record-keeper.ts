import { Worker } from "node:worker_threads";
import { entryThread } from "../../config/entry.ts";
import { type ErrorBody, NightshiftError } from "../../contract/errors.ts";
import type { Applied, Piece } from "../../conversations/apply/apply-changes.ts";
import type { PieceSize } from "./piece-size.ts";

/** While much is read, what comes within this is stored together: each message and each transaction costs half a millisecond. */
const GATHER_MS = 20;

/** What it is sent is done with at once: there is little to be kept for long. */
const YOUNG_MB = 3;

/** What the thread is made with. */
export interface ThreadData {
	/** Its path. */
	database: string;
}

/** What the thread is to store. */
export interface Order {
	id: number;
	pieces: Piece[];
}

/** What became of one piece. */
export type Result = { applied: Applied } | { failure: ErrorBody };

/** What became of an order; `ms`: for how long at most it held the database. */
export interface Reply {
	id: number;
	results: Result[];
	ms: number;
}

interface Waiting {
	piece: Piece;
	resolve(applied: Applied): void;
	reject(error: unknown): void;
}

/**
 * Stores what transcripts tell on a thread of its own, in the order of the calls: while one piece is stored the next is read,
 * and nothing else has to wait for the disk.
 */
export class RecordKeeper {
	private readonly thread: Worker;
	private readonly ordered = new Map<number, Waiting[]>();
	private orders = 0;
	/** What goes with the next order, and how many bytes of transcripts it was made of. */
	private gathered: Waiting[] = [];
	private bytes = 0;
	private timer: NodeJS.Timeout | null = null;
	private orderedAt = Number.NEGATIVE_INFINITY;
	private closing = false;
	/** Rejects when the thread has failed: nothing can be stored any more. */
	readonly failed: Promise<never>;
	/** Why it has. */
	broken: Error | null = null;

	/**
	 * @param database path of one that `openDatabase` has made and migrated
	 * @param size of which pieces are, and which all that is stored in one transaction has together
	 */
	constructor(
		database: string,
		private readonly size: PieceSize,
	) {
		const { script, eval: isCode } = entryThread("record-thread");
		const workerData: ThreadData = { database };
		const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
		this.thread = new Worker(script, { eval: isCode, workerData, resourceLimits });
		this.thread.on("message", (reply: Reply) => this.take(reply));
		this.failed = new Promise((_, reject) => {
			this.thread.once("error", reject);
			this.thread.once("exit", (code) => {
				if (!this.closing) reject(new Error(`The thread that keeps the record ended with ${code}`));
			});
		});
		this.failed.catch((error: Error) => this.giveUp(error));
	}

	/**
	 * Resolves when it is on disk.
	 *
	 * @param bytes of the transcript that it was made of
	 * @throws NightshiftError `database-unavailable`: it may be tried again
	 */
	store({ file: { id, source, path, file, session }, told }: Piece, bytes: number): Promise<Applied> {
		const piece: Piece = { file: { id, source, path, file, session }, told };
		return new Promise((resolve, reject) => {
			if (this.broken) return reject(this.broken);
			if (this.bytes + bytes > this.size.size) this.order();
			this.gathered.push({ piece, resolve, reject });
			this.bytes += bytes;
			// The first after a pause goes at once: somebody has just said something.
			const isFirst = performance.now() - this.orderedAt >= GATHER_MS;
			if (isFirst || this.bytes >= this.size.size / 2) this.order();
			else this.timer ??= setTimeout(() => this.order(), GATHER_MS);
		});
	}

	/** Resolves when all that was handed in is dealt with, and the database is let go of. */
	async close(): Promise<void> {
		this.closing = true;
		this.order();
		const ended = new Promise<void>((resolve) => this.thread.once("exit", () => resolve()));
		this.thread.postMessage("close");
		await Promise.race([ended, this.failed.catch(() => undefined)]);
	}

	private order(): void {
		if (this.timer) clearTimeout(this.timer);
		this.timer = null;
		if (this.gathered.length === 0) return;
		this.orders += 1;
		const order: Order = { id: this.orders, pieces: this.gathered.map(({ piece }) => piece) };
		this.ordered.set(order.id, this.gathered);
		this.gathered = [];
		this.bytes = 0;
		this.orderedAt = performance.now();
		this.thread.postMessage(order);
	}

	private take({ id, results, ms }: Reply): void {
		const waiting = this.ordered.get(id) ?? [];
		this.ordered.delete(id);
		this.size.took(ms);
		for (const [index, result] of results.entries()) {
			if ("failure" in result) waiting[index]?.reject(errorOf(result.failure));
			else waiting[index]?.resolve(result.applied);
		}
	}

	private giveUp(error: Error): void {
		this.broken = error;
		if (this.timer) clearTimeout(this.timer);
		for (const { reject } of [...this.ordered.values(), this.gathered].flat()) reject(error);
		this.ordered.clear();
		this.gathered = [];
	}
}

function errorOf({ code, message, details }: ErrorBody): Error {
	return code === "internal" ? new Error(message) : new NightshiftError(code, message, details);
}
