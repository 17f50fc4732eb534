import { copyFile, mkdtemp, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RunSummary } from "../../server/contract/work.ts";
import { editRoadmapFile } from "../../server/roadmap/edit/edit-file.ts";
import type { RoadmapFile } from "../../server/roadmap/read-roadmap.ts";
import { RoadmapCache } from "../../server/roadmap/roadmap-cache.ts";
import { RoadmapSight } from "../../server/roadmap/view-roadmap.ts";
import { sharedFile } from "../unit/roadmap/shared-file.ts";
import { ms, percentile, type Row } from "./figures.ts";

const ROUNDS = 20;
const PAUSE_AIM_MS = 50;

/** The largest real roadmap (775 kB, 22,300 lines): what reading, showing and editing it costs whoever does it. */
export async function measureRoadmap(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-roadmap-"));
	try {
		const file = join(folder, "ROADMAP.md");
		await copyFile(sharedFile("coffee-maker-775k.md"), file);
		const cache = new RoadmapCache();
		const reading = await measure("read again on change", async (round) => {
			await utimes(file, new Date(), new Date(Date.now() - 60_000 - round * 1_000));
			await cache.read(file);
		});
		const showing = await measure("shown, with 500 runs", async () => {
			JSON.stringify(
				new RoadmapSight("developer", await cache.read(file), { runs: RUNS, marks: [], questions: [] }).view(),
			);
		});
		let document: RoadmapFile = await cache.read(file);
		const editing = await measure("a status set in it", async (round) => {
			const edit = { edit: "status", ref: "PRIORITY 2.9", status: round % 2 === 0 ? "blocked" : "planned" } as const;
			({ document } = await editRoadmapFile(document, { version: document.version, edit, backups: null }));
		});
		if ((await readFile(file, "utf8")) !== document.text) throw new Error("the file is not as it was written");
		return [reading, showing, editing];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The longest that other work of the process waits for it, the very first time included. */
async function measure(what: string, act: (round: number) => Promise<void>): Promise<Row> {
	const times: number[] = [];
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	for (let round = 0; round < ROUNDS; round++) {
		const began = performance.now();
		await act(round);
		times.push(performance.now() - began);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	delay.disable();
	const pause = delay.max / 1e6;
	return {
		what: `roadmap of 775 kB ${what}: the longest pause (of ${ROUNDS})`,
		measured: ms(pause),
		compared: `all of it: median ${ms(percentile(times, 0.5))}, the first time ${ms(times[0] ?? 0)}`,
		aim: `${PAUSE_AIM_MS} ms`,
		met: pause < PAUSE_AIM_MS,
	};
}

const RUNS: RunSummary[] = Array.from({ length: 500 }, (_, id) => ({
	id,
	daemon: "developer",
	item: `US-${id % 40}`,
	title: "Title",
	status: "done",
	branch: "branch",
	worktree: "/worktree",
	baseCommit: "abc",
	commit: "def",
	outcome: "kept",
	result: null,
	waitsFor: null,
	reason: null,
	agent: null,
	startedAt: "2026-11-21T00:00:00.000Z",
	endedAt: null,
	activeMs: 0,
	inputTokens: 0,
	outputTokens: 0,
	cost: 0,
	currency: null,
}));
