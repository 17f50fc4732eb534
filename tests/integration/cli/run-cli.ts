import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa, type ResultPromise } from "execa";
import { onTestFinished } from "vitest";
import { takeOwnership } from "../../../server/config/ownership.ts";
import type { Paths } from "../../../server/config/paths.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import { readSupervision } from "../../../server/supervisor/records.ts";
import { tempHome } from "../../support/temp-home.ts";

const PROGRAM = fileURLToPath(new URL("../../../bin/nightshift", import.meta.url));

export interface Result {
	status: number | undefined;
	stdout: string;
	stderr: string;
}

/** The command line as a person has it, on a state directory of the test's own. */
export interface Cli {
	paths: Paths;
	run(...args: string[]): Promise<Result>;
	/** With the output as it comes, and a process to signal. */
	spawn(
		args: string[],
		options?: {
			cwd?: string;
			env?: Record<string, string>;
			input?: string;
			/** Run by a shell beforehand, in the same process: `ulimit -n 24`. */
			after?: string;
		},
	): ResultPromise<Options>;
	/** Runs with `--json` and returns the document. */
	json<T = Status>(...args: string[]): Promise<T>;
}

interface Options {
	reject: false;
}

/** Everything that was started is stopped when the test ends. Without `daemons` there is no configuration at all. */
export async function cliFor(daemons?: Record<string, unknown>): Promise<Cli> {
	const paths = await tempHome();
	if (daemons) await writeConfig(paths, daemons);
	const cli: Cli = {
		paths,
		spawn: (args, { cwd = tmpdir(), env = {}, input, after } = {}) =>
			execa(...(after ? shell(after, args) : ([PROGRAM, args] as const)), {
				reject: false,
				cwd,
				env: { NIGHTSHIFT_HOME: paths.home, NIGHTSHIFT_PORT: "0", NO_COLOR: "1", ...env },
				...(input === undefined ? { stdin: "ignore" as const } : { input }),
			}),
		async run(...args) {
			const { exitCode, stdout, stderr } = await cli.spawn(args);
			return { status: exitCode, stdout, stderr };
		},
		async json<T>(...args: string[]) {
			const { stdout, stderr } = await cli.spawn([...args, "--json"]);
			if (stdout === "") throw new Error(`nightshift ${args.join(" ")} printed nothing: ${stderr}`);
			return JSON.parse(stdout) as T;
		},
	};
	onTestFinished(async () => {
		if (!(await mayRun(paths))) return;
		const { status, stderr } = await cli.run("stop");
		if (status !== 0) throw new Error(`what the test started could not be stopped: ${stderr}`);
	});
	return cli;
}

/** Whether there can be anything to stop: most tests have stopped what they started, and asking again costs a process. */
async function mayRun(paths: Paths): Promise<boolean> {
	if (existsSync(paths.owner)) {
		const ownership = takeOwnership(paths.owner);
		if (!ownership) return true;
		ownership.release();
	}
	const folder = join(paths.home, "daemons");
	for (const name of existsSync(folder) ? readdirSync(folder) : []) {
		const daemon = paths.daemon(name);
		if (existsSync(daemon.process) || (await readSupervision(daemon))?.desired === "up") return true;
	}
	return false;
}

function shell(before: string, args: string[]): [string, string[]] {
	return ["sh", ["-c", `${before}; exec "$0" "$@"`, PROGRAM, ...args]];
}

export async function writeConfig({ config }: Paths, daemons: Record<string, unknown>): Promise<void> {
	await writeFile(config, JSON.stringify({ daemons }));
}
