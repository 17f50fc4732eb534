const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Vitals at one resolution, and how long they are kept. */
export interface Tier {
	seconds: number;
	keepSeconds: number;
}

/** Finest first. Each is a multiple of the one before. */
export const TIERS = [
	{ seconds: 1, keepSeconds: HOUR },
	{ seconds: 10, keepSeconds: DAY },
	{ seconds: MINUTE, keepSeconds: 30 * DAY },
	{ seconds: HOUR, keepSeconds: 366 * DAY },
] as const satisfies readonly Tier[];

/** How long states, starts and ends are kept, in milliseconds: as long as the longest vitals. */
export const KEEP_STATES_MS = 366 * DAY * 1_000;

/** At most so many points answer a question, give or take the one at each edge. */
const MOST_POINTS = 1_500;
/** At most so many buckets are read for it: some milliseconds, in which nothing else happens. */
const MOST_READ = 12_000;

/** Lengths of a bucket that people know how to read. */
const STEPS = [
	...[1, 2, 5, 10, 20, 30].flatMap((step) => [step, step * MINUTE]),
	...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR),
].sort((a, b) => a - b);

/** A range reaches back this much further than its tier by the time the question is answered. */
const SLACK_SECONDS = MINUTE;

export interface Resolution {
	/** The length of a bucket in the answer. */
	seconds: number;
	/** The tier that the buckets are made of. */
	tier: Tier;
}

/**
 * How to answer for a range (unix seconds): as fine as is still kept at its beginning, and as coarse as needed for some
 * 1,500 points. Made of the coarsest tier that fits, because that is read quickest.
 */
export function chooseResolution({ from, to }: { from: number; to: number }, now: number): Resolution {
	const fits = ({ seconds, keepSeconds }: Tier) =>
		now - from <= keepSeconds + SLACK_SECONDS && to - from <= seconds * MOST_READ;
	const kept: Tier = TIERS.find(fits) ?? TIERS[3];
	const least = Math.max((to - from) / MOST_POINTS, kept.seconds);
	const seconds = STEPS.find((step) => step >= least && step % kept.seconds === 0) ?? Math.ceil(least / DAY) * DAY;
	return { seconds, tier: TIERS.findLast((one) => seconds % one.seconds === 0) ?? kept };
}
