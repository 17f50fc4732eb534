import { once } from "node:events";
import { type Paths, pathsOf, resolveHome } from "../config/paths.ts";
import { checkPrivate } from "../config/private-directory.ts";
import { toTerminal } from "./print/terminal.ts";

/** What every command gets. */
export interface Context {
	paths: Paths;
	/** One JSON document on standard output, and nothing else there. */
	json: boolean;
	/** Prints the result: `value` as JSON with `--json`, else the text of `words`, when there is any. */
	print(value: unknown, words: () => string | null): void;
	/** Prints a result that scripts work with: exact, unless a terminal shows it. With `--json` as `print` does. */
	printExact(value: unknown, text: string): void;
	/**
	 * Prints a part of a result that may be larger than fits into memory, and waits until there is room for the next. It is
	 * exact, unless a terminal shows it; JSON is exact there too: it has no characters that a terminal obeys.
	 */
	printPart(text: string, isJson: boolean): Promise<void>;
	/** A word besides the result, for a person: standard error, so that the output stays the result. */
	note(text: string): void;
}

/** Options that every command takes. */
export interface GlobalOptions {
	home?: string;
	json?: boolean;
}

/** @throws NightshiftError `config-invalid` when the state directory is not this person's alone */
export function createContext(options: GlobalOptions): Context {
	checkPrivate(resolveHome(options.home));
	return createUncheckedContext(options);
}

/** As `createContext`, for a command that runs nothing of what stands in the state directory. */
export function createUncheckedContext({ home, json = false }: GlobalOptions): Context {
	const paths = pathsOf(resolveHome(home));
	const write = (text: string) => process.stdout.write(`${text}\n`);
	const toJson = (value: unknown) => JSON.stringify(value, null, 2);
	return {
		paths,
		json,
		print(value, words) {
			const text = json ? null : words();
			if (json) write(toJson(value));
			else if (text !== null) write(toTerminal(text));
		},
		printExact(value, text) {
			if (json) write(toJson(value));
			else write(process.stdout.isTTY ? toTerminal(text) : text);
		},
		async printPart(text, isJson) {
			const shown = process.stdout.isTTY && !isJson ? toTerminal(text) : text;
			if (!process.stdout.write(shown)) await once(process.stdout, "drain");
		},
		note(text) {
			process.stderr.write(`${toTerminal(text)}\n`);
		},
	};
}

/** What a command ends with when it did all it was asked: see the table in docs/cli.md. */
export const DONE = 0;
export const FAILED = 1;
export const USAGE = 2;
export const NOT_RUNNING = 3;
