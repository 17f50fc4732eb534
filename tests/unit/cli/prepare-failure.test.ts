import { expect, test } from "vitest";
import { explain, ofTheSystem } from "../../../bin/prepare/failure.mjs";

test.each([
	["npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write", "the disk is full: make room"],
	["npm error code EACCES\nnpm error syscall mkdir", "correct the permissions"],
	[
		"npm error code ENOTFOUND\nnpm error network request to https://example.org failed",
		"the package registry cannot be reached",
	],
	["gyp ERR! find Python\ngyp ERR! not ok", "install a C++ compiler, make and python3"],
	["FATAL ERROR: JavaScript heap out of memory", "not enough memory"],
	["one\nTypeError: it broke\nlast line", "TypeError: it broke"],
	["", "it said nothing"],
])("%j is explained", (output, words) => {
	const { message } = explain("Building the pages", output, "/logs/log.txt");
	expect(message).toMatch(/^Building the pages failed: .*\(full log: \/logs\/log\.txt\)\.$/);
	expect(message).toContain(words);
});

test("what the system refuses is a sentence; a mistake of ours stays what it is", () => {
	expect(ofTheSystem({ code: "EACCES", path: "/srv/dist/cli.js" })?.message).toContain(
		"/srv/dist/cli.js may not be used",
	);
	expect(ofTheSystem({ code: "ENOSPC" })?.message).toContain("The disk is full");
	expect(ofTheSystem({ code: "EMFILE" })?.message).toContain("ulimit -n");
	expect(ofTheSystem({ code: undefined })).toBeNull();
});
