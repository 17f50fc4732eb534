import { existsSync } from "node:fs";
import { packages } from "./packages.mjs";
import { inRoot } from "./paths.mjs";
import { runStep } from "./run-step.mjs";
import { hashOf, isCurrent, mark } from "./stamp.mjs";

/** Something that is made from the files in `from`, and is current as long as they are what they were. */
function made({ stamp, result, from, make }) {
	const hash = () => hashOf(from);
	return {
		isStale: () => !existsSync(inRoot(result)) || !isCurrent(stamp, hash()),
		async make() {
			const before = hash();
			await make();
			mark(stamp, before);
		},
	};
}

const databaseClient = made({
	stamp: "server/db/generated/.stamp",
	result: "server/db/generated/client.ts",
	from: ["prisma/schema.prisma", "prisma/prisma.config.ts", "package-lock.json"],
	make: () =>
		runStep(
			"Generating the database client",
			process.execPath,
			[inRoot("node_modules/prisma/build/index.js"), "generate", "--config", "prisma/prisma.config.ts"],
			{ env: { CHECKPOINT_DISABLE: "1" } },
		),
});

const server = made({
	stamp: "dist/.stamp",
	result: "dist/cli.js",
	from: ["server", "bin/build.mjs", "prisma/schema.prisma", "package.json", "package-lock.json"],
	make: () => runStep("Building the server", process.execPath, [inRoot("bin/build.mjs")]),
});

const pages = made({
	stamp: ".next/.stamp",
	result: ".next/BUILD_ID",
	from: ["app", "public", "server/contract", "next.config.mjs", "tsconfig.json", "package.json", "package-lock.json"],
	make: () =>
		runStep("Building the pages", process.execPath, [inRoot("node_modules/next/dist/bin/next"), "build"], {
			env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
		}),
});

/** What it takes to work on the source. */
export const SOURCE = [packages, databaseClient];
/** What it takes to run the programs, without the pages. */
export const PROGRAMS = [...SOURCE, server];
/** What it takes to run. */
export const BUILT = [...PROGRAMS, pages];
