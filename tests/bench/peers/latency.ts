import { spawn } from "node:child_process";
import { once } from "node:events";
import { monotonicMs, percentile } from "../figures.ts";
import type { Starts } from "./manager.ts";
import { nextStart, type Party, type PeerRow, untilGone } from "./party.ts";

const PROGRAM = "clock";
const WAYS = {
	startByCommand: "start to first line, by command",
	startByApi: "start to first line, by API",
	restart: "kill -9 to restarted, at the fastest setting",
	stopByCommand: "stop to gone, by command",
	stopByApi: "stop to gone, by API",
} as const;
type Way = keyof typeof WAYS;
type Samples = Record<Way, number[]>;

/** Start, restart and stop, in turns, so that whatever else the machine does falls on all of them alike. */
export async function measureLatencies(parties: readonly Party[], bare: Starts, rounds: number): Promise<PeerRow[]> {
	const samples = new Map(parties.map(({ manager }) => [manager.name, none()]));
	const floor = none();
	for (let round = 0; round < rounds; round++) {
		await takeFloor(bare, floor);
		for (const party of parties) await take(party, samples.get(party.manager.name) ?? none());
	}
	return (Object.keys(WAYS) as Way[]).map((way) => ({
		what: `${WAYS[way]} (median of ${rounds})`,
		unit: "ms",
		digits: 1,
		floor: percentile(floor[way], 0.5),
		figures: new Map([...samples].map(([name, taken]) => [name, percentile(taken[way], 0.5)])),
	}));
}

async function take({ manager, starts }: Party, samples: Samples): Promise<void> {
	await starts.clear(PROGRAM);
	const timeStart = async (start: () => Promise<void>, before: number) => {
		const began = monotonicMs();
		await start();
		const first = await nextStart(starts, PROGRAM, before);
		return { pid: first.pid, ms: first.at - began };
	};
	const timeStop = async (stop: () => Promise<void>, pid: number) => {
		const began = monotonicMs();
		const gone = untilGone(pid);
		await stop();
		return (await gone) - began;
	};
	const byCommand = await timeStart(() => manager.command("start", PROGRAM), 0);
	samples.startByCommand.push(byCommand.ms);
	const again = await timeStart(async () => void process.kill(byCommand.pid, "SIGKILL"), 1);
	samples.restart.push(again.ms);
	samples.stopByApi.push(await timeStop(() => manager.api("stop", PROGRAM), again.pid));
	const byApi = await timeStart(() => manager.api("start", PROGRAM), 2);
	samples.startByApi.push(byApi.ms);
	samples.stopByCommand.push(await timeStop(() => manager.command("stop", PROGRAM), byApi.pid));
}

/** The same by nobody but the kernel: spawn, spawn again as soon as it has exited, kill. */
async function takeFloor(starts: Starts, samples: Samples): Promise<void> {
	await starts.clear(PROGRAM);
	const [file = "", ...args] = starts.program(PROGRAM).command;
	const launch = () => spawn(file, args, { stdio: "ignore" });
	let began = monotonicMs();
	const child = launch();
	const first = (await nextStart(starts, PROGRAM, 0)).at - began;
	samples.startByCommand.push(first);
	samples.startByApi.push(first);

	began = monotonicMs();
	child.kill("SIGKILL");
	await once(child, "exit");
	const second = launch();
	samples.restart.push((await nextStart(starts, PROGRAM, 1)).at - began);

	began = monotonicMs();
	second.kill("SIGTERM");
	const gone = (await untilGone(second.pid ?? 0)) - began;
	samples.stopByCommand.push(gone);
	samples.stopByApi.push(gone);
}

function none(): Samples {
	return { startByCommand: [], startByApi: [], restart: [], stopByCommand: [], stopByApi: [] };
}
