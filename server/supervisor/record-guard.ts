import type { DaemonPaths } from "../config/paths.ts";
import { fileMark } from "./file-mark.ts";
import { type ProcessRecord, readProcessRecord, writeProcessRecord } from "./records.ts";

/** Keeps the record of the running instance on disk: without it, the next dashboard has less to recognise it by. */
export class RecordGuard {
	/** Why the record cannot be written, in one sentence; null when it is there. */
	problem: string | null = null;
	/** Names the file when it was last read and found right. */
	private good: string | null = null;

	constructor(
		private readonly paths: DaemonPaths,
		private readonly record: ProcessRecord,
		private readonly onError: (error: unknown) => void,
	) {}

	/** Whether it was deleted, cut short or replaced. Costs one `stat` while nothing happens to it. */
	async isLost(): Promise<boolean> {
		const name = fileMark(this.paths.process);
		if (name !== null && name === this.good) return false;
		const present = await readProcessRecord(this.paths);
		const right = present?.instance === this.record.instance && present.identity !== null;
		this.good = right ? name : null;
		if (right) this.problem = null;
		return !right;
	}

	/** Writes it again. Must not overlap with anything else that writes or removes a record. */
	async renew(): Promise<void> {
		try {
			await writeProcessRecord(this.paths, this.record);
			this.problem = null;
		} catch (error) {
			if (!this.problem) this.onError(error);
			const { code } = error as NodeJS.ErrnoException;
			this.problem = `Its record ${this.paths.process} was lost and cannot be written again (${code}); free some space, correct the permissions, or move away what is in its place.`;
		}
	}
}
