import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";

const TABLE = join(packageRoot(), "docs", "supervision.md");

test("each of the 45 cases of the documentation has the tests that it names", () => {
	const rows = [...readFileSync(TABLE, "utf8").matchAll(/^\| (\d+) \|.*\| (.*) \|$/gm)];
	expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 45 }, (_, n) => n + 1));
	for (const [, number, tests = ""] of rows) {
		const files = [...tests.matchAll(/\]\(([^)]+)\)/g)].map(([, path = ""]) => join(dirname(TABLE), path));
		expect(files, `case ${number}`).not.toEqual([]);
		const named = new RegExp(`case ${number}\\b`);
		for (const file of files) expect(readFileSync(file, "utf8"), `${file} for case ${number}`).toMatch(named);
	}
});
