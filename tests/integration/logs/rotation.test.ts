import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { recoverLog } from "../../../server/logs/recover-log.ts";
import { listSegments } from "../../../server/logs/segments.ts";
import { compileFixture } from "../../support/compile.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { countLines, logSettings, wholeLog } from "../../support/logs.ts";
import { end } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";

const ROTATOR = new URL("../../fixtures/logs/rotator.ts", import.meta.url);
const LINES = 60_000;

/** A process that rotates without a pause; the test kills it. */
async function startRotator(paths: Paths, cutters: string[], env: Record<string, string> = {}) {
	const args = [compileFixture(ROTATOR), paths.home, "worker", JSON.stringify(logSettings()), ...cutters];
	const child = spawn(process.execPath, args, {
		stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, ...env },
	});
	onTestFinished(() => end(child.exitCode === null && child.signalCode === null ? child.pid : null));
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	await lines.next();
	return {
		rotated: async () => {
			await lines.next();
		},
		async kill() {
			const exited = once(child, "exit");
			child.kill("SIGKILL");
			await exited;
		},
	};
}

/** A daemon that writes 10,000 lines a second, until LINES of them are written. */
async function startWriter(paths: Paths) {
	const supervised = await supervise(paths, [
		daemonConfig(node("fast-writer.mjs", "10000", String(LINES)), {
			restart: { ...daemonConfig([]).restart, on: "never" },
		}),
	]);
	await supervised.supervisor.start("worker");
	return { ended: supervised.until((status) => status.pid === null) };
}

/** Kills the rotating process at random moments until the writer is done. Returns how often. */
async function killAtRandom(paths: Paths, cutter: string, over: Promise<unknown>, env: Record<string, string> = {}) {
	const seed = Number(process.env.NIGHTSHIFT_SEED ?? randomInt(2 ** 31));
	console.log(`${cutter}: NIGHTSHIFT_SEED=${seed}`);
	const random = randomFrom(seed);
	let kills = 0;
	let isOver = false;
	void over.then(() => {
		isOver = true;
	});
	while (!isOver) {
		const rotator = await startRotator(paths, [cutter], env);
		await Promise.race([rotator.rotated(), over]);
		await delay(random() * 60); // the moment of the fault, not a wait for anything
		await rotator.kill();
		kills += 1;
	}
	return kills;
}

describe("case 34: a log that gets 10,000 lines a second, its rotation killed at random moments", () => {
	test.each(["collapse", "punch", "pause"])("has neither a gap nor a repeat when rotated by %s", async (cutter) => {
		const paths = await tempHome();
		const files = paths.daemon("worker");
		const writer = await startWriter(paths);
		const kills = await killAtRandom(paths, cutter, writer.ended);
		await recoverLog(files);
		expect(countLines(await wholeLog(files))).toBe(LINES);
		expect(kills).toBeGreaterThan(3);
		expect((await listSegments(files)).length).toBeGreaterThan(kills);
	});

	test("waits for a removal of blocks that the killed process has left under way", async () => {
		const paths = await tempHome();
		const files = paths.daemon("worker");
		const slow = join(paths.home, "fallocate");
		await writeFile(slow, '#!/bin/sh\nsleep 0.2\nexec /usr/bin/fallocate "$@"\n', { mode: 0o755 });
		const writer = await startWriter(paths);
		await killAtRandom(paths, "collapse", writer.ended, { PATH: `${paths.home}:${process.env.PATH}` });
		await recoverLog(files);
		expect(countLines(await wholeLog(files))).toBe(LINES);
	});
});

/** Repeatable random numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
