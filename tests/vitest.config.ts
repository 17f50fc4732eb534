import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** A test that forgets to name its own state directory must not find the person's. */
const env = { NIGHTSHIFT_HOME: join(tmpdir(), "nightshift-test-without-home"), NIGHTSHIFT_PORT: "0" };

/** Processes, sockets and git need more than the default 5 s when two cores are shared. */
const patient = { testTimeout: 30_000, hookTimeout: 30_000, env };

export default defineConfig({
	root: fileURLToPath(new URL("..", import.meta.url)),
	test: {
		// The tests mostly wait, for processes and for sockets: more at once than two cores would have by default.
		maxWorkers: 3,
		projects: [
			{
				extends: true,
				test: {
					name: "unit",
					include: ["tests/unit/**/*.test.{ts,tsx}"],
					// A process for each file would cost more than most of them: they test functions, and set back what they set.
					isolate: false,
					// A few look at every file there is.
					testTimeout: 30_000,
					env,
				},
			},
			{
				extends: true,
				test: {
					name: "integration",
					// As above. Each file that loads the server anew, in a process of its own, costs a second of processor time; one
					// after the other they find it loaded and warm. What a test changes of its process it sets back itself.
					isolate: false,
					unstubEnvs: true,
					// Many of them run what is built: the same as users do, and it starts in a fraction of the time.
					globalSetup: "tests/support/build-programs.mjs",
					setupFiles: "tests/support/tell-waits.ts",
					include: ["tests/integration/**/*.test.ts", "tests/faults/**/*.test.ts"],
					exclude: ["tests/integration/fresh-clone/**"],
					...patient,
				},
			},
			{
				extends: true,
				test: {
					name: "fresh-clone",
					include: ["tests/integration/fresh-clone/**/*.test.ts"],
					// Installs and builds from nothing: where one run has them all, alone and last.
					sequence: { groupOrder: 1 },
					...patient,
				},
			},
		],
	},
});
