import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { Failure } from "./failure.mjs";
import { ROOT } from "./paths.mjs";
import { takeTurn } from "./turn.mjs";

/** Brings everything in `steps` up to date, one process at a time. @returns whether there was anything to do */
export async function prepare(steps) {
	if (!steps.some((step) => step.isStale())) return false;
	checkGit();
	checkWritable();
	const giveBack = await takeTurn();
	try {
		let busy = false;
		for (const step of steps) {
			// Asked again: somebody else may have done it meanwhile.
			if (!step.isStale()) continue;
			await step.make();
			busy = true;
		}
		return busy;
	} finally {
		giveBack();
	}
}

function checkGit() {
	if (spawnSync("git", ["--version"], { stdio: "ignore" }).status === 0) return;
	throw new Failure("git was not found: install it (Nightshift works in git repositories) and try again.");
}

function checkWritable() {
	try {
		accessSync(ROOT, constants.W_OK);
	} catch {
		throw new Failure(
			`${ROOT} may not be written: correct its permissions, or clone Nightshift to a folder of your own.`,
		);
	}
}
