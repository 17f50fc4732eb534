import { rename, writeFile } from "node:fs/promises";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { StatusFile } from "../../contract/status-file.ts";
import { fitStatus } from "./fit-status.ts";

/** How often the daemon says that it is alive when nothing changes. */
const HEARTBEAT_MS = 2_000;
/** Changes closer together than this are written as one. */
const COALESCE_MS = 50;
/** Coarse on purpose: a finer clock would cost more processor than the rest of an idle daemon. */
const LOOP_SAMPLE_MS = 250;

/** What a daemon says of itself; the writer adds instance, sequence, time, loop delay and the progress counter. */
export type StatusFields = Required<
	Pick<StatusFile, "activity" | "task" | "waitingOn" | "message" | "problem" | "plan">
>;

/**
 * Keeps `status.json` true: each change is written at once (bursts become one write), and a heartbeat every
 * two seconds. Written to a temporary file and renamed, so that no reader sees half of it. There is no fsync: after a
 * power cut the daemon is gone anyway and its next instance writes anew, and a disk flush each second would wear disks
 * and wake laptops for nothing. The one writer is the holder of the instance lock, so the temporary name can be fixed.
 */
export class StatusWriter {
	private fields: StatusFields = {
		activity: "idle",
		task: null,
		waitingOn: [],
		message: null,
		problem: null,
		plan: [],
	};
	private seq = 0;
	private progressCounter = 0;
	private lastWriteAt = 0;
	private soon: NodeJS.Timeout | null = null;
	private heartbeat: NodeJS.Timeout | null = null;
	private writing: Promise<void> | null = null;
	private changedMeanwhile = false;
	private failing = false;
	private closed = false;
	private readonly loopDelay: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS });

	/**
	 * @param path the status file; its folder exists.
	 * @param instance NIGHTSHIFT_INSTANCE.
	 * @param onTrouble told once when writing begins to fail (full disk, lost permission), with null once it works again.
	 */
	constructor(
		private readonly path: string,
		private readonly instance: string,
		private readonly onTrouble: (error: Error | null) => void,
	) {}

	/** Writes the first status and begins the heartbeat. */
	start(): void {
		this.loopDelay.enable();
		this.heartbeat = setInterval(() => this.write(), HEARTBEAT_MS);
		this.write();
	}

	/** What was last set. */
	get current(): Readonly<StatusFields> {
		return this.fields;
	}

	/** Changes some of it; the rest stays. */
	set(fields: Partial<StatusFields>): void {
		this.fields = { ...this.fields, ...fields };
		this.writeSoon();
	}

	/** Says that work has advanced: a heartbeat alone does not. */
	advance(): void {
		this.progressCounter += 1;
		this.writeSoon();
	}

	/** Writes the last status and ends the heartbeat. */
	async close(): Promise<void> {
		this.closed = true;
		if (this.heartbeat) clearInterval(this.heartbeat);
		if (this.soon) clearTimeout(this.soon);
		await this.writing;
		await this.replaceFile();
		this.loopDelay.disable();
	}

	private get temporary(): string {
		return `${this.path}.new`;
	}

	private writeSoon(): void {
		if (this.closed || this.soon || !this.heartbeat) return;
		const wait = this.lastWriteAt + COALESCE_MS - performance.now();
		// Not at once even when nothing was written lately: several fields often change within one turn of the loop.
		this.soon = setTimeout(() => this.write(), Math.max(0, wait));
	}

	/** One write at a time; what changes meanwhile leads to one more. */
	private write(): void {
		if (this.soon) clearTimeout(this.soon);
		this.soon = null;
		if (this.closed) return;
		if (this.writing) {
			this.changedMeanwhile = true;
			return;
		}
		this.writing = this.replaceFile().finally(() => {
			this.writing = null;
			if (!this.changedMeanwhile) return;
			this.changedMeanwhile = false;
			this.writeSoon();
		});
	}

	/** Never rejects: a heartbeat that fails is tried again with the next. */
	private async replaceFile(): Promise<void> {
		this.lastWriteAt = performance.now();
		try {
			await writeFile(this.temporary, this.text(), { mode: 0o600 });
			await rename(this.temporary, this.path);
			this.report(null);
		} catch (error) {
			this.report(error as Error);
		}
	}

	private report(error: Error | null): void {
		if ((error !== null) === this.failing) return;
		this.failing = error !== null;
		this.onTrouble(error);
	}

	private text(): string {
		const status: StatusFile = fitStatus({
			v: 1,
			instance: this.instance,
			seq: ++this.seq,
			at: new Date().toISOString(),
			...this.fields,
			progressCounter: this.progressCounter,
			loopDelayMs: this.takeLoopDelay(),
		});
		return `${JSON.stringify(status)}\n`;
	}

	/** The longest the event loop was held since the last write, in milliseconds. */
	private takeLoopDelay(): number {
		const longest = this.loopDelay.max / 1e6 - LOOP_SAMPLE_MS;
		this.loopDelay.reset();
		return Math.round(Math.max(0, longest) * 10) / 10;
	}
}
