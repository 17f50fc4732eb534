const DAY_SECONDS = 86_400;

/** A time below a chart, as exact as the steps need it: `14:05:10`, `14:05`, `21 Nov`, `Nov`. Midnight is the date, January has its year. */
export function axisLabel(at: number, stepSeconds: number): string {
	const moment = new Date(at * 1_000);
	const midnight = moment.getHours() === 0 && moment.getMinutes() === 0 && moment.getSeconds() === 0;
	if (stepSeconds >= 28 * DAY_SECONDS) {
		const year = moment.getMonth() === 0 ? ({ year: "numeric" } as const) : {};
		return moment.toLocaleDateString([], { month: "short", ...year });
	}
	if (stepSeconds >= DAY_SECONDS || midnight) return moment.toLocaleDateString([], { day: "numeric", month: "short" });
	return moment.toLocaleTimeString([], {
		hour: "2-digit",
		minute: "2-digit",
		...(stepSeconds < 60 && { second: "2-digit" }),
		hourCycle: "h23",
	});
}

/** A moment in a range of this length: with the seconds in a short one, with the date in a long one. */
export function momentWords(at: number, lengthMs: number): string {
	const moment = new Date(at);
	const time = moment.toLocaleTimeString([], {
		hour: "2-digit",
		minute: "2-digit",
		...(lengthMs <= 2 * 3_600_000 && { second: "2-digit" }),
		hourCycle: "h23",
	});
	if (lengthMs <= DAY_SECONDS * 1_000 * 0.9) return time;
	const year = lengthMs > 200 * DAY_SECONDS * 1_000 ? ({ year: "numeric" } as const) : {};
	return `${moment.toLocaleDateString([], { day: "numeric", month: "short", ...year })}, ${time}`;
}
