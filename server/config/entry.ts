import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { COMPILED, packageRoot } from "./package-root.ts";

/** Where each program of ours starts, in source. The bundle in `dist/` is named like the program. */
const SOURCES = {
	dashboard: "server/main.ts",
	"code-developer": "server/daemons/code-developer/main.ts",
	"chat-monitor": "server/daemons/chat-monitor/main.ts",
	"runbook-agent": "server/agents/runbook/main.ts",
	cli: "server/cli/main.ts",
} as const;
export type EntryName = keyof typeof SOURCES;

/** The same of what runs on a thread of one of them. */
const THREADS = { "record-thread": "server/daemons/chat-monitor/record-thread.ts" } as const;

/**
 * They live for weeks and seldom hurry. With Node's own settings the young heap grows with each burst of work and stays:
 * a daemon held 162 MB after 3,000 activities, against 102 MB with these. The monitor reads gigabytes when it begins, on two
 * threads: with Node's own settings more threads collect their garbage and take a fifth of the processors' time from them, and
 * the old heap doubles before it is collected (see docs/decisions/0250).
 */
const FLAGS: Partial<Record<EntryName, string[]>> = {
	dashboard: ["--max-semi-space-size=2"],
	"code-developer": ["--max-semi-space-size=1", "--optimize-for-size"],
	"chat-monitor": ["--max-semi-space-size=4", "--single-threaded-gc", "--heap-growing-percent=10"],
};

/**
 * What a program finds in its environment unless the configuration says otherwise. Two threads and their helpers that hand
 * memory to each other leave holes in as many of glibc's arenas: with two of them the monitor holds 10 MB less.
 */
const VARIABLES: Partial<Record<EntryName, Record<string, string>>> = {
	"chat-monitor": { MALLOC_ARENA_MAX: "2" },
};

export function entryVariables(name: EntryName): Readonly<Record<string, string>> {
	return VARIABLES[name] ?? {};
}

/**
 * The argv that runs one of our programs with this very Node: the bundle when the caller is one itself, else the source
 * through tsx. Works from any working directory.
 */
export function entryCommand(name: EntryName): string[] {
	const node = [process.execPath, ...(FLAGS[name] ?? [])];
	if (COMPILED) return [...node, join(packageRoot(), "dist", `${name}.js`)];
	return [...node, "--import", tsxLoader(), join(packageRoot(), SOURCES[name])];
}

/** What `new Worker` takes to run one of our threads: a file, or what loads the source in a thread, where tsx is not by itself. */
export function entryThread(name: keyof typeof THREADS): { script: string; eval: boolean } {
	if (COMPILED) return { script: join(packageRoot(), "dist", `${name}.js`), eval: false };
	const tsx = JSON.stringify(import.meta.resolve("tsx/esm/api"));
	const source = JSON.stringify(pathToFileURL(join(packageRoot(), THREADS[name])).href);
	return { script: `import(${tsx}).then(({ register }) => (register(), import(${source})))`, eval: true };
}

/** tsx's loader as a file URL, because a bare name would be looked up from the child's working directory. */
function tsxLoader(): string {
	return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}
