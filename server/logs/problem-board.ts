import type { Problem } from "../contract/state.ts";

export interface ProblemSink {
	raise(problem: Problem): void;
	clear(id: string): void;
	logger: { warn(context: object, message: string): void };
}

/** What is wrong with the logs at the moment: each thing is said once, when it begins or changes, and once when it is over. */
export class ProblemBoard {
	private readonly known = new Map<string, Problem>();

	constructor(private readonly sink: ProblemSink) {}

	raise(id: string, severity: Problem["severity"], text: string, cause?: unknown): void {
		const present = this.known.get(id);
		if (present?.text === text && present.severity === severity) return;
		const problem = { id, severity, text, since: present?.since ?? new Date().toISOString() };
		this.known.set(id, problem);
		this.sink.logger.warn({ problem: id, ...(cause !== undefined && { err: cause }) }, text);
		this.sink.raise(problem);
	}

	clear(id: string): void {
		if (this.known.delete(id)) this.sink.clear(id);
	}

	/** Since when, in unix milliseconds; null when it is not there. */
	since(id: string): number | null {
		const problem = this.known.get(id);
		return problem ? Date.parse(problem.since) : null;
	}
}
