const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Bytes in binary units with three digits at most: `61.3 MiB`, `412 MiB`, `1 GiB`. */
export function bytes(value: number): string {
	let amount = value;
	let unit = 0;
	while (amount >= 1024 && unit < UNITS.length - 1) {
		amount /= 1024;
		unit += 1;
	}
	const digits = amount >= 100 || unit === 0 || Number.isInteger(amount) ? 0 : 1;
	return `${amount.toFixed(digits)} ${UNITS[unit]}`;
}

/** CPU of a process tree, where 100 is one core: `0.4 %`, `38 %`, `212 %`. */
export function percent(value: number): string {
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/** 0 to 1 as `42 %`. */
export function share(value: number): string {
	return `${Math.round(value * 100)} %`;
}

/** `1 question`, `3 questions`. */
export function count(amount: number, one: string, many = `${one}s`): string {
	return `${amount} ${amount === 1 ? one : many}`;
}

/**
 * Which of the attempts comes next: ` (attempt 4 of 5)`. Failures in a row can be more than the limit allows within its
 * window, when they come slowly: then, and without a limit, nothing is counted.
 */
export function attempt(failures: number, limit: number | null): string {
	return limit !== null && failures >= 1 && failures <= limit ? ` (attempt ${failures} of ${limit})` : "";
}

/** `first`, `second`, … `ninth`, then `12th`. */
export function ordinal(value: number): string {
	const words = ["zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
	const word = words[value];
	if (word) return word;
	const tens = value % 100;
	if (tens >= 11 && tens <= 13) return `${value}th`;
	return `${value}${{ 1: "st", 2: "nd", 3: "rd" }[value % 10] ?? "th"}`;
}
