import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { printBytes } from "../../cli/print/quantities.ts";
import { error, type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

const LOW_BYTES = 1024 ** 3;
const LOW_SHARE = 0.05;

/** Room on the disk of the state directory. */
export async function checkDisk({ paths }: Scene): Promise<Finding[]> {
	let folder = paths.home;
	while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
	const { bavail, blocks, bsize, ffree, files } = await statfs(folder);
	return judgeDisk(folder, { freeBytes: bavail * bsize, bytes: blocks * bsize, freeFiles: ffree, files });
}

export interface Room {
	freeBytes: number;
	bytes: number;
	freeFiles: number;
	/** 0 where the file system counts none. */
	files: number;
}

export function judgeDisk(folder: string, { freeBytes, bytes, freeFiles, files }: Room): Finding[] {
	const findings: Finding[] = [];
	const mend = "make room, or name a state directory on another disk with --home";
	const what = `The disk of ${folder} has ${printBytes(freeBytes)} left of ${printBytes(bytes)}`;
	if (freeBytes < LOW_BYTES) findings.push(error("disk-full", what, mend));
	else if (freeBytes < bytes * LOW_SHARE) findings.push(hint("disk-full", what, mend));
	if (files > 0 && freeFiles < files * LOW_SHARE) {
		const left = `The disk of ${folder} has room for ${freeFiles} more files, of ${files}`;
		findings.push(
			error(
				"inodes-full",
				left,
				`remove small files that nobody needs, or name a state directory on another disk with --home`,
			),
		);
	}
	return findings;
}
