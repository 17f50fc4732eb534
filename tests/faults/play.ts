import { setTimeout as delay } from "node:timers/promises";
import { Random } from "../support/random.ts";
import { broken, unrest } from "./judge.ts";
import { DEATHS } from "./kinds/deaths.ts";
import type { Fault } from "./kinds/fault.ts";
import { FILE_FAULTS } from "./kinds/files.ts";
import { REQUESTS } from "./kinds/requests.ts";
import { SURROUNDINGS } from "./kinds/surroundings.ts";
import { World } from "./world.ts";

const KINDS: readonly Fault[] = [...DEATHS, ...REQUESTS, ...FILE_FAULTS, ...SURROUNDINGS];
/** All must be at rest this long after a fault; on a quiet machine it takes a second. */
const REST_MS = 40_000;
const LOOK_MS = 20;
/** So often the overseer is killed in the middle of a fault, at a random moment of its first so many milliseconds. */
const DEATH_SHARE = 0.25;
const DEATH_MS = 250;

/** How a run went. */
export interface Played {
	/** What was done, one line each, numbered. */
	faults: string[];
	/** What is wrong; empty when every promise held. */
	broken: string[];
	/** The end of what the overseers complained of. */
	complaints: string;
}

export interface Play {
	seed: number;
	count: number;
	/** Only faults whose name contains this. */
	only?: string;
	/** Told of each fault when it is over. */
	onFault?: (line: string) => void;
}

/** Plays that many faults, and holds what comes of each against what was promised. Stops at the first that breaks something. */
export async function play({ seed, count, only = "", onFault = () => undefined }: Play): Promise<Played> {
	const bag = KINDS.filter(({ name }) => name.includes(only)).flatMap((kind) => Array<Fault>(kind.weight).fill(kind));
	const world = await World.open();
	const faults: string[] = [];
	try {
		await Promise.all(world.names.map((name) => world.request("start", name)));
		let found = await restAndJudge(world);
		for (let number = 1; number <= count && found.length === 0; number++) {
			// Each has a source of its own: whatever the others drew, this one stays the same.
			const random = new Random(seed * 100_003 + number);
			const fault = random.pick(bag);
			const dies = !fault.alone && random.chance(DEATH_SHARE) ? Math.round(random.next() * DEATH_MS) : null;
			const label = `${number}. ${fault.name}${dies === null ? "" : `, the overseer is killed after ${dies} ms`}`;
			faults.push(label);
			const began = performance.now();
			const done = await within(run(world, fault, random, dies));
			if (typeof done === "string") faults[faults.length - 1] = done ? `${label}: ${done}` : label;
			found = typeof done === "string" ? await restAndJudge(world) : [`it came to no end: ${done.message}`];
			onFault(`${faults.at(-1)} (${Math.round(performance.now() - began)} ms)`);
		}
		if (found.length === 0) found = await leave(world);
		return { faults, broken: found, complaints: world.complaints() };
	} finally {
		await world.close();
	}
}

async function run(world: World, fault: Fault, random: Random, dies: number | null): Promise<string> {
	const running = fault.run(world, random);
	if (dies === null) return running;
	const [done] = await Promise.allSettled([running, delay(dies).then(() => world.killOverseer())]);
	if (done.status === "rejected") throw done.reason;
	return done.value;
}

/** Waits until nothing moves any more and all is as it should be; then looks at what must hold at any time. */
async function restAndJudge(world: World): Promise<string[]> {
	const deadline = performance.now() + REST_MS;
	for (;;) {
		const left = await unrest(world);
		if (left.length === 0) {
			const again = await world.startWhatFailed();
			if (!again) break;
		} else if (performance.now() > deadline) return left;
		await delay(LOOK_MS);
	}
	return broken(world);
}

/** At the end nothing of it may be left. */
async function leave(world: World): Promise<string[]> {
	await Promise.all(world.names.map((name) => world.request("stop", name)));
	return restAndJudge(world);
}

/** The outcome, or the error: also when it takes for ever. */
async function within(running: Promise<string>): Promise<string | Error> {
	const over = new AbortController();
	const late = delay(REST_MS, new Error(`it took longer than ${REST_MS / 1_000} s`), { signal: over.signal });
	try {
		return await Promise.race([running, late]);
	} catch (error) {
		return error as Error;
	} finally {
		late.catch(() => undefined); // called off
		over.abort();
	}
}
