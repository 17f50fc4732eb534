import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Failure, ofTheSystem } from "./failure.mjs";
import { inRoot, ROOT } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { say } from "./run-step.mjs";
import { BUILT, SOURCE } from "./steps.mjs";

/** What each command needs and does. */
const COMMANDS = {
	async start(args) {
		const renewed = await prepare(BUILT);
		// What runs was built before: the daemons stay, the dashboard is exchanged.
		return cli("start", renewed ? [...args, "--renew"] : args);
	},
	async restart(args) {
		await prepare(BUILT);
		return cli("restart", args);
	},
	stop: (args) => withoutBuilding("stop", args, "Nothing is built here yet, so nothing runs from here.", 0),
	status: (args) => withoutBuilding("status", args, 'nightshift: not built yet: run "npm start" first.', 1),
	async dev(args) {
		await prepare(SOURCE);
		return source("server/cli/main.ts", ["start", "--dev", ...args]);
	},
	async check(args) {
		await prepare(SOURCE);
		return run([inRoot("bin/check.mjs"), ...args]);
	},
	async test(args) {
		await prepare(BUILT);
		return run([inRoot("bin/test.mjs"), ...args]);
	},
	async bench(args) {
		await prepare(BUILT);
		return source("tests/bench/run.ts", args);
	},
	async faults(args) {
		await prepare(SOURCE);
		return source("tests/faults/run.ts", args);
	},
};

/** Prepares what `command` needs, then does it. The process's exit status tells how it went. */
export async function main(command, args) {
	try {
		process.exitCode = await COMMANDS[command](args);
	} catch (error) {
		const known = error instanceof Failure ? error : ofTheSystem(error);
		if (!known) throw error;
		say(`nightshift: ${known.message}`);
		process.exitCode = 1;
	}
}

/** Runs the command line in this process. */
async function cli(command, args) {
	const file = inRoot("dist/cli.js");
	process.argv = [process.execPath, file, command, ...args];
	const folder = process.env.INIT_CWD;
	// npm runs its scripts in the clone; the person's own folder says which repository they mean.
	if (folder && existsSync(folder)) process.chdir(folder);
	await import(pathToFileURL(file).href);
	return process.exitCode ?? 0;
}

function withoutBuilding(command, args, sentence, status) {
	if (existsSync(inRoot("dist/cli.js"))) return cli(command, args);
	say(sentence);
	return status;
}

function source(file, args) {
	return run(["--import", "tsx", inRoot(file), ...args]);
}

/** Runs Node with what was typed, signals passed on. */
function run(args) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
		for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
		// Ctrl-C reaches the child by itself; this process waits for it.
		process.on("SIGINT", () => undefined);
		child.on("error", reject);
		child.on("exit", (code) => resolve(code ?? 1));
	});
}
