import { readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { INSTANCE_VARIABLE } from "../process-table/types.ts";

/** A process that was started by Nightshift, directly or by one of its daemons: its environment says so. */
export interface OurProcess {
	pid: number;
	/** For people: the program's name. */
	name: string;
	/** The state directory. */
	home: string;
	/** The daemon it belongs to; null for the dashboard and what it runs itself. */
	daemon: string | null;
	/** The instance token. */
	instance: string | null;
}

/** Those that may be looked into; none where the system shows no environment (Windows). */
export async function listOurProcesses(): Promise<OurProcess[]> {
	switch (process.platform) {
		case "linux":
			return listOnLinux();
		case "win32":
			return [];
		default: {
			const { stdout } = await execa("ps", ["-Eww", "-axo", "pid=,command="], { reject: false, timeout: 5_000 });
			return parsePsEnvironments(stdout ?? "");
		}
	}
}

/** Parses `ps -E -o pid=,command=`, which has the environment after the command, parted by spaces like the command itself. */
export function parsePsEnvironments(output: string): OurProcess[] {
	return output.split("\n").flatMap((line) => {
		const [, pid, command = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
		const words = command.split(" ");
		const name = words[0]?.split("/").at(-1) ?? "";
		return ours(Number(pid), name, words) ?? [];
	});
}

function listOnLinux(): OurProcess[] {
	return readdirSync("/proc").flatMap((entry) => {
		if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return [];
		const environment = readText(`/proc/${entry}/environ`);
		if (!environment.includes("NIGHTSHIFT_HOME=")) return [];
		return ours(Number(entry), readText(`/proc/${entry}/comm`).trim(), environment.split("\0")) ?? [];
	});
}

function ours(pid: number, name: string, environment: readonly string[]): OurProcess | null {
	const entryOf = (key: string) => {
		const found = environment.find((one) => one.startsWith(`${key}=`));
		return found?.slice(key.length + 1) || null;
	};
	const home = entryOf("NIGHTSHIFT_HOME");
	if (!home || !Number.isInteger(pid)) return null;
	return { pid, name, home, daemon: entryOf("NIGHTSHIFT_DAEMON"), instance: entryOf(INSTANCE_VARIABLE) };
}

function readText(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return ""; // it has ended meanwhile, or belongs to somebody else
	}
}
