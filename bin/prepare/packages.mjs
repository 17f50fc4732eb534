import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { inRoot, ROOT } from "./paths.mjs";
import { runStep } from "./run-step.mjs";
import { hashOf, isCurrent, mark } from "./stamp.mjs";

const STAMP = "node_modules/.nightshift";

/** The packages as the lock file has them, with native code for this very Node. */
export const packages = {
	isStale: () => !isCurrent(STAMP, wanted()),
	async make() {
		if (!isAsLocked() || !nativeCodeLoads()) await install();
		mark(STAMP, wanted());
	},
};

function wanted() {
	return hashOf(["package.json", "package-lock.json"], process.versions.modules, process.platform, process.arch);
}

async function install() {
	const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
	const title = "Installing packages (the first time this takes a minute or two)";
	const npm = process.env.npm_execpath;
	// Under npm, the npm that called; a shell is what finds npm.cmd on Windows.
	if (npm?.endsWith(".js")) await runStep(title, process.execPath, [npm, ...args]);
	else await runStep(title, "npm", args, { shell: process.platform === "win32" });
}

/** Whether a person's own `npm ci` or `npm install` has put everything in place already. */
function isAsLocked() {
	const present = readLock("node_modules/.package-lock.json");
	const locked = readLock("package-lock.json");
	if (!present || !locked) return false;
	const needed = Object.entries(locked).filter(([path, one]) => path !== "" && !one.optional && !one.peer);
	return needed.every(([path, { version }]) => present[path]?.version === version && existsSync(inRoot(path)));
}

function readLock(path) {
	try {
		return JSON.parse(readFileSync(inRoot(path), "utf8")).packages;
	} catch {
		// Missing or cut short: as good as none.
		return null;
	}
}

/** Native code is for one version of Node's interface; another Node needs it built again. */
function nativeCodeLoads() {
	try {
		const script = "const Database = require('better-sqlite3'); new Database(':memory:').close()";
		execFileSync(process.execPath, ["-e", script], { cwd: ROOT, stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}
