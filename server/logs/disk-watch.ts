import { statfs } from "node:fs/promises";
import type { ProblemBoard } from "./problem-board.ts";

const MIB = 1024 * 1024;
/** Less than this is full: a log line, a status file and a database page no longer all fit. */
const FULL_BYTES = MIB;
/** So much must be free before it counts as mended, else it would come and go with every line. */
const ENOUGH_BYTES = 4 * MIB;
const PROBLEM = "disk";

/** Notices that the disk of the state directory is full: the daemons' writes fail then, and they have nowhere to say so. */
export class DiskWatch {
	private isFull = false;

	constructor(
		private readonly home: string,
		private readonly board: ProblemBoard,
	) {}

	async look(): Promise<void> {
		const facts = await statfs(this.home).catch(() => null);
		if (!facts || facts.blocks === 0) return; // not known: a file system that does not say
		const { bavail, bfree, bsize } = facts;
		// Some of the room is for root alone.
		const free = (process.getuid?.() === 0 ? bfree : bavail) * bsize;
		this.isFull = free < (this.isFull ? ENOUGH_BYTES : FULL_BYTES);
		if (!this.isFull) return this.board.clear(PROBLEM);
		this.board.raise(
			PROBLEM,
			"error",
			`The disk with ${this.home} is full: what daemons write to their logs now is lost, and nothing new can be saved. Free some space (df -h shows where it went); they go on by themselves.`,
		);
	}
}
