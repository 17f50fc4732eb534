import { NightshiftError } from "../contract/errors.ts";

/** Where to look for the mend, by what SQLite, the file system or Prisma said. The first prefix that fits decides. */
const MENDS: readonly [prefix: string, sentence: (path: string) => string][] = [
	[
		"SQLITE_BUSY",
		(path) => `${path} is held by another program and did not come free; close that program and try again.`,
	],
	[
		"SQLITE_LOCKED",
		(path) => `${path} is held by another program and did not come free; close that program and try again.`,
	],
	["SQLITE_FULL", (path) => `There is no room on the disk to write ${path}; free some space and try again.`],
	["ENOSPC", (path) => `There is no room on the disk to write ${path}; free some space and try again.`],
	["EDQUOT", (path) => `Your disk quota leaves no room to write ${path}; free some space and try again.`],
	["SQLITE_NOTADB", (path) => `${path} is not a database; move it away, or put a backup in its place.`],
	[
		"SQLITE_CORRUPT",
		(path) => `The database ${path} is damaged; put a backup in its place, or move it away to begin anew.`,
	],
	["SQLITE_READONLY", (path) => `${path} cannot be written; make the file and its folder writable for your user.`],
	["SQLITE_PERM", (path) => `${path} cannot be written; make the file and its folder writable for your user.`],
	["SQLITE_AUTH", (path) => `${path} cannot be written; make the file and its folder writable for your user.`],
	["EACCES", (path) => `${path} cannot be written; make the file and its folder writable for your user.`],
	["EPERM", (path) => `${path} cannot be written; make the file and its folder writable for your user.`],
	["EROFS", (path) => `${path} is on a read-only disk; choose another state directory with --home.`],
	["EISDIR", (path) => `${path} is a folder where a database should be; move it away.`],
	["ENOTDIR", (path) => `The folder of ${path} is not a folder; choose another state directory with --home.`],
	["EEXIST", (path) => `The folder of ${path} is not a folder; choose another state directory with --home.`],
	["ENOENT", (path) => `${path} cannot be made in this place; choose another state directory with --home.`],
	["SQLITE_CANTOPEN", (path) => `${path} cannot be opened; make sure it is a file in a folder your user can write to.`],
	["SQLITE_IOERR", (path) => `Reading or writing ${path} failed; check the disk and its free space, then try again.`],
	["ERR_DLOPEN_FAILED", () => "SQLite's compiled part does not fit this Node; run `npm rebuild better-sqlite3`."],
	["NO_BINDINGS", () => "SQLite's compiled part is missing; run `npm rebuild better-sqlite3`."],
	["BROKEN_RECORD", (path) => `The database ${path} holds a record that cannot be read; put a backup in its place.`],
	["SQLITE_ERROR", (path) => `The database ${path} lacks something it needs; put a backup in its place.`],
];

/**
 * Turns a failure of the database into a `database-unavailable` error of one sentence that names the file and the mend.
 * What is no failure of the database (our own errors, mistakes in a query) comes back as it is.
 */
export function databaseError(error: unknown, path: string): unknown {
	if (error instanceof NightshiftError) return error;
	const reason = reasonOf(error);
	const mend = reason && MENDS.find(([prefix]) => reason.startsWith(prefix));
	if (!mend) return error;
	return new NightshiftError("database-unavailable", mend[1](path), { path, reason }, { cause: error });
}

/** True while another connection holds the lock that was wanted. */
export function isBusy(error: unknown): boolean {
	return reasonOf(error)?.startsWith("SQLITE_BUSY") ?? false;
}

interface Failure {
	name?: unknown;
	code?: unknown;
	message?: unknown;
	/** Prisma's adapter puts SQLite's own code here. */
	cause?: { originalCode?: unknown };
	meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
}

function reasonOf(error: unknown): string | null {
	if (!(error instanceof Error)) return null;
	const { name, code, message, cause, meta } = error as Failure;
	const original = meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode;
	if (typeof original === "string") return original;
	// A transaction that could not start, or ran out of time, in Prisma's words.
	if (code === "P2028") return "SQLITE_BUSY";
	// Prisma reads JSON and dates of a row itself, so what somebody has broken by hand surfaces as these.
	if (code === "P2023" || name === "SyntaxError" || message === "Invalid time value") return "BROKEN_RECORD";
	if (typeof message === "string" && message.startsWith("Could not locate the bindings file")) return "NO_BINDINGS";
	return typeof code === "string" ? code : null;
}
