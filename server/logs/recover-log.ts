import { rm } from "node:fs/promises";
import type { DaemonPaths } from "../config/paths.ts";
import { openCurrent, standingOf } from "./current-log.ts";
import { untilLetGo } from "./cut/fallocate.ts";
import { giveBack } from "./cut/retire.ts";
import { resumePaused } from "./cut/stopped-tree.ts";
import { type Position, readPosition, writePosition } from "./position.ts";
import { exists, removeLeftovers, retiredPath } from "./segments.ts";

/**
 * Brings a log into order after a rotation that was interrupted: lets stopped processes go on, settles what had begun, and
 * removes what was left over. Quick and without effect when all is in order. Resolves with the position as it is then.
 */
export async function recoverLog(paths: DaemonPaths): Promise<Position> {
	const { position } = await readPosition(paths);
	if (position.paused) await resumePaused(position.paused);
	const settled = position.retiring ? await settleRetirement(paths, position) : await settleCut(paths, position);
	const next: Position = { ...settled, cut: null, retiring: false, paused: null };
	if (position.paused || position.retiring || position.cut) await writePosition(paths, next);
	await removeLeftovers(paths, next.from);
	return next;
}

async function settleCut(paths: DaemonPaths, position: Position): Promise<Position> {
	if (!position.cut) return position;
	const current = await openCurrent(paths);
	try {
		if (current) await untilLetGo(current.file);
		const size = current ? (await current.handle.stat()).size : 0;
		return { ...position, ...(await standingOf(paths, position, current, size)) };
	} finally {
		await current?.handle.close();
	}
}

async function settleRetirement(paths: DaemonPaths, position: Position): Promise<Position> {
	if (!(await exists(retiredPath(paths)))) return position; // it had not begun
	if (await exists(paths.currentLog)) {
		await rm(retiredPath(paths));
		return { ...position, base: position.from, hollow: false };
	}
	await giveBack(paths);
	return position;
}
