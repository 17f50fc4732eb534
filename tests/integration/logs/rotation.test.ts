import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
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
import { Random } from "../../support/random.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";

const ROTATOR = new URL("../../fixtures/logs/rotator.ts", import.meta.url);
const KILLS = 12;
/** Each life of the rotating process takes a start of Node. */
const PATIENCE = { timeout: 180_000 };

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

/** A daemon that writes 10,000 lines a second until it is stopped; then it says how many it wrote. */
async function startWriter(paths: Paths) {
	const count = join(paths.home, "count");
	const { supervisor } = await supervise(paths, [daemonConfig(node("fast-writer.mjs", "10000", "Infinity", count))]);
	await supervisor.start("worker");
	return async () => {
		await supervisor.stop("worker");
		return Number(await readFile(count, "utf8"));
	};
}

/** Kills the rotating process again and again, each time at a random moment after a rotation. */
async function killAtRandom(paths: Paths, cutter: string, env: Record<string, string> = {}): Promise<void> {
	const seed = Number(process.env.NIGHTSHIFT_SEED ?? randomInt(2 ** 31));
	console.log(`${cutter}: NIGHTSHIFT_SEED=${seed}`);
	const random = new Random(seed);
	for (let kill = 0; kill < KILLS; kill++) {
		const rotator = await startRotator(paths, [cutter], env);
		await rotator.rotated();
		await delay(random.below(60)); // the moment of the fault, not a wait for anything
		await rotator.kill();
	}
}

describe("case 34: a log that gets 10,000 lines a second, its rotation killed at random moments", () => {
	test.each(["collapse", "punch", "pause"])(
		"has neither a gap nor a repeat when rotated by %s",
		PATIENCE,
		async (cutter) => {
			const paths = await tempHome();
			const files = paths.daemon("worker");
			const stop = await startWriter(paths);
			await killAtRandom(paths, cutter);
			await recoverLog(files);
			expect(await stop()).toBe(countLines(await wholeLog(files)));
			expect((await listSegments(files)).length).toBeGreaterThanOrEqual(KILLS);
		},
	);

	test("waits for a removal of blocks that the killed process has left under way", PATIENCE, async () => {
		const paths = await tempHome();
		const files = paths.daemon("worker");
		const slow = join(paths.home, "fallocate");
		await writeFile(slow, '#!/bin/sh\nsleep 0.2\nexec /usr/bin/fallocate "$@"\n', { mode: 0o755 });
		const stop = await startWriter(paths);
		await killAtRandom(paths, "collapse", { PATH: `${paths.home}:${process.env.PATH}` });
		await recoverLog(files);
		expect(await stop()).toBe(countLines(await wholeLog(files)));
	});
});
