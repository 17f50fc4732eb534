import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, truncate } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { monotonicMs, ms, percentile, type Row } from "./figures.ts";
import { FIRST_LINE, type Installation } from "./installation.ts";

const ROUNDS = 25;
/** The three ways take turns, so that whatever else the machine does falls on all of them alike. */
export async function measureStart({ paths, api, cli }: Installation): Promise<Row[]> {
	const log = paths.daemon("first-line").currentLog;
	const bare: number[] = [];
	const byApi: number[] = [];
	const byCommand: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		bare.push(await bareSpawn());
		byApi.push(await untilFirstLine(log, () => api("/daemons/first-line/start", "POST")));
		await api("/daemons/first-line/stop", "POST");
		byCommand.push(await untilFirstLine(log, () => cli("start", "first-line")));
		await api("/daemons/first-line/stop", "POST");
	}
	const floor = percentile(bare, 0.5);
	return [row("through the API", byApi, 15), row("through the command line", byCommand, 100)];

	function row(way: string, samples: number[], allowance: number): Row {
		const median = percentile(samples, 0.5);
		return {
			what: `start, ${way}, to the program's first line (median of ${ROUNDS})`,
			measured: ms(median),
			compared: `bare spawn ${ms(floor)}; ratio ${(median / floor).toFixed(2)}`,
			aim: `bare + ${allowance} ms`,
			met: median <= floor + allowance,
		};
	}
}

async function bareSpawn(): Promise<number> {
	const [file = "", ...args] = FIRST_LINE;
	const began = monotonicMs();
	const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
	const [line] = await once(child.stdout, "data");
	child.kill("SIGKILL");
	await once(child, "exit");
	return Number(BigInt(String(line).trim())) / 1e6 - began;
}

async function untilFirstLine(log: string, start: () => Promise<unknown>): Promise<number> {
	await truncate(log).catch(() => undefined); // there is none before the first start
	const began = monotonicMs();
	await start();
	for (;;) {
		const line = (await readFile(log, "utf8")).trim();
		if (line) return Number(BigInt(line)) / 1e6 - began;
		await delay(5);
	}
}
