import { lookForInstance } from "../../supervisor/instance.ts";
import { newMark } from "../mark.ts";
import type { CutContext, CutResult, Cutter } from "./cutter.ts";
import { stopTreeForMoment } from "./stopped-tree.ts";

const CHUNK_BYTES = 1024 * 1024;
/** What is copied while the daemon stands still: more of it, and it stands still for longer than a moment. */
const MOST_BYTES = 4 * CHUNK_BYTES;

/**
 * Where the file system cannot (macOS): the daemon's tree is stopped for some milliseconds while what came in since is moved
 * to the front of the file and the file is made shorter. It goes on again whatever happens: a guard in a process of its own
 * sees to that when this one is killed meanwhile, and the next dashboard looks again.
 */
export const pause: Cutter = {
	name: "pause",
	when: "running",
	async cut(context: CutContext): Promise<CutResult> {
		const { handle, length, paths, position } = context;
		const mark = Buffer.from(newMark());
		const restOf = async () => (await handle.stat()).size - length;
		const fits = (rest: number) => rest >= 0 && rest <= MOST_BYTES && rest + mark.length <= length;
		if (!fits(await restOf())) return "later";
		const { running } = await lookForInstance(paths);
		if (!running) return "later"; // it has ended, and the next one may be starting this moment

		// What lives is written over the front, before anything says so.
		let now: CutContext["position"] = { ...position, hollow: false, front: null };
		const commit = async (next: CutContext["position"]) => {
			await context.commit(next);
			now = next;
		};
		const tree = await stopTreeForMoment(running.identity, (paused) => commit({ ...now, paused }));
		try {
			const rest = await restOf();
			if (!fits(rest) || !(await tree.isStopped())) return "later";
			await moveToFront(context, rest);
			await handle.write(mark, 0, undefined, rest);
			await handle.datasync();
			await commit({ ...now, cut: { length, at: rest, mark: mark.toString() } });
			// Somebody else may have let it go on meanwhile.
			const isAsItWas = (await tree.isStopped()) && (await restOf()) === rest;
			if (isAsItWas) await handle.truncate(rest);
			await commit({ ...now, base: isAsItWas ? position.base + length : position.base, cut: null });
			return isAsItWas ? "done" : "later";
		} finally {
			await tree.resume();
			await context.commit({ ...now, paused: null });
		}
	},
};

/** The two do not overlap: what is dead is longer than the rest. */
async function moveToFront({ handle, length }: CutContext, rest: number): Promise<void> {
	const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
	for (let done = 0; done < rest; ) {
		const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK_BYTES, rest - done), length + done);
		if (bytesRead === 0) throw new Error("the log became shorter while it was being rotated");
		await handle.write(buffer, 0, bytesRead, done);
		done += bytesRead;
	}
}
