/** `2026-11-21` of the browser's calendar, so many days before today. */
export function dayOf(now: number, before = 0): string {
	const today = new Date(now);
	const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - before);
	const two = (value: number) => String(value).padStart(2, "0");
	return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The day before or after; null for one that is still to come, and for what is no day. */
export function nextDay(day: string, step: 1 | -1, now: number): string | null {
	const at = new Date(`${day}T12:00:00`);
	if (Number.isNaN(at.getTime())) return null;
	at.setDate(at.getDate() + step);
	const next = dayOf(at.getTime());
	return next > dayOf(now) ? null : next;
}

/** The address of a handover; without a day, since the last one was read. */
export function handoverPage(day: string | null): string {
	return day === null ? "/handover" : `/handover?${new URLSearchParams({ day })}`;
}

export function handoverApi(day: string | null): string {
	return `/api/v1${handoverPage(day)}`;
}
