import { expect, test } from "vitest";
import { splitRows, unifiedRows } from "../../../app/_ui/diff/rows.ts";
import { filesOf } from "../../../app/_ui/diff/shown-file.ts";
import { wordMarks } from "../../../app/_ui/diff/word-marks.ts";

const DIFF = `diff --git a/src/a.ts b/src/a.ts
index 1111111..2222222 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -3,4 +3,3 @@ function a() {
 same
-the old line
-gone
+the new line
 end
\\ No newline at end of file
diff --git a/old name.txt b/new name.txt
similarity index 100%
rename from old name.txt
rename to new name.txt
diff --git a/picture.png b/picture.png
new file mode 100644
index 0000000..3333333
Binary files /dev/null and b/picture.png differ
diff --git "a/tab\\there.txt" "b/tab\\there.txt"
new file mode 100644
--- /dev/null
+++ "b/tab\\there.txt"
@@ -0,0 +1 @@
+x
`;

test("reads changed, renamed, binary and oddly named files of git's diff", () => {
	const files = filesOf(DIFF).map(({ hunks: _, ...file }) => file);
	expect(files).toEqual([
		{ path: "src/a.ts", oldPath: "src/a.ts", status: "modified", added: 1, removed: 2, lines: 6, note: null },
		{
			path: "new name.txt",
			oldPath: "old name.txt",
			status: "renamed",
			added: 0,
			removed: 0,
			lines: 0,
			note: "Nothing in its text has changed.",
		},
		{
			path: "picture.png",
			oldPath: "picture.png",
			status: "added",
			added: null,
			removed: null,
			lines: 0,
			note: "A binary file: there are no lines to show.",
		},
		{ path: "tab\there.txt", oldPath: "tab\there.txt", status: "added", added: 1, removed: 0, lines: 1, note: null },
	]);
});

test("shows what is no diff as the text that it is", () => {
	expect(filesOf("")).toEqual([]);
	expect(filesOf("hello\nworld")).toMatchObject([{ lines: 2, hunks: [{ lines: [" hello", " world"] }] }]);
	const cut = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,9 +1,9 @@\n x\n";
	expect(filesOf(cut)).toMatchObject([{ lines: 5 }]);
});

test("reads a diff without git's headers", () => {
	const plain = "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-x\n+y\n";
	expect(filesOf(plain)).toMatchObject([{ path: "a.txt", added: 1, removed: 1 }]);
});

const hunks = filesOf(DIFF)[0]?.hunks ?? [];

test("puts lines one below the other, with the numbers of both sides", () => {
	expect(unifiedRows(hunks)).toEqual([
		{ kind: "gap", text: "2 lines the same" },
		{ kind: "line", sign: " ", old: 3, new: 3, text: "same", pair: null },
		{ kind: "line", sign: "-", old: 4, new: null, text: "the old line", pair: "the new line" },
		{ kind: "line", sign: "-", old: 5, new: null, text: "gone", pair: null },
		{ kind: "line", sign: "+", old: null, new: 4, text: "the new line", pair: "the old line" },
		{ kind: "line", sign: " ", old: 6, new: 5, text: "end", pair: null },
		{ kind: "note", text: "No newline at end of file" },
	]);
});

test("puts what was beside what is", () => {
	expect(splitRows(hunks).slice(2, 4)).toEqual([
		{
			kind: "lines",
			left: { sign: "-", number: 4, text: "the old line", pair: "the new line" },
			right: { sign: "+", number: 4, text: "the new line", pair: "the old line" },
		},
		{ kind: "lines", left: { sign: "-", number: 5, text: "gone", pair: null }, right: null },
	]);
});

test("marks the words that differ, and none where nearly all do, or the line is endless", () => {
	expect(wordMarks("the old line", "the new line", "-")).toEqual([
		{ text: "the ", marked: false },
		{ text: "old", marked: true },
		{ text: " line", marked: false },
	]);
	expect(wordMarks("abc", "xyz", "+")).toEqual([{ text: "abc", marked: false }]);
	const long = "word ".repeat(10_000);
	expect(wordMarks(long, `${long}x`, "+")).toHaveLength(1);
});

test("takes fifty thousand lines in its stride", () => {
	const lines = Array.from({ length: 50_000 }, (_, line) => `+line ${line}`).join("\n");
	const [file] = filesOf(
		`diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -0,0 +1,50000 @@\n${lines}\n`,
	);
	expect(file).toMatchObject({ added: 50_000, status: "added" });
	expect(unifiedRows(file?.hunks ?? [])).toHaveLength(50_000);
});
