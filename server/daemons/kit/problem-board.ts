import type { StatusWriter } from "./status-writer.ts";

/**
 * What keeps a daemon from working, by where it comes from, so that one trouble's end does not hide another. The status
 * file has room for one sentence: that of the source named first.
 */
export class ProblemBoard<Source extends string> {
	private readonly problems = new Map<Source, string>();

	/** @param order the sources, the most fundamental first. */
	constructor(
		private readonly status: Pick<StatusWriter, "set">,
		private readonly order: readonly Source[],
	) {}

	/** @returns true when this sentence was not already up. */
	raise(source: Source, sentence: string): boolean {
		if (this.problems.get(source) === sentence) return false;
		this.problems.set(source, sentence);
		this.show();
		return true;
	}

	/** @returns true when there was something to clear. */
	clear(source: Source): boolean {
		const had = this.problems.delete(source);
		if (had) this.show();
		return had;
	}

	private show(): void {
		const first = this.order.find((source) => this.problems.has(source));
		this.status.set({ problem: first === undefined ? null : (this.problems.get(first) ?? null) });
	}
}
