import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import type { OpenFile } from "./open-transcript.ts";

/** Of the beginning: a transcript's first line has its id and its time within this. */
const HEAD_BYTES = 1_024;
/** Of what was read last. */
const TAIL_BYTES = 64;

/** What a file stays through a rename. */
export function identityOf({ dev, ino }: Pick<BigIntStats, "dev" | "ino">): string {
	return `${dev}:${ino}`;
}

/** Of some bytes: how many, and their digest. */
export function markOf(bytes: Buffer): string {
	return `${bytes.length}:${createHash("sha256").update(bytes).digest("base64url").slice(0, 16)}`;
}

/** Of the bytes that end where reading ended, as far as they are in this piece. */
export function tailMark(piece: Buffer, end: number): string {
	return markOf(piece.subarray(Math.max(0, end - TAIL_BYTES), end));
}

/** Of the end of what was read. */
export function lastMark(piece: Buffer): string {
	return markOf(piece.subarray(-HEAD_BYTES));
}

/** Whether what was marked still ends at `end`. */
export function hasMark(handle: OpenFile, end: number, mark: string): boolean {
	const length = lengthOf(mark);
	return markOf(bytesAt(handle, end - length, length)) === mark;
}

/** Of the beginning of what was read, of a piece that begins there. */
export function headOf(piece: Buffer, offset: number): string {
	return markOf(piece.subarray(0, Math.min(offset, HEAD_BYTES)));
}

/** Of the beginning of what was read, once it is as long as it will be; `before` while nothing is new about it. */
export function headMark(handle: OpenFile, offset: number, before: string): string {
	const length = Math.min(offset, HEAD_BYTES);
	return lengthOf(before) === length ? before : markOf(bytesAt(handle, 0, length));
}

/**
 * Whether a file is the one that was read up to `offset`: it has not become shorter, begins as it did, and what was read
 * last still stands where it stood. A file with another's inode, or one that was written anew, differs in one of the three.
 */
export function isContinued(
	handle: OpenFile,
	size: number,
	{ offset, head, tail }: { offset: number; head: string; tail: string },
): boolean {
	if (size < offset) return false;
	if (offset === 0) return true;
	return hasMark(handle, lengthOf(head), head) && hasMark(handle, offset, tail);
}

function lengthOf(mark: string): number {
	return Number.parseInt(mark, 10) || 0;
}

function bytesAt(handle: OpenFile, from: number, length: number): Buffer {
	const bytes = Buffer.allocUnsafe(length);
	return bytes.subarray(0, handle.read(bytes, length, from));
}
