import { expect, test } from "vitest";
import { withOwnPatterns } from "../../../server/redact/own-redactor.ts";
import { recordRedactor } from "../../../server/redact/record-redactor.ts";

const redact = (patterns: string[], texts: string[]) => withOwnPatterns(recordRedactor([]), patterns)(texts);

test("what a person's own expressions describe is blotted out as well", async () => {
	const { texts, found } = await redact(
		["ACME-[0-9]{6}", "(?i)codename \\w+"],
		["of ACME-123456, Codename Owl", "none"],
	);
	expect(texts).toEqual(["of [redacted], [redacted]", "none"]);
	expect(found).toBe(1);
});

test("one that would take a backtracking engine for ever takes no time", async () => {
	const begun = performance.now();
	await redact(["(a+)+$"], [`${"a".repeat(20_000)}b`]);
	expect(performance.now() - begun).toBeLessThan(5_000);
});
