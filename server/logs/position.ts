import { join } from "node:path";
import { z } from "zod";
import { readRegular } from "../config/open-regular.ts";
import type { DaemonPaths } from "../config/paths.ts";
import { writeJson } from "../config/write-json.ts";
import { listSegments } from "./segments.ts";

const offset = z.number().int().nonnegative();
const mark = z.object({ pid: z.number().int(), startTime: z.string() });

/**
 * `logs/position.json`: where `current.log` stands in everything the daemon ever wrote. Offsets count bytes from its first
 * line on and only grow, whatever was rotated or removed since.
 */
export const positionSchema = z.object({
	v: z.literal(1),
	/** Offset of the first byte of current.log. */
	base: offset,
	/** Up to here the segments have it: what current.log holds before this is dead, and nobody reads it. */
	from: offset,
	/** When `from` was set; null: not since the file was made. */
	since: z.iso.datetime().nullable(),
	/**
	 * A removal of `length` bytes from the front of current.log that has begun. It has happened exactly when `mark` does
	 * not stand `at` bytes into the file any more.
	 */
	cut: z.object({ length: offset, at: offset, mark: z.string() }).nullable(),
	/** Of what is dead in current.log nothing but a hole is left: a file that begins otherwise is another one. */
	hollow: z.boolean().optional(),
	/** How the dead front of current.log looked (see `frontOf`): a file that looks otherwise is another one. Null: not known. */
	front: z.string().nullish(),
	/** Everything in current.log is dead and the file is being removed: it is gone when it stands under its other name. */
	retiring: z.boolean(),
	/** Processes that are stopped for a moment, so that nothing is written meanwhile. */
	paused: z.object({ processes: z.array(mark), guard: mark }).nullable(),
});
export type Position = z.infer<typeof positionSchema>;

const MAX_BYTES = 100_000;

/** The position with the text it was read from: the same text again means that nothing has moved meanwhile. */
export interface ReadPosition {
	position: Position;
	text: string;
}

/** Reads it. One that is missing or damaged is made up: after all segments, and all of current.log counts. */
export async function readPosition(paths: DaemonPaths): Promise<ReadPosition> {
	const text = await readText(positionPath(paths));
	return { position: parse(text) ?? (await madeUp(paths)), text };
}

/** Durable when it resolves: temp file, fsync, rename. */
export async function writePosition(paths: DaemonPaths, position: Position): Promise<void> {
	await writeJson(positionPath(paths), position);
}

function positionPath({ logs }: DaemonPaths): string {
	return join(logs, "position.json");
}

async function readText(path: string): Promise<string> {
	try {
		return await readRegular(path, MAX_BYTES);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "EINVAL") return "";
		throw error;
	}
}

function parse(text: string): Position | null {
	try {
		return positionSchema.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}

async function madeUp(paths: DaemonPaths): Promise<Position> {
	const end = (await listSegments(paths)).reduce((last, one) => Math.max(last, one.end), 0);
	return { v: 1, base: end, from: end, since: null, cut: null, retiring: false, paused: null };
}
