import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { inRoot, ROOT } from "../prepare/paths.mjs";

/** Counts of tests. */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** Tests of the projects named, of all without a name. `quiet`: their output comes at the end, not as it happens. */
export function runVitest(name, args, { quiet = false } = {}) {
	const report = inRoot(`tests/.artifacts/vitest-${name}.json`);
	const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
	return runCounted(
		[inRoot("node_modules/vitest/vitest.mjs"), "run", "--config", "tests/vitest.config.ts", ...reporters, ...args],
		report,
		({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) => ({
			passed: numPassedTests,
			// A file that could not even be loaded has no test that failed, and is a failure all the same.
			failed: numFailedTests + testResults.filter(isBrokenFile).length,
			skipped: numPendingTests + numTodoTests,
		}),
		{ quiet },
	);
}

/** Tests in a real browser. */
export function runPlaywright(chromium, args) {
	const report = inRoot("tests/.artifacts/playwright.json");
	return runCounted(
		[
			inRoot("node_modules/@playwright/test/cli.js"),
			"test",
			"--config",
			"tests/e2e/playwright.config.ts",
			"--reporter=list,json",
			...args,
		],
		report,
		({ stats, errors }) => ({
			// One that passed only when it was tried again did pass; Playwright's own list names it.
			passed: stats.expected + stats.flaky,
			failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
			skipped: stats.skipped,
		}),
		{ env: { NIGHTSHIFT_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_HTML_OPEN: "never" } },
	);
}

/** Runs a test runner and counts by its report. One that crashed, or failed without naming a test, counts as one failure. */
async function runCounted(args, report, count, { env = {}, quiet = false }) {
	rmSync(report, { force: true });
	const status = await run(args, env, quiet);
	const counts = countsIn(report, count);
	return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function isBrokenFile({ status, assertionResults }) {
	return status === "failed" && assertionResults.length === 0;
}

function countsIn(report, count) {
	try {
		return count(JSON.parse(readFileSync(report, "utf8")));
	} catch {
		// The runner did not come as far as its report.
		return { ...NONE, failed: 1 };
	}
}

function run(args, env, quiet) {
	return new Promise((resolve, reject) => {
		const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit";
		const child = spawn(process.execPath, args, { cwd: ROOT, stdio, env: { ...process.env, ...env } });
		let output = "";
		for (const stream of quiet ? [child.stdout, child.stderr] : []) {
			stream.setEncoding("utf8").on("data", (text) => {
				output += text;
			});
		}
		child.on("error", reject);
		child.on("close", (code) => {
			process.stdout.write(output);
			resolve(code ?? 1);
		});
	});
}
