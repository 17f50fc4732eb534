import { appendFile, mkdir, rename, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { DaemonPaths } from "../../../server/config/paths.ts";
import { cuttersFor } from "../../../server/logs/cut/cutters.ts";
import { type Batch, followLines } from "../../../server/logs/follow-lines.ts";
import { LogFollower } from "../../../server/logs/follow-log.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { countLines, logSettings, wholeLog } from "../../support/logs.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const ONCE = { restart: { ...daemonConfig([]).restart, on: "never" as const } };

async function newLog(text = ""): Promise<DaemonPaths> {
	const paths = (await tempHome()).daemon("worker");
	await mkdir(paths.logs, { recursive: true });
	await writeFile(paths.currentLog, text);
	return paths;
}

function stopper(): AbortController {
	const controller = new AbortController();
	onTestFinished(() => controller.abort());
	return controller;
}

test("a follower and a reader see every line once while the log is rotated under them", async () => {
	const home = await tempHome();
	const paths = home.daemon("worker");
	const { supervisor, until } = await supervise(home, [daemonConfig(node("fast-writer.mjs", "10000", "40000"), ONCE)]);
	await supervisor.start("worker");
	const ended = until((status) => status.pid === null);
	const over = stopper();
	const follower = await LogFollower.open(paths, (view) => view.start);
	onTestFinished(() => follower.close());
	const seen: Buffer[] = [];
	const following = (async () => {
		while (await follower.next(over.signal)) for await (const { bytes } of follower.read()) seen.push(bytes);
	})();
	let isOver = false;
	void ended.then(() => {
		isOver = true;
	});
	let rotations = 0;
	const cutters = [...cuttersFor("linux")];
	while (!isOver) {
		const { outcome } = await rotateLog(paths, logSettings({ maxSizeBytes: 30_000 }), { cutters });
		if (outcome === "rotated") rotations += 1;
		countLines(await wholeLog(paths)); // throws when one is missing or comes twice
	}
	await eventually(() => Buffer.concat(seen).includes("\n39999 "));
	over.abort();
	await following;
	expect(countLines(Buffer.concat(seen))).toBe(40_000);
	expect(rotations).toBeGreaterThan(10);
});

describe("lines for somebody who watches", () => {
	/** Collects batches until it is told to stop. */
	async function follow(paths: DaemonPaths, { tail = 5, from = null as number | null, slow = async () => {} } = {}) {
		const over = stopper();
		const batches: Batch[] = [];
		const done = followLines(paths, { from, tail, signal: over.signal, present: (texts) => texts }, async (batch) => {
			batches.push(batch);
			await slow();
		});
		await eventually(() => batches.length > 0);
		return {
			batches,
			texts: () => batches.flatMap(({ lines }) => lines.map(({ text }) => text)),
			stop: async () => {
				over.abort();
				await done;
			},
		};
	}

	test("begin with the last ones, at once, and go on with what is written", async () => {
		const paths = await newLog("one\ntwo\nthree\n");
		const watch = await follow(paths, { tail: 2 });
		expect(watch.batches[0]).toMatchObject({ skipped: null, unfinished: null, end: 14, restarted: false });
		expect(watch.texts()).toEqual(["two", "three"]);
		await appendFile(paths.currentLog, "four\nfi");
		await eventually(() => watch.batches.at(-1)?.unfinished?.text === "fi");
		await appendFile(paths.currentLog, "ve\n");
		await eventually(() => watch.texts().at(-1) === "five");
		expect(watch.texts()).toEqual(["two", "three", "four", "five"]);
		expect(watch.batches.at(-1)?.unfinished).toBeNull();
		await watch.stop();
	});

	test("go on where they stopped, with a line that was not whole then", async () => {
		const paths = await newLog("one\ntw");
		const first = await follow(paths);
		await first.stop();
		await appendFile(paths.currentLog, "o\nthree\n");
		const second = await follow(paths, { from: first.batches[0]?.end ?? null });
		expect(second.texts()).toEqual(["two", "three"]);
		await second.stop();
	});

	test("that come too fast are skipped, counted, and the newest are shown", async () => {
		const paths = await newLog();
		let release = () => {};
		const watch = await follow(paths, {
			slow: () =>
				new Promise((resolve) => {
					release = resolve;
				}),
		});
		await appendFile(paths.currentLog, Array.from({ length: 5_000 }, (_, index) => `${index}\n`).join(""));
		release();
		await eventually(() => watch.batches.length === 2);
		const { lines = [], skipped } = watch.batches[1] ?? {};
		expect(skipped?.lines).toBe(5_000 - lines.length);
		expect(lines.at(-1)?.text).toBe("4999");
		expect(lines.length).toBe(300);
		release();
		await watch.stop();
	});

	test("of an enormous burst are not even counted", async () => {
		const paths = await newLog();
		const watch = await follow(paths);
		await appendFile(paths.currentLog, Buffer.concat([Buffer.alloc(40 * 2 ** 20, "y\n"), Buffer.from("the end\n")]));
		await eventually(() => watch.texts().at(-1) === "the end");
		const skipped = watch.batches.find((one) => one.skipped?.lines === null)?.skipped;
		expect(skipped?.bytes).toBeGreaterThan(16 * 2 ** 20);
		expect(new Set(watch.texts())).toEqual(new Set(["y", "the end"]));
		await watch.stop();
	});

	test("that are too long are cut between two characters", async () => {
		const paths = await newLog(`${"€".repeat(10_000)}\n`);
		const watch = await follow(paths);
		const [line] = watch.batches[0]?.lines ?? [];
		expect(line?.text).toBe("€".repeat(2_730));
		expect(line?.cut).toBe(30_000 - 8_192);
		await watch.stop();
	});

	test("begin anew when the log is emptied, or is another file", async () => {
		const paths = await newLog("old one\nold two\n");
		const watch = await follow(paths);
		await truncate(paths.currentLog);
		await appendFile(paths.currentLog, "new\n");
		await eventually(() => watch.texts().at(-1) === "new");
		expect(watch.batches.some(({ restarted }) => restarted)).toBe(true);
		await appendFile(paths.currentLog, "last of the old\n");
		await rename(paths.currentLog, join(paths.logs, "current.log.1"));
		await writeFile(paths.currentLog, "first of the other\n");
		await eventually(() => watch.texts().at(-1) === "first of the other");
		expect(watch.texts()).toEqual(["old one", "old two", "new", "last of the old", "first of the other"]);
		await watch.stop();
	});
});
