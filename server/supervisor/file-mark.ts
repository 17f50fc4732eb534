import { statSync } from "node:fs";

/**
 * Names a file as it is now: another with every write by rename, and with every change in place. Null when it is gone or not
 * to be reached. One `stat`: cheap enough for each second.
 */
export function fileMark(path: string): string | null {
	try {
		const facts = statSync(path, { throwIfNoEntry: false });
		return facts ? [facts.dev, facts.ino, facts.size, facts.mtimeMs, facts.ctimeMs].join(":") : null;
	} catch {
		return null; // a folder in the way, or no permission: lost either way
	}
}
