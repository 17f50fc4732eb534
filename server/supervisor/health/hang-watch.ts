import type { RunningProcess } from "../running-process.ts";
import type { Vitals } from "../vitals.ts";
import { diagnoseHang } from "./diagnose-hang.ts";
import type { Health } from "./health.ts";

export interface HangWatchOptions {
	/** It hangs: what is missed, and what its process seems to be doing. */
	onHang(process: RunningProcess, diagnosis: string): void;
	onRecovery(): void;
	onError(error: unknown): void;
}

/** Notices when a running daemon begins to hang and when it recovers, and finds out what it does meanwhile. */
export class HangWatch {
	/** What was found out of the present hang; null when it does not hang. */
	diagnosis: string | null = null;
	private hung: RunningProcess | null = null;

	constructor(private readonly options: HangWatchOptions) {}

	look(process: RunningProcess, { health, why }: Health, vitals: Vitals): void {
		if (health === "hung") {
			if (this.hung === process) return;
			this.hung = process;
			void this.report(process, why, vitals).catch(this.options.onError);
		} else if (this.hung) {
			this.forget();
			this.options.onRecovery();
		}
	}

	forget(): void {
		this.hung = null;
		this.diagnosis = null;
	}

	private async report(process: RunningProcess, why: string | null, vitals: Vitals): Promise<void> {
		const seen = await diagnoseHang(process.identity.pid, vitals);
		const diagnosis = why ? `${why} ${seen}` : seen;
		if (this.hung === process) this.diagnosis = diagnosis;
		this.options.onHang(process, diagnosis);
	}
}
