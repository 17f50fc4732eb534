import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again, every 10 ms, until the answer is not null or undefined: for states that announce no event. */
export async function eventually<T>(ask: () => Promise<T | null | undefined> | T | null | undefined): Promise<T> {
	for (;;) {
		const answer = await ask();
		if (answer !== null && answer !== undefined && answer !== false) return answer;
		await delay(10);
	}
}

/** Resolves with the file's text once it fits. */
export async function fileText(path: string, fits: (text: string) => boolean = (text) => text !== ""): Promise<string> {
	return eventually(async () => {
		const text = await readFile(path, "utf8").catch(() => "");
		return fits(text) ? text : null;
	});
}
