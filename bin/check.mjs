// `npm run check`: format and lint (the import rules among them), types, dead code. Runs all, then says which failed.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inRoot, ROOT } from "./prepare/paths.mjs";

const require = createRequire(import.meta.url);
const CHECKS = [
	[
		"format and lint",
		"@biomejs/biome",
		"biome",
		["check", "--config-path", "tests/biome.json", "--error-on-warnings", "."],
	],
	["types", "typescript", "tsc", ["-p", "."]],
	["dead code", "knip", "knip", ["--no-progress"]],
];

const failed = [];
for (const [what, name, program, args] of CHECKS) {
	console.log(`${what} …`);
	const { status } = spawnSync(process.execPath, [programOf(name, program), ...args], { cwd: ROOT, stdio: "inherit" });
	if (status !== 0) failed.push(what);
}
console.log(failed.length > 0 ? `Not in order: ${failed.join(", ")}.` : "All in order.");
process.exitCode = failed.length > 0 ? 1 : 0;

/** The file behind a package's command. */
function programOf(name, program) {
	const manifest = inRoot(`node_modules/${name}/package.json`);
	const { bin } = require(manifest);
	return join(dirname(manifest), typeof bin === "string" ? bin : bin[program]);
}
