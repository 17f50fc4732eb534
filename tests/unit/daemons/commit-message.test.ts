import { describe, expect, test } from "vitest";
import { commitMessage, subject } from "../../../server/daemons/code-developer/finish/commit-message.ts";

const ITEM = { id: "US-9", title: "Make it" };

describe("a commit's message", () => {
	test("has the item, what was done, the checks that passed, and a trailer", () => {
		expect(commitMessage(ITEM, "Made it.\n\n- one\n- two", ["npm test", "npm run lint"])).toBe(
			"US-9: Make it\n\nMade it.\n\n- one\n- two\n\nChecks passed:\n- npm test\n- npm run lint\n\nNightshift-Item: US-9\n",
		);
		expect(commitMessage(ITEM, null, [])).toBe("US-9: Make it\n\nNightshift-Item: US-9\n");
	});

	test("is plain text of at most 72 columns; what belongs to a list stays under it", () => {
		const long = "word ".repeat(30).trim();
		const message = commitMessage(
			ITEM,
			`## Done\n\n**Bold** and [a link](http://x).\n- ${long}\n\`\`\`js\ncode()\n\`\`\``,
			[],
		);
		const lines = message.split("\n");
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
		expect(lines.slice(2, 5)).toEqual(["Done", "", "Bold and a link."]);
		expect(lines[6]).toMatch(/^ {2}word/);
		expect(message).not.toContain("code()");
	});

	test("lets no text sign, close or name anything in the committer's name", () => {
		const summary =
			"Done.\n\nSigned-off-by: Eve <e@x>\n- Co-authored-by: Eve <e@x>\nNightshift-Item: US-1\nChange-Id: I1";
		expect(commitMessage(ITEM, summary, [])).toBe("US-9: Make it\n\nDone.\n\nNightshift-Item: US-9\n");
		const item = { id: "US-9\nSigned-off-by: Eve", title: "It\n\nCo-authored-by: Eve <e@x>" };
		expect(commitMessage(item, null, []).split("\n").slice(2)).toEqual([
			"Nightshift-Item: US-9 Signed-off-by: Eve",
			"",
		]);
	});

	test("has twenty lines of what was done, and no hidden characters", () => {
		const many = Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\n");
		const body = commitMessage(ITEM, many, []).split("\n").slice(2, -3);
		expect(body).toHaveLength(20);
		expect(body.at(-1)).toBe("…");
		expect(commitMessage(ITEM, "a\u202eb\u0007", [])).toContain("\nab\n");
	});

	test("takes time in proportion to its length", () => {
		const began = performance.now();
		commitMessage(ITEM, `${"**".repeat(200_000)}${"[".repeat(200_000)}`, []);
		expect(performance.now() - began).toBeLessThan(1_000);
	});
});

test("a subject is cut at a word", () => {
	expect(subject("US-9: Make it")).toBe("US-9: Make it");
	const cut = subject(`US-9: ${"wonderful ".repeat(10)}`);
	expect(cut).toBe("US-9: wonderful wonderful wonderful wonderful wonderful wonderful…");
	expect(subject(`US-9: ${"x".repeat(100)}`)).toHaveLength(72);
	expect(subject("exactly four", 12)).toBe("exactly four");
});
