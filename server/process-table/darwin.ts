import { execa } from "execa";
import { NightshiftError } from "../contract/errors.ts";
import type { Doing, ProcessInfo, ProcessTable } from "./types.ts";
import { INSTANCE_VARIABLE } from "./types.ts";

const COLUMNS = "pid=,ppid=,pgid=,stat=,lstart=,comm=";
const TIMEOUT = { timeout: 5_000, env: { LC_ALL: "C" } };

/** macOS: `ps` and `sysctl`, which every user may run. */
export const darwinProcessTable: ProcessTable = {
	async boot() {
		const { stdout, failed } = await execa({ ...TIMEOUT, reject: false })`sysctl -n kern.bootsessionuuid`;
		return failed ? null : stdout.trim() || null;
	},
	async read(pid) {
		return (await list(["-p", String(pid)]))[0] ?? null;
	},
	async list() {
		return list(["-ax"]);
	},
	async executable(pid) {
		return (await list(["-p", String(pid)]))[0]?.command ?? null;
	},
	async carriesInstance(pid, instance) {
		// -E adds the environment of the user's own processes to the command.
		const { stdout, failed } = await execa("ps", ["-E", "-ww", "-o", "command=", "-p", String(pid)], {
			...TIMEOUT,
			reject: false,
		});
		if (failed || !stdout.includes(`${INSTANCE_VARIABLE}=`)) return null;
		return stdout.split(" ").includes(`${INSTANCE_VARIABLE}=${instance}`);
	},
	async doing(pid) {
		const { stdout, failed } = await execa("ps", ["-o", "stat=", "-p", String(pid)], { ...TIMEOUT, reject: false });
		const state = failed ? undefined : STATES[stdout.trim().charAt(0)];
		return state ? { state, kernelWait: null } : null;
	},
};

/** @see man ps: state. macOS does not tell a debugger's stop from another one. */
const STATES: Record<string, Doing["state"]> = {
	R: "running",
	S: "sleeping",
	I: "sleeping",
	T: "stopped",
	U: "blocked",
};

async function list(selection: string[]): Promise<ProcessInfo[]> {
	const result = await execa("ps", [...selection, "-o", COLUMNS], { ...TIMEOUT, reject: false });
	// It ends with 1 when no process matches. When it could not be run at all, "nothing runs" would be a lie.
	if (result.exitCode === undefined) {
		throw new NightshiftError(
			"internal",
			'The program "ps" could not be run, so Nightshift cannot see which processes live; make sure that /bin/ps is there and in PATH.',
			{},
			{ cause: result },
		);
	}
	return parsePs(result.stdout);
}

/** Parses `ps -o pid=,ppid=,pgid=,stat=,lstart=,comm=`; `lstart` is five words: `Sat Nov 21 06:10:11 2026`. */
export function parsePs(output: string): ProcessInfo[] {
	return output.split("\n").flatMap((line) => {
		const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\d{4})\s+(.*\S)\s*$/.exec(line);
		if (!match) return [];
		const [, pid, ppid, pgid, state = "", startTime = "", command = ""] = match;
		return [
			{
				pid: Number(pid),
				ppid: Number(ppid),
				pgid: Number(pgid),
				startTime: startTime.replace(/\s+/g, " "),
				zombie: state.startsWith("Z"),
				command,
			},
		];
	});
}
