import { openRegular } from "../../config/open-regular.ts";
import type { Probe } from "./probes.ts";

const CHUNK_BYTES = 256 * 1024;

/**
 * The log has said this text since `from` (bytes). Each look reads on from where the last one ended; a log that has become
 * shorter was rotated, and is read from its beginning.
 */
export function logProbe(path: string, from: number, text: string): Probe {
	const wanted = Buffer.from(text);
	let offset = from;
	let rest = Buffer.alloc(0);
	let found = false;
	return async (signal) => {
		if (found) return;
		const file = await openRegular(path);
		try {
			if ((await file.stat()).size < offset) {
				offset = 0;
				rest = Buffer.alloc(0);
			}
			for (;;) {
				signal.throwIfAborted();
				const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, offset);
				if (bytesRead === 0) break;
				offset += bytesRead;
				const seen = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
				found = seen.includes(wanted);
				if (found) return;
				rest = seen.subarray(Math.max(0, seen.length - wanted.length + 1));
			}
		} finally {
			await file.close();
		}
		throw new Error(`its log does not say "${text}" yet`);
	};
}
