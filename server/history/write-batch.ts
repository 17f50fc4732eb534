import type { Database } from "../db/open.ts";
import type { Batch, Part } from "./backlog.ts";
import { daemonIds } from "./daemon-ids.ts";
import { thinEnds } from "./end.ts";
import { condense, type Span } from "./span.ts";
import { thinStarts } from "./thin.ts";
import { writeEnds, writeMissedEnds, writeStarts } from "./write-events.ts";
import { pointRows, writePoints } from "./write-points.ts";
import { extendSpans, writeSpan, writeSurvival } from "./write-spans.ts";

/** A daemon that changes, starts or ends more often than so many times in so long is told less exactly. */
const FLICKER_MS = 10_000;
const FLICKER = 8;

/** Writes what waited, all of it or nothing. */
export async function writeBatch(database: Database, batch: Batch): Promise<void> {
	await database.write(async (transaction) => {
		const ids = await daemonIds(transaction, [...batch.keys()]);
		const parts = new Map([...batch].map(([name, part]) => [ids.get(name) ?? 0, part]));
		await writePoints(
			transaction,
			[...parts].flatMap(([daemon, { samples }]) => pointRows(daemon, samples)),
		);
		await writeStarts(
			transaction,
			mapValues(pick(parts, "starts"), (starts) => thinStarts(starts, FLICKER)),
		);
		await writeEnds(
			transaction,
			mapValues(pick(parts, "ends"), (ends) => thinEnds(ends, FLICKER)),
		);
		await writeMissedEnds(transaction, pick(parts, "lastEnd"));

		// A survival fills what is unknown; the spans after it say more, and replace it.
		for (const [daemon, { survivals }] of parts) {
			for (const survival of survivals) await writeSurvival(transaction, daemon, survival);
		}
		const spans = mapValues(pick(parts, "spans"), (some) => condense(some, FLICKER_MS, FLICKER));
		const extended = await extendSpans(transaction, first(spans));
		for (const [daemon, all] of spans) {
			for (const span of extended.has(daemon) ? all.slice(1) : all) await writeSpan(transaction, daemon, span);
		}
	});
}

/** One thing of each daemon that has it. */
function pick<K extends keyof Part>(parts: ReadonlyMap<number, Part>, key: K): Map<number, NonNullable<Part[K]>> {
	const found = new Map<number, NonNullable<Part[K]>>();
	for (const [daemon, part] of parts) {
		const value = part[key];
		if (value !== null) found.set(daemon, value);
	}
	return found;
}

function mapValues<T, U>(map: ReadonlyMap<number, T>, change: (value: T) => U): Map<number, U> {
	return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function first(spans: ReadonlyMap<number, readonly Span[]>): Map<number, Span> {
	const found = new Map<number, Span>();
	for (const [daemon, [span]] of spans) if (span) found.set(daemon, span);
	return found;
}
