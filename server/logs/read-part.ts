import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { openRegular } from "../config/open-regular.ts";

const CHUNK_BYTES = 256 * 1024;

/** A file that holds the bytes from `start` to `end`. */
export interface Part {
	start: number;
	end: number;
	kind: "segment" | "compressed" | "current";
	path: string;
}

/**
 * The bytes of a rotated file from one offset to another. Ends early, without an error, where the file is gone (it was
 * removed because of its age, this moment) or damaged: the rest of the log is worth reading all the same.
 */
export async function* readPart(part: Part, from: number, to: number): AsyncGenerator<Buffer> {
	let at = part.start;
	try {
		const file = await openRegular(part.path);
		try {
			const compressed = part.kind === "compressed";
			// What is not compressed need not be read from its beginning.
			if (!compressed) at = from;
			const plain = file.createReadStream({
				start: at - part.start,
				highWaterMark: CHUNK_BYTES,
				autoClose: false,
			});
			const bytes = compressed ? pipeline(plain, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : plain;
			for await (const chunk of bytes as AsyncIterable<Buffer>) {
				const wanted = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
				at += chunk.length;
				if (wanted.length > 0) yield wanted;
				if (at >= to) break;
			}
		} finally {
			await file.close();
		}
	} catch (error) {
		if (!isGone(error)) throw error;
	}
}

function isGone(error: unknown): boolean {
	const { code = "" } = error as NodeJS.ErrnoException;
	return code === "ENOENT" || code === "EINVAL" || code.startsWith("Z_") || code === "ERR_STREAM_PREMATURE_CLOSE";
}
