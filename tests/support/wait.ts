import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import Sqlite from "better-sqlite3";

/** The longest pause between two questions, in milliseconds. */
const MAX_PAUSE_MS = 200;

/** What is being waited for, each with where it was asked. */
const waiting = new Map<symbol, Error>();

/**
 * Gives up everything that is still waited for, saying where: for a test whose time is up, or it would go on beside the next.
 *
 * @returns where each was asked, as stack traces
 */
export function abandonWaits(): string[] {
	const asked = [...waiting.values()].map(({ stack }) => stack ?? "");
	waiting.clear();
	return asked;
}

/**
 * Asks again and again until the answer is not null or undefined: for states that announce no event. Every 10 ms, or less
 * often where an answer takes its time: two thirds of the time are left to those who are asked about.
 */
export async function eventually<T>(ask: () => Promise<T | null | undefined> | T | null | undefined): Promise<T> {
	const id = Symbol("wait");
	const where = new Error("It was waited for in vain");
	waiting.set(id, where);
	try {
		while (waiting.has(id)) {
			const asked = performance.now();
			const answer = await ask();
			if (answer !== null && answer !== undefined && answer !== false) return answer;
			await delay(Math.min(Math.max(10, 2 * (performance.now() - asked)), MAX_PAUSE_MS));
		}
		throw where;
	} finally {
		waiting.delete(id);
	}
}

/**
 * As `eventually`, for what is in a database: asked again only once somebody has committed to it. A look at its version
 * costs a hundredth of a question.
 */
export async function eventuallyIn<T>(database: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
	const connection = new Sqlite(database, { readonly: true, fileMustExist: true });
	try {
		const version = connection.prepare("PRAGMA data_version").pluck();
		for (;;) {
			const seen = version.get();
			const answer = await ask();
			if (answer !== null && answer !== undefined && answer !== false) return answer;
			await eventually(() => version.get() !== seen || null);
		}
	} finally {
		connection.close();
	}
}

/** Resolves with the file's text once it fits. */
export async function fileText(path: string, fits: (text: string) => boolean = (text) => text !== ""): Promise<string> {
	return eventually(async () => {
		const text = await readFile(path, "utf8").catch(() => "");
		return fits(text) ? text : null;
	});
}
