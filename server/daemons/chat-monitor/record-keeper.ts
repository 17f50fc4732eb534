import { Worker } from "node:worker_threads";
import { entryThread } from "../../config/entry.ts";
import { type ErrorBody, NightshiftError } from "../../contract/errors.ts";
import type { Applied, Told } from "../../conversations/apply/apply-changes.ts";
import type { FileRef } from "../../conversations/apply/tracked-files.ts";

/** What the thread is made with. */
export interface ThreadData {
	/** Its path. */
	database: string;
}

/** What the thread is to store. */
export interface Order {
	id: number;
	file: FileRef;
	told: Told;
}

/** What became of it; `ms`: how long it held the database. */
export type Reply = { id: number } & (Stored | { failure: ErrorBody });

export interface Stored {
	applied: Applied;
	ms: number;
}

interface Waiting {
	resolve(stored: Stored): void;
	reject(error: unknown): void;
}

/**
 * Stores what transcripts tell on a thread of its own, in the order of the calls: while one piece is stored the next is read,
 * and nothing else has to wait for the disk.
 */
export class RecordKeeper {
	private readonly thread: Worker;
	private readonly waiting = new Map<number, Waiting>();
	private orders = 0;
	private closing = false;
	/** Rejects when the thread has failed: nothing can be stored any more. */
	readonly failed: Promise<never>;
	/** Why it has. */
	broken: Error | null = null;

	/** @param database path of one that `openDatabase` has made and migrated */
	constructor(database: string) {
		const { script, eval: isCode } = entryThread("record-thread");
		const workerData: ThreadData = { database };
		this.thread = new Worker(script, { eval: isCode, workerData });
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
	 * @throws NightshiftError `database-unavailable`: it may be tried again
	 */
	store({ id, source, path, file, session }: FileRef, told: Told): Promise<Stored> {
		this.orders += 1;
		const order: Order = { id: this.orders, file: { id, source, path, file, session }, told };
		return new Promise((resolve, reject) => {
			if (this.broken) return reject(this.broken);
			this.waiting.set(order.id, { resolve, reject });
			this.thread.postMessage(order);
		});
	}

	/** Resolves when all that was handed in is dealt with, and the database is let go of. */
	async close(): Promise<void> {
		this.closing = true;
		const ended = new Promise<void>((resolve) => this.thread.once("exit", () => resolve()));
		this.thread.postMessage("close");
		await Promise.race([ended, this.failed.catch(() => undefined)]);
	}

	private take(reply: Reply): void {
		const waiting = this.waiting.get(reply.id);
		this.waiting.delete(reply.id);
		if ("failure" in reply) waiting?.reject(errorOf(reply.failure));
		else waiting?.resolve({ applied: reply.applied, ms: reply.ms });
	}

	private giveUp(error: Error): void {
		this.broken = error;
		for (const { reject } of this.waiting.values()) reject(error);
		this.waiting.clear();
	}
}

function errorOf({ code, message, details }: ErrorBody): Error {
	return code === "internal" ? new Error(message) : new NightshiftError(code, message, details);
}
