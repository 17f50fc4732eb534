import { rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { DaemonPaths } from "../config/paths.ts";
import type { LogsConfig } from "../config/types.ts";
import { lookForInstance } from "../supervisor/instance.ts";
import { type CurrentLog, openCurrent, standingOf } from "./current-log.ts";
import type { Cutter } from "./cut/cutter.ts";
import { frontOf } from "./front.ts";
import { expiredSegments, planRotation } from "./plan.ts";
import { type Position, writePosition } from "./position.ts";
import { recoverLog } from "./recover-log.ts";
import { listSegments, segmentName } from "./segments.ts";
import { writeSegment } from "./write-segment.ts";

/** Every file system that removes blocks from the front does it in multiples of its block size, and this is the usual one. */
const USUAL_BLOCK_BYTES = 4096;
const LARGEST_BLOCK_BYTES = 65_536;

export interface RotationOptions {
	/** The ways of shortening a log that may work here, the best first. One that turns out not to is taken out. */
	cutters: Cutter[];
	now?: Date;
	/** Calls the rotation off. What it had done by then stays done. */
	signal?: AbortSignal;
}

export interface Rotation {
	/** `rotated`: it was shortened. `nothing`: it need not be. `unable`: it should be, and cannot at this moment. */
	outcome: "rotated" | "nothing" | "unable";
	position: Position;
}

/**
 * Looks whether a daemon's log is too large or too old, and moves the older part of it into a segment. The daemon writes
 * on meanwhile, and neither it nor a reader misses or repeats a byte, also when this process is killed at any moment:
 *
 * 1. the bytes are copied into a segment, which is durable before it gets its name;
 * 2. the position says that the segment has them: from here on they are dead in the log itself;
 * 3. the dead front is cut off, in the way that this file system knows.
 *
 * There must be only one who does this for a state directory: its owner.
 */
export async function rotateLog(paths: DaemonPaths, settings: LogsConfig, options: RotationOptions): Promise<Rotation> {
	const position = await recoverLog(paths);
	const current = await openCurrent(paths, "write");
	if (!current) return { outcome: "nothing", position };
	try {
		return await new Rotating(paths, settings, options, current, position).run();
	} finally {
		await current.handle.close();
	}
}

/** Removes the segments that are too many or too old. */
export async function applyRetention(paths: DaemonPaths, settings: LogsConfig, now: Date): Promise<void> {
	for (const { path } of expiredSegments(await listSegments(paths), settings, now.getTime())) {
		await rm(path, { force: true });
	}
}

class Rotating {
	private readonly now: Date;

	constructor(
		private readonly paths: DaemonPaths,
		private readonly settings: LogsConfig,
		private readonly options: RotationOptions,
		private readonly current: CurrentLog,
		private position: Position,
	) {
		this.now = options.now ?? new Date();
	}

	async run(): Promise<Rotation> {
		const { handle } = this.current;
		const { size, birthtimeMs, mtimeMs } = await handle.stat();
		const standing = await standingOf(this.paths, this.position, this.current, size);
		if (standing.base !== this.position.base) await this.commit({ ...this.position, ...standing, hollow: false });

		const idle = (await lookForInstance(this.paths)).running === null;
		const usable = this.options.cutters.filter(({ when }) => when === "always" || when === (idle ? "idle" : "running"));
		const whole = usable.every(({ name }) => name === "retire");
		const { base, from, since } = this.position;
		const plan = planRotation(
			{
				base,
				from,
				size,
				since: since === null ? Math.min(birthtimeMs || mtimeMs, mtimeMs) : Date.parse(since),
				blockBytes: whole ? 1 : await blockBytes(this.paths.logs),
				whole,
			},
			this.settings,
			this.now.getTime(),
		);
		const dead = from - base;
		if (!plan && (dead === 0 || !usable.some(({ name }) => name === "retire"))) return this.end("nothing");
		if (usable.length === 0) return this.end("unable");

		// A segment without a position would count as committed.
		if (plan) await this.commit(this.position);
		if (plan?.keep) await this.copy(plan.to);
		if (plan) {
			const front = await frontOf(handle, plan.to - base);
			await this.commit({ ...this.position, from: plan.to, since: this.now.toISOString(), front });
		}
		await applyRetention(this.paths, this.settings, this.now);
		return this.end((await this.cut(usable)) ? "rotated" : "unable");
	}

	private async copy(to: number): Promise<void> {
		const { base, from } = this.position;
		const { compress } = this.settings;
		const path = join(this.paths.logs, segmentName(from, to, this.now, compress));
		const source = { handle: this.current.handle, position: from - base, length: to - from };
		await writeSegment(source, path, { compress, signal: this.options.signal });
	}

	private async cut(usable: readonly Cutter[]): Promise<boolean> {
		const { handle } = this.current;
		for (const cutter of usable) {
			const { base, from } = this.position;
			const context = {
				paths: this.paths,
				handle,
				length: from - base,
				position: this.position,
				commit: (position: Position) => this.commit(position),
			};
			const result = await cutter.cut(context);
			if (result === "done") return true;
			const { size } = await handle.stat();
			// Somebody else emptied it meanwhile: that says nothing of what the file system can do.
			if (result === "unsupported" && size > from - base) this.forget(cutter);
		}
		return false;
	}

	private forget(cutter: Cutter): void {
		const { cutters } = this.options;
		cutters.splice(cutters.indexOf(cutter), 1);
	}

	private async commit(position: Position): Promise<void> {
		await writePosition(this.paths, position);
		this.position = position;
	}

	private end(outcome: Rotation["outcome"]): Rotation {
		return { outcome, position: this.position };
	}
}

async function blockBytes(folder: string): Promise<number> {
	const { bsize } = await statfs(folder);
	return bsize >= 512 && bsize <= LARGEST_BLOCK_BYTES ? Math.max(bsize, USUAL_BLOCK_BYTES) : USUAL_BLOCK_BYTES;
}
