import { setTimeout as delay } from "node:timers/promises";
import { monotonicMs, percentile } from "../figures.ts";
import { usage } from "../usage.ts";
import { IDLE } from "./manager.ts";
import type { Party, PeerRow } from "./party.ts";

/** A start counts as a good one after 30 s, and what it was like is written down then. */
const SETTLE_MS = 40_000;
const WINDOW_MS = 30_000;
const QUERIES = 300;
const WARM_UP = 30;

/** What each takes for one and for twenty programs that do nothing, all at the same time, and how soon it tells of them. */
export async function measureLoad(parties: readonly Party[]): Promise<PeerRow[]> {
	for (const { manager } of parties) await manager.api("start", IDLE[0] ?? "");
	const one = await measureIdle(parties, "1 idle program");
	for (const { manager } of parties) for (const name of IDLE.slice(1)) await manager.api("start", name);
	const twenty = await measureIdle(parties, `${IDLE.length} idle programs`);
	const query = await measureQueries(parties);
	for (const { manager } of parties) for (const name of IDLE) await manager.api("stop", name);
	return [query, ...one, ...twenty];
}

async function measureIdle(parties: readonly Party[], what: string): Promise<PeerRow[]> {
	const pids = await Promise.all(parties.map(({ manager }) => manager.pid()));
	await delay(SETTLE_MS);
	const before = await Promise.all(pids.map(usage));
	const began = monotonicMs();
	await delay(WINDOW_MS);
	const after = await Promise.all(pids.map(usage));
	const seconds = (monotonicMs() - began) / 1_000;
	const cpu = new Map<string, number>();
	const memory = new Map<string, number>();
	for (const [index, { manager }] of parties.entries()) {
		const spent = (after[index]?.cpuSeconds ?? 0) - (before[index]?.cpuSeconds ?? 0);
		cpu.set(manager.name, (spent / seconds) * 100);
		memory.set(manager.name, after[index]?.residentMb ?? 0);
	}
	const during = `${what}, ${WINDOW_MS / 1_000} s`;
	return [
		{ what: `processor of the manager: ${during}`, unit: "% of a core", digits: 2, floor: null, figures: cpu },
		{ what: `memory of the manager: ${what}`, unit: "MB", digits: 0, floor: null, figures: memory },
	];
}

async function measureQueries(parties: readonly Party[]): Promise<PeerRow> {
	const samples = new Map(parties.map(({ manager }) => [manager, [] as number[]]));
	for (let query = 0; query < WARM_UP + QUERIES; query++) {
		for (const [manager, taken] of samples) {
			const began = monotonicMs();
			await manager.status();
			if (query >= WARM_UP) taken.push(monotonicMs() - began);
		}
	}
	return {
		what: `status by API with ${IDLE.length} programs (median of ${QUERIES})`,
		unit: "ms",
		digits: 2,
		floor: null,
		figures: new Map([...samples].map(([{ name }, taken]) => [name, percentile(taken, 0.5)])),
	};
}
