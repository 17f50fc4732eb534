import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { play } from "./play.ts";

/** The same short run each time, so that a red test tells of a change; `npm run faults` takes another seed each time. */
const { NIGHTSHIFT_FAULTS = "25", NIGHTSHIFT_FAULTS_SEED = "1" } = process.env;
const count = Number(NIGHTSHIFT_FAULTS);
const seed = NIGHTSHIFT_FAULTS_SEED === "random" ? randomInt(2 ** 31) : Number(NIGHTSHIFT_FAULTS_SEED);
const MS_PER_FAULT = 10_000;

// It reads the environment of processes, takes locks with flock(1) and mounts a small disk: Linux.
test.skipIf(process.platform !== "linux")(
	`${count} random faults leave no orphan, no duplicate, no gap in a log, and no stranger signalled`,
	async () => {
		console.log(`NIGHTSHIFT_FAULTS_SEED=${seed} NIGHTSHIFT_FAULTS=${count}`);
		const { faults, broken, complaints } = await play({ seed, count });
		const story = `${broken.join("\n")}\n\nseed ${seed}, after:\n${faults.join("\n")}\n\nthe overseer said last:\n${complaints}`;
		expect(broken, story).toEqual([]);
	},
	60_000 + count * MS_PER_FAULT,
);
