import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the instances of one daemon wrote down of their own lives. */
export interface Witnessed {
	/** The tokens of all instances, oldest first. */
	tokens: string[];
	/** Those that began while another one, or what it had started, still held the lock. */
	overlaps: string[];
	/** "PID TOKEN" of each instance itself, without what it started. */
	roots: Set<string>;
}

export function readWitness(folder: string, name: string): Witnessed {
	let text = "";
	try {
		text = readFileSync(join(folder, `${name}.witness`), "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // none has been started yet
	}
	const lines = text.split("\n").map((line) => line.split(" "));
	const tokens = lines.flatMap(([word, , token]) => (token && word !== "end" ? [token] : []));
	const overlaps = lines.flatMap(([word, pid]) => (word === "overlap" ? [`pid ${pid}`] : []));
	const roots = new Set(lines.map(([, pid, token]) => `${pid} ${token}`));
	return { tokens, overlaps, roots };
}
