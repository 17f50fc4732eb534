// `npm test`: everything, on a machine that has only Node and git. Ends with one line that counts, at its very end.
import { mkdirSync } from "node:fs";
import { inRoot } from "./prepare/paths.mjs";
import { findChromium } from "./test/chromium.mjs";
import { NONE, runPlaywright, runVitest } from "./test/runners.mjs";

const began = Date.now();
mkdirSync(inRoot("tests/.artifacts"), { recursive: true });

const filters = process.argv.slice(2);
const parts = filters.length > 0 ? [await runVitest("some", filters)] : await runAll();
const total = parts.reduce((sum, part) => ({
	passed: sum.passed + part.passed,
	failed: sum.failed + part.failed,
	skipped: sum.skipped + part.skipped,
}));

const seconds = Math.round((Date.now() - began) / 1000);
console.log(`\nTook ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/**
 * The fresh clone spends most of its minutes on one core, compiling and waiting for the network: beside the others it
 * costs next to nothing.
 */
async function runAll() {
	const withoutBrowser = await Promise.all([
		runVitest("main", ["--project=unit", "--project=integration"]),
		runVitest("fresh-clone", ["--project=fresh-clone"], { quiet: true }),
	]);
	return [...withoutBrowser, await inBrowser()];
}

async function inBrowser() {
	const { path, problem } = await findChromium(console.log);
	if (path) return runPlaywright(path, []);
	console.error(`The tests in a browser could not run. ${problem}`);
	return { ...NONE, failed: 1 };
}
