import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import type { DaemonPaths } from "../config/paths.ts";
import type { LogsConfig } from "../config/types.ts";
import type { Cutter } from "./cut/cutter.ts";
import type { LogAlerts } from "./log-alerts.ts";
import type { Position } from "./position.ts";
import { recoverLog } from "./recover-log.ts";
import { applyRetention, rotateLog } from "./rotate-log.ts";

/** What failed is tried again after so long; what could not be done at that moment, sooner. */
const AFTER_FAILURE_MS = 30_000;
const AFTER_UNABLE_MS = 5_000;
const RETENTION_MS = 10 * 60_000;
/** A log that has to wait is worth a word when it is so many times larger than it should be. */
const FAR_TOO_LARGE = 5;

/** One daemon's log: whether it has to be rotated, and whether it is where it should be. */
export class LogWatch {
	/** True when it is too large or too old, and this is the time to do something about it. */
	isDue = false;
	private position: Position | null = null;
	/** The file as it was at the last look. */
	private seen: { file: string; size: number } | null = null;
	private pid: number | null = null;
	private isAstray = false;
	private isRotating = false;
	private notBefore = 0;
	private retentionAt = 0;

	constructor(
		private readonly paths: DaemonPaths,
		private readonly alerts: LogAlerts,
		/** The ways of shortening a log that may work here. */
		private readonly cutters: Cutter[],
	) {}

	/** One look; what goes wrong is said, and tried again later. */
	async look(settings: LogsConfig, pid: number | null): Promise<void> {
		const now = Date.now();
		if (this.isRotating || now < this.notBefore) return;
		try {
			this.position ??= await recoverLog(this.paths);
			if (now >= this.retentionAt) {
				this.retentionAt = now + RETENTION_MS;
				await applyRetention(this.paths, settings, new Date(now));
			}
			await this.lookAtFile(settings, pid, now);
		} catch (error) {
			this.failed(error);
		}
	}

	/** Rotates it, and says whether it became shorter. */
	async rotate(settings: LogsConfig, signal: AbortSignal): Promise<boolean> {
		this.isDue = false;
		this.isRotating = true;
		try {
			const { outcome, position } = await rotateLog(this.paths, settings, { cutters: this.cutters, signal });
			this.position = position;
			if (outcome === "unable") this.notBefore = Date.now() + AFTER_UNABLE_MS;
			else this.alerts.rotated();
			return outcome === "rotated";
		} catch (error) {
			if (!signal.aborted) this.failed(error);
			return false;
		} finally {
			this.seen = null; // it is shorter now, and nobody emptied it
			this.isRotating = false;
		}
	}

	private async lookAtFile(settings: LogsConfig, pid: number | null, now: number): Promise<void> {
		const named = await statOrNone(this.paths.currentLog);
		const lost = this.lookWhereItWrites(pid, named);
		const facts = lost === null ? named : await statOrNone(lost);
		if (!facts || !this.position) {
			this.seen = null;
			return;
		}
		const file = nameOf(facts);
		if (this.seen?.file === file && facts.size < this.seen.size) this.alerts.emptied(this.seen.size);
		else this.alerts.notEmptied(now);
		this.seen = { file, size: facts.size };

		const { base, from, since } = this.position;
		const fresh = base + facts.size - from;
		const age = now - (since === null ? facts.birthtimeMs || facts.mtimeMs : Date.parse(since));
		const { maxSizeBytes, maxAgeMs } = settings;
		this.isDue = fresh > maxSizeBytes || (maxAgeMs !== null && fresh > 0 && age > maxAgeMs);
		const mustWait = pid !== null && this.cutters.every(({ when }) => when === "idle");
		if (mustWait && fresh > FAR_TOO_LARGE * maxSizeBytes) this.alerts.waits(fresh);
	}

	/** Looks closely only when something has changed. */
	private lookWhereItWrites(pid: number | null, named: Stats | null): string | null {
		const changed = pid !== this.pid || !named || nameOf(named) !== this.seen?.file;
		this.pid = pid;
		if (!changed && !this.isAstray) return null;
		this.isAstray = false;
		if (pid === null) {
			this.alerts.arrives();
			return null;
		}
		const lost = this.alerts.lookWhereItWrites(pid, named !== null);
		this.isAstray = lost !== null;
		return lost;
	}

	private failed(error: unknown): void {
		this.isDue = false;
		this.notBefore = Date.now() + AFTER_FAILURE_MS;
		this.alerts.failed(error);
	}
}

function nameOf({ dev, ino }: Stats): string {
	return `${dev}:${ino}`;
}

async function statOrNone(path: string): Promise<Stats | null> {
	try {
		return await stat(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}
