import type { FileChange } from "../agents/types.ts";
import type { RecordedChange } from "../contract/record.ts";

/** Most characters of one call's changes. */
const MAX_CALL = 200_000;
/** Texts longer than this are kept only around what differs. */
const LONG = 10_000;
const CONTEXT_LINES = 3;

/**
 * The changes of a call as they are kept: of long texts only what differs, and of what is too much even then only the path.
 *
 * @param room how many characters may be kept at all
 * @returns with the number of characters of the texts that are kept
 */
export function shrinkChanges(
	changes: readonly FileChange[],
	redact: (text: string) => string,
	room: number,
): { changes: RecordedChange[]; size: number } {
	let size = 0;
	const limit = Math.min(room, MAX_CALL);
	const kept = changes.map((change): RecordedChange => {
		const part = aroundDifference(change);
		// The size is known before the texts are searched for secrets, which takes its time.
		if (size + sizeOf(part) > limit) return { path: redact(change.path), oldText: null, newText: "", omitted: true };
		const clean = {
			...part,
			path: redact(part.path),
			oldText: part.oldText === null ? null : redact(part.oldText),
			newText: redact(part.newText),
		};
		size += sizeOf(clean);
		return clean;
	});
	return { changes: kept, size };
}

function sizeOf({ oldText, newText }: RecordedChange): number {
	return (oldText?.length ?? 0) + newText.length;
}

function aroundDifference({ path, oldText, newText }: FileChange): RecordedChange {
	if (oldText === null || oldText.length + newText.length <= LONG) return { path, oldText, newText };
	const before = oldText.split("\n");
	const after = newText.split("\n");
	const most = Math.min(before.length, after.length);
	let head = 0;
	while (head < most && before[head] === after[head]) head++;
	let tail = 0;
	while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
	const from = Math.max(0, head - CONTEXT_LINES);
	const rest = Math.max(0, tail - CONTEXT_LINES);
	return {
		path,
		oldText: before.slice(from, before.length - rest).join("\n"),
		newText: after.slice(from, after.length - rest).join("\n"),
		...(from > 0 && { line: from + 1 }),
	};
}
