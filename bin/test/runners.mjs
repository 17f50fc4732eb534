import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { inRoot, ROOT } from "../prepare/paths.mjs";

/** Counts of tests. */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** Unit and integration tests. */
export function runVitest(args) {
	const report = inRoot("tests/.artifacts/vitest.json");
	const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
	return runCounted(
		[inRoot("node_modules/vitest/vitest.mjs"), "run", "--config", "tests/vitest.config.ts", ...reporters, ...args],
		report,
		({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) => ({
			passed: numPassedTests,
			// A file that could not even be loaded has no test that failed, and is a failure all the same.
			failed:
				numFailedTests +
				testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length,
			skipped: numPendingTests + numTodoTests,
		}),
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
		{ NIGHTSHIFT_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_HTML_OPEN: "never" },
	);
}

/** Runs a test runner and counts by its report. One that crashed, or failed without naming a test, counts as one failure. */
async function runCounted(args, report, count, env = {}) {
	rmSync(report, { force: true });
	const status = await run(args, env);
	const counts = countsIn(report, count);
	return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countsIn(report, count) {
	try {
		return count(JSON.parse(readFileSync(report, "utf8")));
	} catch {
		// The runner did not come as far as its report.
		return { ...NONE, failed: 1 };
	}
}

function run(args, env) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env } });
		child.on("error", reject);
		child.on("exit", (code) => resolve(code ?? 1));
	});
}
