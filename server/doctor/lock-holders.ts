import { readdirSync, readlinkSync } from "node:fs";
import { execa } from "execa";
import { pathsOf } from "../config/paths.ts";
import { realFolder } from "./real-folder.ts";

/**
 * The processes that have the lock of a state directory open: its dashboard has it for as long as it lives, also after the
 * folder was removed. None where the system does not tell.
 */
export async function listOwners(home: string): Promise<number[]> {
	const lock = pathsOf(realFolder(home)).owner;
	if (process.platform === "linux") return listOnLinux(lock);
	if (process.platform === "win32") return [];
	const { stdout = "" } = await execa("lsof", ["-t", "--", lock], { reject: false, timeout: 5_000 });
	return [...new Set(stdout.split("\n").filter(Boolean).map(Number))];
}

function listOnLinux(lock: string): number[] {
	return readdirSync("/proc").flatMap((entry) => {
		if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return [];
		const folder = `/proc/${entry}/fd`;
		const holds = namesIn(folder).some((name) => {
			const target = targetOf(`${folder}/${name}`);
			return target === lock || target === `${lock} (deleted)`;
		});
		return holds ? [Number(entry)] : [];
	});
}

/** Nothing of a process that has ended meanwhile, or is another user's. */
function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function targetOf(link: string): string | null {
	try {
		return readlinkSync(link);
	} catch {
		return null;
	}
}
