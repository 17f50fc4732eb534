/** `2026-11-21`: the day that it is in a time zone, the person's where the handover has told it; else the browser's. */
export function dayIn(timeZone: string | undefined, now: number): string {
	const format = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
	const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
	return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

/** The day before or after; null for one that comes after today, and for what is no day. */
export function nextDay(day: string, step: 1 | -1, today: string): string | null {
	const at = new Date(`${day}T12:00:00Z`);
	if (Number.isNaN(at.getTime())) return null;
	at.setUTCDate(at.getUTCDate() + step);
	const next = at.toISOString().slice(0, 10);
	return next > today ? null : next;
}

/** The address of a handover; without a day, since the last one was read. */
export function handoverPage(day: string | null): string {
	return day === null ? "/handover" : `/handover?${new URLSearchParams({ day })}`;
}

export function handoverApi(day: string | null): string {
	return `/api/v1${handoverPage(day)}`;
}
