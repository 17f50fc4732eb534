import { RequestError } from "@agentclientprotocol/sdk";

/** Questions of a session that are open at once. */
const MAX_OPEN = 100;
/** Different questions whose number is remembered; the oldest are forgotten. */
const MAX_REMEMBERED = 10_000;

/** The questions of one session that wait for somebody outside. */
export class OpenQuestions {
	private readonly asked = new Map<string, number>();
	private open = 0;

	/** @param fail Told what those who answer throw. @param onAnswer Told of each that is over. */
	constructor(
		private readonly fail: (error: unknown) => void,
		private readonly onAnswer: () => void,
	) {}

	/** Whether somebody is being waited for right now. */
	get waiting(): boolean {
		return this.open > 0;
	}

	/**
	 * Puts a question under a key of its own: its hash, and how many times it has been asked. One that was cancelled was
	 * not: asked again, it is the same.
	 *
	 * @param cancelled The answer when nobody waits any more, at once, and when asking fails.
	 * @throws RequestError for the agent when too many are open.
	 */
	async put<Answer>(
		hash: string,
		ask: (key: string) => Promise<Answer>,
		cancelled: Answer,
		signal: AbortSignal,
	): Promise<Answer> {
		if (this.open >= MAX_OPEN) throw RequestError.internalError(undefined, "too many questions are open");
		this.open++;
		try {
			const key = `${hash}-${this.count(hash)}`;
			const aborted = new Promise<Answer>((resolve) => {
				signal.addEventListener("abort", () => resolve(cancelled), { once: true });
			});
			const answered = (async () => ask(key))().catch((error: unknown) => {
				if (!signal.aborted) this.fail(error);
				return cancelled;
			});
			const answer = await Promise.race([answered, aborted]);
			return signal.aborted ? cancelled : answer;
		} finally {
			if (signal.aborted) this.uncount(hash);
			this.open--;
			this.onAnswer();
		}
	}

	private count(hash: string): number {
		const occurrence = (this.asked.get(hash) ?? 0) + 1;
		this.asked.delete(hash);
		this.asked.set(hash, occurrence);
		const [oldest] = this.asked.keys();
		if (this.asked.size > MAX_REMEMBERED && oldest !== undefined) this.asked.delete(oldest);
		return occurrence;
	}

	private uncount(hash: string): void {
		const times = this.asked.get(hash);
		if (times !== undefined) this.asked.set(hash, Math.max(0, times - 1));
	}
}
