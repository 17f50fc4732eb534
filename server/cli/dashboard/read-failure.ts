import { open } from "node:fs/promises";

/** More than a failed start ever writes. */
const MAX_BYTES = 256 * 1024;

/**
 * Why a dashboard ended, in its own words: the last line that it wrote for a person, from byte `start` of its log on. Null
 * when it said nothing.
 */
export async function readFailure(log: string, start: number): Promise<string | null> {
	const text = await readFrom(log, start);
	const last = text
		.split("\n")
		.filter((line) => isSentence(line))
		.at(-1);
	if (last === undefined) return null;
	// An error of the runtime's, with a stack below it: worth the whole story.
	return /Error\b/.test(last) ? `${last} (the whole story is in ${log})` : last;
}

/** Not a structured log line, not part of a stack trace, not Node's own decoration. */
function isSentence(line: string): boolean {
	return /^[^\s{}^]/.test(line) && !/^(Node\.js v|node:|file:)/.test(line);
}

async function readFrom(path: string, start: number): Promise<string> {
	const file = await open(path, "r");
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, start);
		return buffer.toString("utf8", 0, bytesRead);
	} finally {
		await file.close();
	}
}
