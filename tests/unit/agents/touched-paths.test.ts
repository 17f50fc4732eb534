import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { absolutePath, changesOf, shownPaths, touchedPaths } from "../../../server/agents/touched-paths.ts";

describe("a path of an agent", () => {
	test.each([
		["/etc/hosts", "/etc/hosts"],
		["src/a.ts", "/w/src/a.ts"],
		["../secret", "/secret"],
		["/w/../etc/hosts", "/w/../etc/hosts"],
		["~/x", join(homedir(), "x")],
		["~", homedir()],
		["file:///w/a%20b", "/w/a b"],
		["https://example.org/x", "https://example.org/x"],
	])("%s is %s", (path, expected) => {
		expect(absolutePath(path, "/w")).toBe(expected);
	});
});

describe("the paths of a call", () => {
	test("are those of its locations and changes when it is shown, and of its input too when it is asked about", () => {
		const call = {
			locations: [{ path: "/w/a" }, { path: 5 }, null],
			content: [{ type: "diff", path: "b", newText: "" }, { type: "content" }],
			rawInput: { file_path: "/w/a", absolutePath: "/c", notebook_path: "d", options: { "target-file": "/e" } },
		};
		expect(shownPaths(call, "/w")).toEqual(["/w/a", "/w/b"]);
		expect(touchedPaths(call, "/w")).toEqual(["/w/a", "/w/b", "/c", "/w/d", "/e"]);
	});

	test.each([
		[{ paths: ["/a", "/b"] }, ["/a", "/b"]],
		[{ edits: [{ filePath: "/a" }, { filePath: "/b" }] }, ["/a", "/b"]],
		[{ changes: { "/a": { add: {} }, b: {} } }, ["/a", "/w/b"]],
		[{ source: "/a", destination: "/b" }, ["/a", "/b"]],
		[{ command: "cat /etc/passwd", cwd: "/elsewhere" }, ["/elsewhere"]],
		[{ path: "two\nlines", file: 7, content: "/not/this" }, []],
		["/not/an/object", []],
		[null, []],
	])("are found in the input %j", (rawInput, expected) => {
		expect(touchedPaths({ rawInput }, "/w")).toEqual(expected);
	});
});

describe("the changes of a call", () => {
	test("are one for each file, the last one said, and at most fifty", () => {
		const diff = (path: string, newText: string) => ({ type: "diff", path, newText });
		expect(changesOf({ content: [diff("/w/a", "1"), diff("a", "2")] }, "/w")).toEqual([
			{ path: "a", oldText: null, newText: "2" },
		]);
		const many = Array.from({ length: 80 }, (_, n) => diff(`/w/${n}`, ""));
		expect(changesOf({ content: many }, "/w")).toHaveLength(50);
	});

	test("name a file outside, or with the folder's name as its beginning, by its whole path", () => {
		const names = ["/w2/a", "/a", "/w/..a", "/w/x/../../y"];
		const content = names.map((path) => ({ type: "diff", path, newText: "" }));
		expect(changesOf({ content }, "/w").map(({ path }) => path)).toEqual(["/w2/a", "/a", "..a", "/w/x/../../y"]);
	});
});
