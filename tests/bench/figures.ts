/** The value below which a share of the samples lies: `percentile(samples, 0.5)` is the median. */
export function percentile(samples: readonly number[], share: number): number {
	const sorted = [...samples].sort((a, b) => a - b);
	const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
	if (value === undefined) throw new Error("no samples");
	return value;
}

/** One row of the table: what was measured, against what, and what was aimed at. */
export interface Row {
	what: string;
	measured: string;
	compared: string;
	aim: string;
	met: boolean;
}

/** Milliseconds of the monotonic clock that all processes of this machine share. */
export function monotonicMs(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

export function ms(value: number): string {
	return `${value.toFixed(1)} ms`;
}

export function toMarkdown(rows: readonly Row[]): string {
	const lines = rows.map(
		({ what, measured, compared, aim, met }) =>
			`| ${what} | ${measured} | ${compared} | ${aim} | ${met ? "yes" : "**no**"} |`,
	);
	return ["| what | measured | in the same run | aim | met |", "|---|---|---|---|---|", ...lines].join("\n");
}
