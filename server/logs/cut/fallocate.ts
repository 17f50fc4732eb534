import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { processTable } from "../../process-table/table.ts";
import { newMark } from "../mark.ts";
import type { CutContext, Cutter } from "./cutter.ts";

/**
 * Linux on ext4 and xfs: the kernel removes blocks from the front of the file in one step. Writers that append (and a
 * daemon's log is always opened so) go on at the new end. The mark is written over the dead front first: should this
 * process die now, its absence tells that the blocks are gone.
 */
export const collapse: Cutter = {
	name: "collapse",
	when: "always",
	async cut({ handle, length, position, commit }: CutContext) {
		const mark = newMark();
		await handle.write(Buffer.from(mark), 0, undefined, 0);
		await handle.datasync();
		const marked = { ...position, hollow: false, cut: { length, at: 0, mark } };
		await commit(marked);
		const done = await fallocate(handle, "--collapse-range", length);
		await commit({ ...marked, base: done ? position.base + length : position.base, cut: null });
		return done ? "done" : "unsupported";
	},
};

/**
 * Linux on file systems that only know holes (tmpfs, btrfs): the front gives back its room, and the file keeps its apparent
 * size. No offset changes, and doing it twice is harmless. That there is a hole is written down, to tell this file from
 * another that comes in its place when somebody deletes it.
 */
export const punch: Cutter = {
	name: "punch",
	when: "always",
	async cut({ handle, length, position, commit }) {
		if (!(await fallocate(handle, "--punch-hole", length))) return "unsupported";
		if (!position.hollow) await commit({ ...position, hollow: true });
		return "done";
	},
};

const PROGRAM = "fallocate";
/** Under which it has the file open: the first after the standard ones. */
const DESCRIPTOR = 3;
const LOOK_MS = 10;

/**
 * Waits for a `fallocate` that a killed dashboard has left at work on this file (`dev:inode`): before it has ended nobody
 * can say whether its effect has come. A disk that is slow to write may keep it for seconds.
 */
export async function untilLetGo(file: string): Promise<void> {
	if (process.platform !== "linux") return;
	for (;;) {
		const others = (await processTable.list()).filter(({ command, zombie }) => command === PROGRAM && !zombie);
		if (!others.some(({ pid }) => hasOpen(pid, file))) return;
		await delay(LOOK_MS);
	}
}

function hasOpen(pid: number, file: string): boolean {
	try {
		const { dev, ino } = statSync(`/proc/${pid}/fd/${DESCRIPTOR}`, { bigint: true });
		return `${dev}:${ino}` === file;
	} catch {
		return false; // it has ended, or is somebody else's
	}
}

/**
 * Calls util-linux's `fallocate` on an open file: on this very file, whatever its name leads to by now. False when the
 * program is missing or cannot do that (Busybox has one of the same name), or the file system cannot.
 */
async function fallocate(
	handle: FileHandle,
	what: "--collapse-range" | "--punch-hole",
	length: number,
): Promise<boolean> {
	const args = [what, "--offset", "0", "--length", String(length), `/proc/self/fd/${DESCRIPTOR}`];
	const child = spawn(PROGRAM, args, { stdio: ["ignore", "ignore", "ignore", handle.fd] });
	try {
		const [code] = await once(child, "close");
		return code === 0;
	} catch {
		return false; // there is no such program
	}
}
