import { NightshiftError } from "./contract/errors.ts";

/** What the operating system refused, by its code or SQLite's: why, and the mend. The first prefix that fits decides. */
const REFUSALS: readonly [codes: readonly string[], sentence: (path: string | null) => string][] = [
	[["ENOSPC", "SQLITE_FULL"], (path) => `The disk is full${writing(path)}: make room and try again.`],
	[["EDQUOT"], (path) => `Your disk quota is used up${writing(path)}: make room and try again.`],
	[
		["EROFS", "SQLITE_READONLY"],
		(path) =>
			`${path ?? "The state directory"} is on a disk that may only be read: make it writable, or name a state directory elsewhere with --home.`,
	],
	[
		["EMFILE", "ENFILE"],
		() => "Too many files are open: raise the limit (ulimit -n) or end other programs, and try again.",
	],
	[
		["EAGAIN", "ENOMEM"],
		() =>
			"The system has no room for another process: end other programs or raise the limit (ulimit -u), and try again.",
	],
];
const FORBIDDEN = ["EACCES", "EPERM", "SQLITE_CANTOPEN", "SQLITE_PERM"];
/** Programs that were called (git, a runtime that could not load itself) only leave words. */
const WORDS: readonly [RegExp, code: string][] = [
	[/\bENOSPC\b|no space left on device|database or disk is full/i, "ENOSPC"],
	[/\bEDQUOT\b|disk quota exceeded/i, "EDQUOT"],
	[/\bEROFS\b|read-only file system/i, "EROFS"],
	[/\b(EMFILE|ENFILE)\b|too many open files/i, "EMFILE"],
];

/**
 * A full disk, a used-up limit, a read-only file system: what no mend of a single file helps against. As one sentence with
 * the mend, from an error, its causes, or the words of a program; null when it is none of them.
 */
export function explainSurroundings(error: unknown): string | null {
	let about = error instanceof NightshiftError ? pathOf(error) : null;
	for (let one = error; one instanceof Error; one = one.cause) {
		const { code, path, message } = one as NodeJS.ErrnoException;
		about = path ?? about;
		const known = refusalOf(typeof code === "string" ? code : "");
		if (known) return known(about);
		// Our own sentences may quote anything; only git's words are in them for what they say.
		const told = one instanceof NightshiftError && one.code !== "git-failed" ? null : codeInWords(message);
		if (told) return told;
	}
	return typeof error === "string" ? codeInWords(error) : null;
}

/** As `explainSurroundings`, and what may not be used. `path`: what it was about, when the error does not say. */
export function explainSystemFailure(error: unknown, path?: string): string | null {
	const surroundings = explainSurroundings(error);
	if (surroundings) return surroundings;
	for (let one = error; one instanceof Error; one = one.cause) {
		const { code = "", path: own } = one as NodeJS.ErrnoException;
		const what = own ?? path;
		if (what && FORBIDDEN.some((prefix) => String(code).startsWith(prefix))) {
			return `${what} may not be used (${code}): correct its permissions, or name another state directory with --home.`;
		}
	}
	return null;
}

/** Does `work` on the file at `path`; what the system refuses becomes an error for a person. */
export function withMend<T>(path: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		const sentence = error instanceof NightshiftError ? null : explainSystemFailure(error, path);
		throw sentence ? new NightshiftError("config-invalid", sentence, { path }, { cause: error }) : error;
	}
}

function codeInWords(text: string): string | null {
	const code = WORDS.find(([pattern]) => pattern.test(text))?.[1];
	return code ? (refusalOf(code)?.(null) ?? null) : null;
}

function refusalOf(code: string): ((path: string | null) => string) | null {
	return REFUSALS.find(([codes]) => codes.some((one) => code.startsWith(one)))?.[1] ?? null;
}

/** Errors of ours name the file in their details. */
function pathOf({ details: { path, file } }: NightshiftError): string | null {
	const named = path ?? file;
	return typeof named === "string" ? named : null;
}

function writing(path: string | null): string {
	return path ? ` (while writing ${path})` : "";
}
