import type { Paths } from "../../config/paths.ts";
import type { NewActivity } from "../../contract/activity.ts";
import type { DaemonStatus } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { oneLine } from "../print/terminal.ts";
import { withDatabase } from "../with-database.ts";

/** What a stop without a dashboard has to tell the activity feed, as a dashboard would have. */
export class StopJournal {
	private entries: NewActivity[] = [];

	add(entry: NewActivity): void {
		this.entries.push({ ...entry, at: entry.at ?? new Date().toISOString() });
	}

	/** That a process was found again is news for a dashboard only; that one had ended is not found out a second time. */
	dropFound(daemons: readonly DaemonStatus[]): void {
		const running = new Set(daemons.filter(({ pid }) => pid !== null).map(({ name }) => name));
		this.entries = this.entries.filter(({ daemon }) => !running.has(daemon ?? ""));
	}

	/** A database that is out of order is no reason not to stop: `note` is told. */
	async write(paths: Paths, note: (text: string) => void): Promise<void> {
		if (this.entries.length === 0) return;
		try {
			await withDatabase(paths, async (db) => {
				const { recordActivity } = await import("../../inbox/record-activity.ts");
				for (const entry of this.entries) await recordActivity(db, entry);
			});
		} catch (error) {
			if (!(error instanceof NightshiftError)) throw error;
			note(`This stop is not in the activity feed: ${oneLine(error.message)}`);
		}
	}
}
