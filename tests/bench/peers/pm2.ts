import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Manager, Program } from "./manager.ts";

const run = promisify(execFile);
const VERSION = "7.0.4";

/** What is used of its API. */
interface Pm2 {
	connect(done: (error: Error | null) => void): void;
	disconnect(): void;
	start(name: string, done: (error: Error | null) => void): void;
	stop(name: string, done: (error: Error | null) => void): void;
	list(done: (error: Error | null) => void): void;
}

/** pm2, installed into a temporary folder for this run alone. */
export async function startPm2(programs: readonly Program[]): Promise<Manager> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-pm2-"));
	const home = join(folder, "home");
	await writeFile(join(folder, "package.json"), "{}");
	const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
	await run("npm", ["install", "--prefix", folder, ...quiet, `pm2@${VERSION}`], { cwd: folder });

	const env = { ...process.env, PM2_HOME: home, PM2_DISCRETE_MODE: "true" };
	const cli = (...args: string[]) =>
		run(process.execPath, [join(folder, "node_modules/pm2/bin/pm2"), ...args], { env, cwd: folder });
	const logOf = (name: string) => join(folder, `${name}.log`);
	const apps = programs.map(({ name, command: [script = "", ...args] }) => ({
		name,
		script,
		args,
		interpreter: "none",
		exec_mode: "fork",
		pmx: false,
		restart_delay: 0,
		max_restarts: 1_000_000,
		out_file: logOf(name),
		error_file: logOf(name),
	}));
	const ecosystem = join(folder, "ecosystem.config.cjs");
	await writeFile(ecosystem, `module.exports = ${JSON.stringify({ apps })}`);
	await cli("start", ecosystem);
	await cli("stop", "all");

	process.env.PM2_HOME = home;
	const pm2 = createRequire(join(folder, "package.json"))("pm2") as Pm2;
	delete process.env.PM2_HOME;
	const ask = (call: (done: (error: Error | null) => void) => void) =>
		new Promise<void>((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
	await ask((done) => pm2.connect(done));

	return {
		name: `pm2 ${VERSION}`,
		pid: async () => Number(await readFile(join(home, "pm2.pid"), "utf8")),
		async command(verb, program) {
			await cli(verb, program);
		},
		api: (verb, program) => ask((done) => pm2[verb](program, done)),
		status: () => ask((done) => pm2.list(done)),
		logFile: logOf,
		async remember() {
			await cli("save");
		},
		log: (program) => readFile(logOf(program), "utf8"),
		async comeBack() {
			await cli("resurrect");
		},
		async end() {
			pm2.disconnect();
			await cli("kill");
			await rm(folder, { recursive: true, force: true });
		},
	};
}
