import { NightshiftError } from "../../contract/errors.ts";

export const SOURCES = ["activity", "calls", "checks", "turns"] as const;
export type SourceName = (typeof SOURCES)[number];

/** How far each source has been read, backwards: the id of its last row that was told. Infinity: not begun. */
export type Position = Record<SourceName, number>;

export const FROM_THE_END: Position = {
	activity: Number.POSITIVE_INFINITY,
	calls: Number.POSITIVE_INFINITY,
	checks: Number.POSITIVE_INFINITY,
	turns: Number.POSITIVE_INFINITY,
};

/** `812.4051.-.17`: a position as a page's cursor. */
export function writeCursor(position: Position): string {
	return SOURCES.map((name) => (Number.isFinite(position[name]) ? position[name] : "-")).join(".");
}

/** @throws NightshiftError `bad-request` */
export function readCursor(cursor: string | undefined): Position {
	if (cursor === undefined) return FROM_THE_END;
	const parts = cursor.split(".");
	if (parts.length !== SOURCES.length || !parts.every((part) => /^(-|\d{1,15})$/.test(part))) {
		const sentence = `There is no page ${JSON.stringify(cursor.slice(0, 60))}; take the cursor from the "next" of the page before.`;
		throw new NightshiftError("bad-request", sentence, { key: "cursor" });
	}
	const [activity, calls, checks, turns] = parts.map((part) =>
		part === "-" ? Number.POSITIVE_INFINITY : Number(part),
	);
	return { ...FROM_THE_END, activity: activity ?? 0, calls: calls ?? 0, checks: checks ?? 0, turns: turns ?? 0 };
}

/** An id for SQL, which has no infinity. */
export function idBelow(position: number): number {
	return Number.isFinite(position) ? position : Number.MAX_SAFE_INTEGER;
}
