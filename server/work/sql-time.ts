/** A time as Prisma's adapter writes it: texts of this form compare like the times they stand for. */
export function sqlTime(time: Date | number): string {
	return new Date(time).toISOString().replace("Z", "+00:00");
}

/** ISO 8601, UTC, of a column that was read with SQL of our own. */
export function isoTime(text: string): string {
	return new Date(text).toISOString();
}
