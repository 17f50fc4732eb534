import { randomUUID } from "node:crypto";

/** How each mark begins: no program's log does. */
export const MARK_BEGIN = "[this log is being rotated: ";

/** What is written over dead bytes of a log before they are cut off: whether it still stands there tells whether they are. */
export function newMark(): string {
	return `${MARK_BEGIN}${randomUUID()}]\n`;
}
