import { execa } from "execa";
import { NightshiftError } from "../contract/errors.ts";
import {
	DAEMON_VARIABLE,
	type Doing,
	HOME_VARIABLE,
	INSTANCE_VARIABLE,
	type ProcessInfo,
	type ProcessTable,
	type StartedProcess,
} from "./types.ts";

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
	isOlder() {
		return false; // not known from its notation
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
	async startedFor(home, daemon) {
		const { stdout, failed } = await execa("ps", ["-axE", "-ww", "-o", "pid=,command="], { ...TIMEOUT, reject: false });
		const started = failed ? new Map() : parseStarts(stdout, home, daemon);
		if (started.size === 0) return [];
		const living = (await list(["-p", [...started.keys()].join(",")])).filter((one) => !one.zombie);
		return living.flatMap((one): StartedProcess[] => {
			const start = started.get(one.pid);
			return start ? [{ ...one, ...start, startedAt: parseStartTime(one.startTime) }] : [];
		});
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

function parseStartTime(lstart: string): Date | null {
	const at = new Date(lstart); // without a zone: the machine's own, as ps writes it
	return Number.isNaN(at.getTime()) ? null : at;
}

/**
 * Parses `ps -axE -o pid=,command=`, where the environment follows the command, all of it joined by spaces: those that were
 * started for this daemon of this state directory.
 */
export function parseStarts(
	output: string,
	home: string,
	daemon: string,
): Map<number, Pick<StartedProcess, "instance" | "commandLine">> {
	const found = new Map<number, Pick<StartedProcess, "instance" | "commandLine">>();
	for (const line of output.split("\n")) {
		const [, pid, text = ""] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
		const padded = ` ${text} `;
		const marks = [` ${HOME_VARIABLE}=${home} `, ` ${DAEMON_VARIABLE}=${daemon} `];
		const instance = new RegExp(` ${INSTANCE_VARIABLE}=(\\S+) `).exec(padded)?.[1];
		if (!instance || !marks.every((mark) => padded.includes(mark))) continue;
		// The environment begins with the first word that assigns something.
		const commandLine = text.replace(/ [A-Za-z_][A-Za-z0-9_]*=.*$/, "").trim();
		found.set(Number(pid), { instance, commandLine });
	}
	return found;
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
