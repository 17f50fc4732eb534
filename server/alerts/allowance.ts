const HOUR_MS = 60 * 60 * 1_000;

/** How often a subject may be told of: a daemon that crashes and recovers all day must not wake anybody each time. */
export class Allowance {
	private readonly begun = new Map<string, number[]>();
	private readonly silent = new Set<string>();

	/**
	 * @param most incidents of one subject within `windowMs`
	 * @param now milliseconds of a clock that only goes forward
	 */
	constructor(
		private readonly most = 3,
		private readonly windowMs = HOUR_MS,
		private readonly now: () => number = () => performance.now(),
	) {}

	/** An incident begins. `last`: from now on its subject is silent for a while, and that may be said once. */
	begin(subject: string): "tell" | "last" | "silent" {
		const now = this.now();
		const recent = (this.begun.get(subject) ?? []).filter((at) => now - at < this.windowMs);
		const wasSilent = this.silent.has(subject);
		if (recent.length < this.most) {
			this.begun.set(subject, [...recent, now]);
			this.silent.delete(subject);
			return "tell";
		}
		this.begun.set(subject, recent);
		this.silent.add(subject);
		return wasSilent ? "silent" : "last";
	}

	/** Whether what follows in the present incident is told as well. */
	isSilent(subject: string): boolean {
		return this.silent.has(subject);
	}

	forget(subject: string): void {
		this.begun.delete(subject);
		this.silent.delete(subject);
	}
}
