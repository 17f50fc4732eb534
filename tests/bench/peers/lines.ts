import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { monotonicMs, percentile } from "../figures.ts";
import { LINES, type Starts } from "./manager.ts";
import { nextStart, type Party, type PeerRow } from "./party.ts";

const ROUNDS = 3;
const TAIL_BYTES = 200;
/** One whose last line has not come by then has lost it. */
const PATIENCE_MS = 60_000;

/** How long 200,000 lines take from the program's first moment to the last one in the log, and how many are there then. */
export async function measureLines(parties: readonly Party[], bare: Starts): Promise<PeerRow[]> {
	const floor: number[] = [];
	const taken = new Map(parties.map(({ manager }) => [manager.name, [] as number[]]));
	const kept = new Map(parties.map(({ manager }) => [manager.name, LINES]));
	for (let round = 0; round < ROUNDS; round++) {
		floor.push(await intoFile(bare));
		for (const { manager, starts } of parties) {
			await starts.clear("writer");
			await manager.api("start", "writer");
			const { pid, at } = await nextStart(starts, "writer", 0);
			taken.get(manager.name)?.push((await untilLastLine(manager.logFile("writer"), pid)) - at);
			await manager.api("stop", "writer");
			const lines = numbered(await manager.log("writer"), pid);
			kept.set(manager.name, Math.min(kept.get(manager.name) ?? 0, lines));
		}
	}
	const what = `${LINES.toLocaleString("en")} log lines`;
	return [
		{
			what: `${what}, to the last one in the log (median of ${ROUNDS})`,
			unit: "ms",
			digits: 0,
			floor: percentile(floor, 0.5),
			figures: new Map([...taken].map(([name, samples]) => [name, percentile(samples, 0.5)])),
		},
		{ what: `${what}, of which were kept`, unit: "lines", digits: 0, floor: LINES, figures: kept },
	];
}

async function intoFile(starts: Starts): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-lines-"));
	const path = join(folder, "log");
	const file = await open(path, "a");
	await starts.clear("writer");
	const [program = "", ...args] = starts.program("writer", String(LINES)).command;
	const child = spawn(program, args, { stdio: ["ignore", file.fd, "inherit"] });
	const { pid, at } = await nextStart(starts, "writer", 0);
	const took = (await untilLastLine(path, pid)) - at;
	child.kill("SIGKILL");
	await once(child, "exit");
	await file.close();
	await rm(folder, { recursive: true });
	return took;
}

async function untilLastLine(path: string, pid: number): Promise<number> {
	const deadline = monotonicMs() + PATIENCE_MS;
	while (!(await endsWithLastLine(path, pid)) && monotonicMs() < deadline) await delay(2);
	return monotonicMs();
}

async function endsWithLastLine(path: string, pid: number): Promise<boolean> {
	const file = await open(path, "r");
	try {
		const { size } = await file.stat();
		const start = Math.max(0, size - TAIL_BYTES);
		const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
		return buffer.subarray(0, bytesRead).includes(`${pid} ${LINES - 1} x`);
	} finally {
		await file.close();
	}
}

/** How many whole lines of that writer there are, up to the first that is missing or torn. */
function numbered(log: string, pid: number): number {
	const lines = log.split("\n").filter((line) => line.startsWith(`${pid} `));
	const wrong = lines.findIndex((line, n) => line.length !== 79 || !line.startsWith(`${pid} ${n} x`));
	return wrong < 0 ? lines.length : wrong;
}
