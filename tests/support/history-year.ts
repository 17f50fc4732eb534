import { setImmediate as nextTurn } from "node:timers/promises";
import type { KnownState } from "../../server/contract/history.ts";
import type { VitalSample } from "../../server/contract/state.ts";
import type { Database } from "../../server/db/open.ts";
import type { End } from "../../server/history/end.ts";
import type { Span } from "../../server/history/span.ts";
import { TIERS } from "../../server/history/tiers.ts";
import { keepSmall } from "../../server/history/upkeep.ts";
import { pointRows, writePoints } from "../../server/history/write-points.ts";
import { idOf, record } from "./history.ts";

const SECOND = 1_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * Writes a year of one daemon that ends at `now` (unix milliseconds) with the code that rolls up, writes and removes, in
 * simulated time. Of what is older than two days, that which would be removed again is left out, and samples are further
 * apart: neither leaves a trace in the result but a smaller count. The last hours are written as they come, with all that is
 * removed again.
 *
 * @returns the daemon's number
 */
export async function writeYear(
	database: Database,
	now: number,
	{ name = "worker", wholeHours = 48, changesPerDay = 40 } = {},
): Promise<number> {
	const daemon = await idOf(database, name);
	const end = Math.floor(now / SECOND);
	const whole = end - wholeHours * HOUR;
	for (let from = end - 366 * DAY; from < whole; from += DAY) {
		const samples = measured(from, Math.min(from + DAY, whole), apartAt(from, end));
		const kept = pointRows(daemon, samples).filter(([, , seconds, at]) => {
			const tier = TIERS.find((one) => one.seconds === seconds);
			return at >= end - (tier?.keepSeconds ?? 0);
		});
		await database.write((transaction) => writePoints(transaction, kept));
		await nextTurn();
	}
	for (let at = whole; at < end; at += HOUR) {
		await record(database, { samples: measured(at, Math.min(at + HOUR, end)) }, name);
		await keepSmall(database, { now: (at + HOUR) * SECOND, since: at * SECOND });
	}
	await writeStates(database, now, { name, changesPerDay });
	return daemon;
}

/** How many seconds samples are apart that were measured at this time. */
export function apartAt(at: number, end: number): number {
	return at < end - 2 * DAY ? 60 : 10;
}

/** What a daemon uses: some load by day, some noise, now and then a peak; nothing while it is down for an hour. */
export function measured(from: number, to: number, apart = 1): VitalSample[] {
	const samples: VitalSample[] = [];
	for (let at = from; at < to; at += apart) {
		if (at % (9 * DAY) < HOUR) continue;
		const load = 20 + 18 * Math.sin((at / DAY) * 2 * Math.PI) + ((at * 7_919) % 97) / 10 + (at % 5_003 === 0 ? 150 : 0);
		samples.push([at, Math.round(load * 10) / 10, 61_000_000 + (at % 40_000) * 4_000]);
	}
	return samples;
}

const READY: KnownState = { desired: "up", phase: "running", health: "ready" };
const WAITING: KnownState = { ...READY, health: "waiting" };
const BACKING_OFF: KnownState = { desired: "up", phase: "backing-off", health: "unknown" };

/** Of every fifteen stretches one ends in a crash and five seconds of pause. */
async function writeStates(
	database: Database,
	now: number,
	{ name, changesPerDay }: { name: string; changesPerDay: number },
): Promise<void> {
	const step = (DAY * SECOND) / changesPerDay;
	let spans: Span[] = [];
	let ends: End[] = [];
	const write = async () => {
		const starts = ends.map(({ at }) => ({ at: at + 5_000, automatic: true, count: 1 }));
		await record(database, { spans, ends, starts }, name);
		spans = [];
		ends = [];
		await nextTurn();
	};
	for (let index = 0; index < 366 * changesPerDay; index++) {
		const from = now - 366 * DAY * SECOND + index * step;
		const crash = index % 15 === 14;
		const calm = crash ? from + step - 5_000 : from + step;
		spans.push({ ...(index % 2 === 0 ? READY : WAITING), from, to: calm });
		if (crash) {
			spans.push({ ...BACKING_OFF, from: calm, to: from + step });
			ends.push(crashAt(calm, index));
		}
		if (spans.length >= 100) await write();
	}
	await write();
	await keepSmall(database, { now, since: 0 });
}

function crashAt(at: number, index: number): End {
	const how = { code: 1, signal: null, forced: false, ranMs: 9 * HOUR * SECOND };
	const decision = "It ended with exit code 1; it is started again after a pause (failure 1, at most 5).";
	return {
		at,
		count: 1,
		cause: "crash",
		asked: false,
		instance: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
		...how,
		decision,
	};
}
