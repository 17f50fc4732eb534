import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = new URL("../../", import.meta.url);
for (const built of ["dist/dashboard.js", "dist/cli.js", ".next/BUILD_ID"]) {
	if (!existsSync(new URL(built, root))) throw new Error(`${built} is missing: build first, which npm test does.`);
}

/** Chromium as root needs to be told to go without its sandbox; the rest keeps it from calling anybody. */
const args = [
	"--disable-background-networking",
	"--disable-component-update",
	"--no-first-run",
	...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

export default defineConfig({
	testDir: ".",
	outputDir: fileURLToPath(new URL("tests/.artifacts/e2e", root)),
	fullyParallel: true,
	workers: 2,
	timeout: 90_000,
	expect: { timeout: 20_000 },
	reporter: "list",
	forbidOnly: Boolean(process.env.CI),
	use: {
		launchOptions: { executablePath: process.env.NIGHTSHIFT_CHROMIUM ?? "/usr/bin/chromium", args },
		viewport: { width: 1280, height: 860 },
		locale: "en-GB",
		timezoneId: "UTC",
		// A trace takes a third of the processor again, of every test: it is for the failure that the picture does not explain.
		trace: process.env.NIGHTSHIFT_TRACE ? "retain-on-failure" : "off",
		screenshot: "only-on-failure",
	},
});
