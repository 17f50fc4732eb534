import { expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { databaseError, isBusy } from "../../../server/db/errors.ts";

const PATH = "/home/me/.nightshift/nightshift.db";
const failure = (fields: object) => Object.assign(new Error("from below"), fields);

test.each<[string, Error, RegExp]>([
	["no room", failure({ code: "SQLITE_FULL" }), /no room on the disk/],
	["no room, by the file system", failure({ code: "ENOSPC" }), /no room on the disk/],
	["read-only", failure({ code: "SQLITE_READONLY_DIRECTORY" }), /writable for your user/],
	["no permission", failure({ code: "EACCES" }), /writable for your user/],
	["damaged", failure({ code: "SQLITE_CORRUPT_INDEX" }), /is damaged/],
	["a broken disk", failure({ code: "SQLITE_IOERR_WRITE" }), /check the disk/],
	[
		"a lock, through Prisma",
		failure({ code: "P1008", meta: { driverAdapterError: { cause: { originalCode: "SQLITE_BUSY" } } } }),
		/another program/,
	],
	["a transaction that could not start", failure({ code: "P2028" }), /another program/],
	["another Node's compiled part", failure({ code: "ERR_DLOPEN_FAILED" }), /npm rebuild better-sqlite3/],
	["no compiled part", new Error("Could not locate the bindings file. Tried: …"), /npm rebuild better-sqlite3/],
])("%s has a sentence with the mend", (_what, error, mend) => {
	const told = databaseError(error, PATH);
	expect(told).toBeInstanceOf(NightshiftError);
	expect(told).toMatchObject({ code: "database-unavailable", message: expect.stringMatching(mend), cause: error });
});

test("what is no failure of the database stays what it is", () => {
	const ours = new NightshiftError("already-answered", "Q-1 was already answered.");
	const mistake = failure({ code: "SQLITE_CONSTRAINT_UNIQUE" });
	expect(databaseError(ours, PATH)).toBe(ours);
	expect(databaseError(mistake, PATH)).toBe(mistake);
	expect(databaseError("thrown text", PATH)).toBe("thrown text");
});

test("a lock of somebody else's is told from everything else", () => {
	expect(isBusy(failure({ code: "SQLITE_BUSY_SNAPSHOT" }))).toBe(true);
	expect(isBusy(failure({ code: "SQLITE_FULL" }))).toBe(false);
	expect(isBusy(undefined)).toBe(false);
});
