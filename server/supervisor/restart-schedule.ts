import { Cron } from "croner";

/** Calls back at the times of a cron expression, in the machine's time zone. */
export class RestartSchedule {
	private expression: string | null = null;
	private cron: Cron | null = null;

	constructor(private readonly onDue: () => void) {}

	/** @param expression as checked by the configuration; null: never */
	set(expression: string | null): void {
		if (expression === this.expression) return;
		this.expression = expression;
		this.cron?.stop();
		this.cron = expression === null ? null : new Cron(expression, { unref: true }, () => this.onDue());
	}

	/** The next time, or null. */
	get next(): Date | null {
		return this.cron?.nextRun() ?? null;
	}
}
