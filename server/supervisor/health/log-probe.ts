import type { DaemonPaths } from "../../config/paths.ts";
import { withView } from "../../logs/find-lines.ts";
import type { Probe } from "./probes.ts";

/**
 * The log has said this text since `from`, an offset in all that the daemon ever wrote. Each look reads on from where the
 * last one ended, across rotations.
 */
export function logProbe(paths: DaemonPaths, from: number, text: string): Probe {
	const wanted = Buffer.from(text);
	let offset = from;
	let rest = Buffer.alloc(0);
	let found = false;
	return async (signal) => {
		if (found) return;
		await withView(paths, async (view) => {
			if (view.end < offset) offset = view.start; // it was emptied
			for await (const { offset: at, bytes } of view.read(offset)) {
				signal.throwIfAborted();
				const seen = at === offset ? Buffer.concat([rest, bytes]) : bytes;
				offset = at + bytes.length;
				found = seen.includes(wanted);
				if (found) return;
				rest = Buffer.from(seen.subarray(Math.max(0, seen.length - wanted.length + 1)));
			}
		});
		if (!found) throw new Error(`its log does not say "${text}" yet`);
	};
}
