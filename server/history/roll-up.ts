import type { Metric } from "../contract/history.ts";
import type { VitalSample } from "../contract/state.ts";
import { TIERS } from "./tiers.ts";

/** What is known of one bucket of time. All whole numbers, so that adding in any order gives the same. */
export interface Bucket {
	/** Unix seconds of its beginning. */
	at: number;
	count: number;
	min: number;
	sum: number;
	max: number;
}

/** Adds `other`, of the same time, to `bucket`. */
function add(bucket: Bucket, { count, min, sum, max }: Bucket): void {
	bucket.count += count;
	bucket.sum += sum;
	if (min < bucket.min) bucket.min = min;
	if (max > bucket.max) bucket.max = max;
}

/** Buckets of `seconds`, each the sum of those that begin within it. */
export function coarsen(buckets: Iterable<Bucket>, seconds: number): Bucket[] {
	const coarse = new Map<number, Bucket>();
	for (const bucket of buckets) {
		const at = Math.floor(bucket.at / seconds) * seconds;
		const known = coarse.get(at);
		if (known) add(known, bucket);
		else coarse.set(at, { ...bucket, at });
	}
	return [...coarse.values()];
}

/** The samples of one metric as buckets. What is not known is no sample. */
function bucketsOf(samples: Iterable<VitalSample>, metric: Metric): Bucket[] {
	const buckets: Bucket[] = [];
	for (const [at, cpuPercent, memoryBytes] of samples) {
		const value = metric === "cpu" ? cpuPercent : memoryBytes;
		if (value === null) continue;
		const stored = toStored(metric, value);
		buckets.push({ at, count: 1, min: stored, sum: stored, max: stored });
	}
	return coarsen(buckets, 1); // one second twice, after the clock was set back, is one bucket
}

/**
 * Samples as buckets of every tier, to be added to what is already known of the same times: nothing is read for it, so
 * samples may come in any order and any number of parts. Pure.
 */
export function rollUp(samples: Iterable<VitalSample>, metric: Metric): Map<number, Bucket[]> {
	let buckets = bucketsOf(samples, metric);
	const tiers = new Map<number, Bucket[]>();
	for (const { seconds } of TIERS) {
		buckets = coarsen(buckets, seconds);
		tiers.set(seconds, buckets);
	}
	return tiers;
}

/** CPU is stored in thousandths of a core, memory in bytes. */
function toStored(metric: Metric, value: number): number {
	return Math.round(metric === "cpu" ? value * 10 : value);
}

/** Percent of a core, or bytes. */
export function fromStored(metric: Metric, value: number): number {
	return metric === "cpu" ? Math.round(value * 10) / 100 : Math.round(value);
}
