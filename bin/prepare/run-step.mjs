import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explain, Failure } from "./failure.mjs";
import { ROOT } from "./paths.mjs";

/** How often a step that takes long shows that it is still at it. */
const SIGN_OF_LIFE_MS = 15_000;
/** How much of the end of the output is searched for the cause of a failure. */
const TAIL = 200_000;

/** Runs one program of the preparation, with a line when it begins and one when it ends. Its output goes to a log. */
export async function runStep(title, command, args, { env = {}, shell = false } = {}) {
	const began = Date.now();
	const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
	say(`${title} …`);
	const timer = setInterval(() => say(`  still at it, ${seconds()}`), SIGN_OF_LIFE_MS);
	const folder = mkdtempSync(join(tmpdir(), "nightshift-prepare-"));
	const log = join(folder, "log.txt");
	try {
		const { status, output } = await capture(command, args, { env: { ...process.env, ...env }, shell, log });
		if (status !== 0) throw explain(title, output, log);
	} finally {
		clearInterval(timer);
	}
	rmSync(folder, { recursive: true, force: true });
	say(`  done in ${seconds()}`);
}

/** Progress is no result: standard error, so that `npm start -- --json` keeps to its one document. */
export function say(text) {
	process.stderr.write(`${text}\n`);
}

function capture(command, args, { env, shell, log }) {
	return new Promise((resolve, reject) => {
		const file = createWriteStream(log);
		const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
		let output = "";
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (text) => {
				output = (output + text).slice(-TAIL);
				file.write(text);
			});
		}
		// A log that cannot be written must not hide why the step failed.
		file.on("error", () => undefined);
		child.on("error", (error) => {
			file.end();
			reject(error.code === "ENOENT" ? new Failure(`${command} was not found: install it and try again.`) : error);
		});
		child.on("close", (code) => {
			file.end();
			resolve({ status: code, output });
		});
	});
}
