import ms, { type StringValue } from "ms";

/** `500ms`, `10s`, `2m`, `12h`, `1d`; also with a fraction: `1.5h`. */
export const DURATION = /^\d+(\.\d+)?(ms|s|m|h|d)$/;
/** `1GiB`, `512MiB`, `1GB`, `800B`. */
export const SIZE = /^\d+(\.\d+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/;

/** The longest delay a timer takes (2³¹ ms), rounded down to whole days. */
const LONGEST = 24 * 24 * 60 * 60 * 1000;

const UNITS: Record<string, number> = {
	B: 1,
	KB: 1e3,
	MB: 1e6,
	GB: 1e9,
	TB: 1e12,
	KiB: 2 ** 10,
	MiB: 2 ** 20,
	GiB: 2 ** 30,
	TiB: 2 ** 40,
};

/** The milliseconds of a duration such as `10s`, or null when it is none or longer than a timer takes (24 days). */
export function parseDuration(text: string): number | null {
	const duration = parseAge(text);
	return duration !== null && duration <= LONGEST ? duration : null;
}

/** As `parseDuration`, without its limit: for ages, which no timer waits for. */
export function parseAge(text: string): number | null {
	return DURATION.test(text) ? Math.round(ms(text as StringValue)) : null;
}

/** The bytes of a size such as `512MiB`, or null when it is none. */
export function parseSize(text: string): number | null {
	const unit = SIZE.exec(text)?.[2];
	if (unit === undefined) return null;
	return Math.round(Number.parseFloat(text) * (UNITS[unit] ?? 1));
}
