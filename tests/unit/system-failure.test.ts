import { describe, expect, test } from "vitest";
import { NightshiftError } from "../../server/contract/errors.ts";
import { explainSurroundings, explainSystemFailure, withMend } from "../../server/system-failure.ts";

/** As Node and SQLite throw them. */
function refused(code: string, path?: string): Error {
	return Object.assign(new Error(`${code}: something was refused`), { code, path });
}

describe("what the system refuses is said with its mend", () => {
	test.each<[string, RegExp]>([
		["ENOSPC", /^The disk is full \(while writing \/a\/b\): make room and try again\.$/],
		["EDQUOT", /^Your disk quota is used up \(while writing \/a\/b\): make room/],
		["EROFS", /^\/a\/b is on a disk that may only be read: .*--home\.$/],
		["EMFILE", /^Too many files are open: raise the limit \(ulimit -n\)/],
		["EAGAIN", /^The system has no room for another process: .*ulimit -u/],
		[
			"EACCES",
			/^\/a\/b may not be used \(EACCES\): correct its permissions, or name another state directory with --home\.$/,
		],
	])("%s", (code, sentence) => {
		expect(explainSystemFailure(refused(code, "/a/b"))).toMatch(sentence);
	});

	test("SQLite's words count too, and the caller knows the file", () => {
		expect(explainSystemFailure(refused("SQLITE_FULL"))).toMatch(/^The disk is full: make room/);
		expect(() =>
			withMend("/a/owner.lock", () => {
				throw refused("SQLITE_CANTOPEN");
			}),
		).toThrow(
			expect.objectContaining({
				code: "config-invalid",
				message: expect.stringMatching(/^\/a\/owner\.lock may not be used/),
			}),
		);
	});

	test("a full disk goes before a sentence that only knows of one file", () => {
		const token = new NightshiftError(
			"config-invalid",
			"The token cannot be used: delete it.",
			{},
			{ cause: refused("ENOSPC") },
		);
		expect(explainSurroundings(token)).toMatch(/^The disk is full/);
	});

	test("programs that were called only leave words", () => {
		const git = new NightshiftError("git-failed", "git add failed: fatal: unable to write: No space left on device");
		expect(explainSurroundings(git)).toMatch(/^The disk is full/);
		expect(explainSurroundings("Error: EMFILE: too many open files, open 'x'")).toMatch(/^Too many files/);
	});
});

test("nobody's words are taken for the system's, and what is unknown stays unknown", () => {
	const quoted = new NightshiftError("unknown-daemon", 'There is no daemon named "no space left on device".');
	expect(explainSurroundings(quoted)).toBeNull();
	expect(explainSystemFailure(refused("ENOENT", "/a"))).toBeNull();
	expect(explainSystemFailure(new TypeError("x is not a function"))).toBeNull();
	expect(explainSystemFailure(null)).toBeNull();
	const unexpected = new TypeError("x");
	expect(() =>
		withMend("/a", () => {
			throw unexpected;
		}),
	).toThrow(unexpected);
});
