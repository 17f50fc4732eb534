/** A stretch of time of this machine's clock: unix milliseconds, `to` is not in it. */
export interface Bucket {
	from: number;
	to: number;
	/** `2026-11-21`, or `2026-11-21 14:00`; of two hours with the same name the second says so. */
	label: string;
}
export type BucketSize = "hour" | "day";

const HOUR_MS = 3_600_000;

/**
 * The hours or days, of this machine's time zone, that cover a range. Where clocks are changed a day has 23 or 25 hours, an
 * hour may be there twice, and none is there that did not happen.
 */
export function bucketsOf(from: number, to: number, size: BucketSize): Bucket[] {
	const buckets: Bucket[] = [];
	for (let begin = startOf(from, size); begin < to; ) {
		const end = nextAfter(begin, size);
		const name = labelOf(begin, size);
		const before = buckets.at(-1)?.label;
		buckets.push({ from: begin, to: end, label: name === before ? `${name} (again)` : name });
		begin = end;
	}
	return buckets;
}

function startOf(time: number, size: BucketSize): number {
	const date = new Date(time);
	if (size === "day") return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
	// Not by `setMinutes`, which would take the first of two hours with the same name for both.
	return time - (date.getMinutes() * 60 + date.getSeconds()) * 1_000 - date.getMilliseconds();
}

function nextAfter(begin: number, size: BucketSize): number {
	const date = new Date(begin);
	if (size === "day") {
		// Where midnight does not exist that day the clock goes on from the first moment that does.
		const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
		return next > begin ? next : begin + 24 * HOUR_MS;
	}
	const next = startOf(begin + HOUR_MS, "hour");
	return next > begin ? next : begin + HOUR_MS;
}

function labelOf(begin: number, size: BucketSize): string {
	const date = new Date(begin);
	const two = (value: number) => String(value).padStart(2, "0");
	const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
	return size === "day" ? day : `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
