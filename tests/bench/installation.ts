import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Paths, pathsOf } from "../../server/config/paths.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = fileURLToPath(new URL("first-line.mjs", import.meta.url));

/** A dashboard of the benchmark's own: the built one, with a state directory in a temporary folder. */
export interface Installation {
	paths: Paths;
	url: string;
	version: string;
	token: string;
	/** Runs a `nightshift` command; rejects when it fails. */
	cli(...args: string[]): Promise<string>;
	/** Calls the API and returns the body. */
	api(path: string, method?: string): Promise<unknown>;
	end(): Promise<void>;
}

/** The script whose start is timed, as a command. */
export const FIRST_LINE = [process.execPath, SCRIPT];

/** @param daemons what is configured; unless told, the program whose start is timed, and a developer with nothing to do */
export async function install(daemons?: Record<string, object>): Promise<Installation> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-"));
	const paths = pathsOf(join(folder, "state"));
	const workspace = join(folder, "workspace");
	await makeFinishedWorkspace(workspace);
	await mkdir(paths.home, { mode: 0o700 });
	const usual = {
		"first-line": { command: FIRST_LINE },
		"code-developer": { program: "code-developer", workspace },
	};
	const config = { dashboard: { port: await freePort() }, daemons: daemons ?? usual };
	await writeFile(paths.config, JSON.stringify(config));
	const cli = async (...args: string[]) => {
		const { stdout } = await run(process.execPath, [join(ROOT, "dist/cli.js"), ...args, "--home", paths.home]);
		return stdout;
	};
	await cli("start");
	const { url, version } = JSON.parse(await readFile(paths.dashboard, "utf8")) as { url: string; version: string };
	const token = (await readFile(paths.token, "utf8")).trim();
	return {
		paths,
		url,
		version,
		token,
		cli,
		async api(path, method = "GET") {
			const response = await fetch(`${url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } });
			if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
			return response.json();
		},
		async end() {
			await cli("stop");
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** A repository whose roadmap has nothing left to do: the daemon in it is idle. */
async function makeFinishedWorkspace(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, "ROADMAP.md"),
		"# Roadmap\n\n### PRIORITY 1: Nothing is left ✅ Complete\n\n**Status**: ✅ Complete\n",
	);
	const git = (...args: string[]) =>
		run("git", ["-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args]);
	await git("init", "-q", "-b", "main");
	await git("add", ".");
	await git("commit", "-q", "-m", "Start");
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() =>
				address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
			);
		});
	});
}
