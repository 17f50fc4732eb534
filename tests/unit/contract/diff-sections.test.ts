import { expect, test } from "vitest";
import { diffSections } from "../../../server/contract/diff-sections.ts";

test("splits a diff by its files", () => {
	const one = "diff --git a/a b/a\n@@ -1 +1 @@\n-x\n+y\n";
	const two = "diff --git a/b b/b\nBinary files a/b and b/b differ\n";
	expect(diffSections(one + two)).toEqual([one, two]);
	expect(diffSections("")).toEqual([]);
});

test("is not taken in by a file whose content looks like a diff", () => {
	const sly =
		"diff --git a/a b/a\n@@ -0,0 +1,3 @@\n+diff --git a/x b/x\n+y\u2028diff --git a/x b/x\n+z\rdiff --git a/x b/x\n";
	expect(diffSections(sly)).toEqual([sly]);
});

test("keeps the two parts of a file that became a link together", () => {
	const link = "diff --git a/a b/a\ndeleted file mode 100644\n-x\ndiff --git a/a b/a\nnew file mode 120000\n+y\n";
	expect(diffSections(`${link}diff --git a/b b/b\n`)).toEqual([link, "diff --git a/b b/b\n"]);
});
