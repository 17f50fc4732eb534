import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathsOf } from "../../server/config/paths.ts";
import { METRICS } from "../../server/contract/history.ts";
import type { VitalSample } from "../../server/contract/state.ts";
import { type Database, openDatabase } from "../../server/db/open.ts";
import { History } from "../../server/history/history.ts";
import { readPoints } from "../../server/history/read-points.ts";
import { readSummary } from "../../server/history/read-summary.ts";
import { Supervisor } from "../../server/supervisor/supervisor.ts";
import { daemonConfig } from "../support/daemon-config.ts";
import { writeYear } from "../support/history-year.ts";
import { ms, percentile, type Row } from "./figures.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROUNDS = 40;
const DAEMONS = 20;

/** A year of one daemon: what a question costs, how large it is; and what it costs to keep twenty. */
export async function measureHistory(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-history-"));
	try {
		const paths = pathsOf(folder);
		const database = await openDatabase(paths.database);
		const now = Date.now();
		const daemon = await writeYear(database, now);
		await database.prisma.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
		const { size } = await stat(paths.database);
		const rows = [...(await measureQuestions(database, daemon, now)), sizeRow(size)];
		await database.close();
		return [...rows, await measureSampling(folder)];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function measureQuestions(database: Database, daemon: number, now: number): Promise<Row[]> {
	const ranges: [words: string, lengthMs: number][] = [
		["hour", HOUR_MS],
		["day", DAY_MS],
		["week", 7 * DAY_MS],
		["month", 30 * DAY_MS],
		["year", 365 * DAY_MS],
	];
	const rows: Row[] = [];
	for (const [words, length] of ranges) {
		const charts: number[] = [];
		const summaries: number[] = [];
		let points = 0;
		for (let round = 0; round < ROUNDS; round++) {
			for (const metric of METRICS) {
				const began = performance.now();
				const answer = await readPoints(database, { daemon, metric, from: now - length, to: now, now });
				charts.push(performance.now() - began);
				points = answer.points.length;
			}
			const began = performance.now();
			await readSummary(database, daemon, { from: now - length, to: now });
			summaries.push(performance.now() - began);
		}
		const slowest = Math.max(percentile(charts, 0.95), percentile(summaries, 0.95));
		rows.push({
			what: `history, the last ${words} of a year of data: chart of ${points} points (p95 of ${charts.length})`,
			measured: ms(percentile(charts, 0.95)),
			compared: `median ${ms(percentile(charts, 0.5))}; figures and states ${ms(percentile(summaries, 0.95))}, median ${ms(percentile(summaries, 0.5))}`,
			aim: "50 ms",
			met: slowest < 50,
		});
	}
	return rows;
}

function sizeRow(bytes: number): Row {
	return {
		what: "history, a daemon's year on disk",
		measured: `${(bytes / 1e6).toFixed(1)} MB`,
		compared: "the whole database",
		aim: "100 MB",
		met: bytes < 100e6,
	};
}

/** Ten minutes of twenty daemons, as fast as they can be taken in, with a write for every ten seconds. */
async function measureSampling(folder: string): Promise<Row> {
	const paths = pathsOf(join(folder, "twenty"));
	const database = await openDatabase(paths.database);
	const names = Array.from({ length: DAEMONS }, (_, index) => `daemon-${index}`);
	const daemons = names.map((name) => daemonConfig(["true"], { name }));
	const supervisor = new Supervisor({ paths, daemons, logger: { error: (context) => console.error(context) } });
	const trouble = { worked: () => {}, failed: (error: unknown) => console.error(error) };
	const history = new History({ supervisor, database: () => database, trouble, onActivity: () => {} });
	const second = (at: number) =>
		Object.fromEntries(names.map((name, index): [string, VitalSample] => [name, [at, index, 61_000_000 + at]]));
	const seconds = 600;
	const began = process.cpuUsage();
	for (let at = 0; at < seconds; at++) {
		supervisor.emit("vitals", second(1_790_000_000 + at), {});
		if (at % 10 === 9) await history.fresh();
	}
	const { user, system } = process.cpuUsage(began);
	await history.close();
	await database.close();
	const share = ((user + system) / 1e6 / seconds) * 100;
	return {
		what: `history, keeping that of ${DAEMONS} daemons`,
		measured: `${share.toFixed(2)} % of a core`,
		compared: `${seconds} simulated seconds`,
		aim: "0.5 %",
		met: share < 0.5,
	};
}
