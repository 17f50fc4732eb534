import type { StatusWriter } from "../kit/status-writer.ts";

const MEGABYTE = 1_000_000;

/** What the monitor says of itself: what it watches, and how far it is with what was there before it. */
export class MonitorStatus {
	/** Bytes to read before all that was there is on record, and those that were read of them. */
	private total = 0;
	private read = 0;
	private files = 0;
	private watched = 0;
	private folders = 0;
	private shown = "";

	constructor(private readonly status: Pick<StatusWriter, "set" | "advance">) {}

	/** There is this much more to catch up with. */
	found(bytes: number): void {
		this.files += 1;
		this.total += bytes;
	}

	/** So much of it was read. */
	took(bytes: number): void {
		this.read += bytes;
		this.status.advance();
		this.show();
	}

	/** Nothing is left of it. */
	caughtUp(): void {
		this.total = 0;
		this.read = 0;
		this.files = 0;
		this.show();
	}

	/** What is watched now. */
	watches(files: number, folders: number): void {
		this.watched = files;
		this.folders = folders;
		this.show();
	}

	show(): void {
		const watching = `watching ${this.watched} ${this.watched === 1 ? "file" : "files"}`;
		const progress = this.total === 0 ? null : Math.min(1, Math.floor((100 * this.read) / this.total) / 100);
		const text = `${watching} ${this.folders} ${progress}`;
		if (text === this.shown) return;
		this.shown = text;
		if (progress === null) this.status.set({ activity: "idle", task: null, message: watching });
		else {
			const size = `${(this.total / MEGABYTE).toFixed(1)} MB`;
			const title = `Reading what was written before: ${this.files} ${this.files === 1 ? "transcript" : "transcripts"}, ${size}`;
			this.status.set({ activity: "working", task: { id: "catch-up", title, progress }, message: watching });
		}
	}
}
