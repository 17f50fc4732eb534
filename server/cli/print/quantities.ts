/** How "not known" looks in a table. */
export const UNKNOWN = "–";

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** `47s`, `3m 20s`, `2h 05m`, `4d 3h`: two units at most. */
export function printDuration(seconds: number | null): string {
	if (seconds === null) return UNKNOWN;
	const whole = Math.max(0, Math.floor(seconds));
	const [days, hours, minutes] = [
		Math.floor(whole / 86_400),
		Math.floor(whole / 3600) % 24,
		Math.floor(whole / 60) % 60,
	];
	if (days > 0) return `${days}d ${hours}h`;
	if (hours > 0) return `${hours}h ${pad(minutes)}m`;
	if (minutes > 0) return `${minutes}m ${pad(whole % 60)}s`;
	return `${whole}s`;
}

/** Of one core, e.g. `1.2%`. */
export function printPercent(percent: number | null): string {
	return percent === null ? UNKNOWN : `${percent.toFixed(1)}%`;
}

/** In powers of 1000, as disks and most system monitors count: `61 MB`. */
export function printBytes(bytes: number | null): string {
	if (bytes === null) return UNKNOWN;
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit += 1;
	}
	return `${value < 9.95 && unit > 1 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

/** How long ago, in words: `3m 20s ago`. */
export function printAgo(at: string, now: Date = new Date()): string {
	return `${printDuration((now.getTime() - new Date(at).getTime()) / 1000)} ago`;
}

function pad(value: number): string {
	return String(value).padStart(2, "0");
}
