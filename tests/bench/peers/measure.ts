import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { measureLatencies } from "./latency.ts";
import { measureLines } from "./lines.ts";
import { measureLoad } from "./load.ts";
import { type Manager, type Program, programsFor, Starts } from "./manager.ts";
import { startNightshift } from "./nightshift.ts";
import type { Party } from "./party.ts";
import { startPm2 } from "./pm2.ts";
import { startSupervisord } from "./supervisord.ts";
import { measureSurvival } from "./survival.ts";
import { toTable } from "./table.ts";

const ROUNDS = 15;
const START: Record<string, (programs: readonly Program[]) => Promise<Manager | null>> = {
	nightshift: startNightshift,
	pm2: startPm2,
	supervisord: startSupervisord,
};

/** `npm run bench peers`: this, pm2 and supervisord, side by side in one run, against doing the same without any of them. */
export async function measurePeers(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-starts-"));
	const startsOf = async (name: string) => {
		await mkdir(join(folder, name));
		return new Starts(join(folder, name));
	};
	const parties: Party[] = [];
	try {
		for (const [name, start] of Object.entries(START)) {
			const starts = await startsOf(name);
			const manager = await start(programsFor(starts));
			if (manager) parties.push({ manager, starts });
			else console.error(`${name} is not installed here; its column is left out.`);
		}
		for (const { manager } of parties) await manager.api("stop", "talker").catch(() => undefined); // most did not start it
		const bare = await startsOf("bare");
		const load = () => loadavg().map((one) => one.toFixed(2));
		const before = load();
		const rows = [
			...(await measureLatencies(parties, bare, ROUNDS)),
			...(await measureLoad(parties)),
			...(await measureLines(parties, bare)),
		];
		const survival = new Map<string, string>();
		for (const party of parties) survival.set(party.manager.name, await measureSurvival(party));
		const names = parties.map(({ manager }) => manager.name);
		return `Load average before ${before.join(" ")}, after ${load().join(" ")}.\n\n${toTable(names, rows, survival)}`;
	} finally {
		for (const { manager } of parties) await manager.end();
		await rm(folder, { recursive: true, force: true });
	}
}
