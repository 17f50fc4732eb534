import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { RunChecks } from "../../../app/_features/work/run-checks.tsx";
import { LEFT_OUT } from "../../../server/contract/record.ts";

const check = (ok: boolean, how: string) => {
	const at = "2026-11-21T08:11:05.000Z";
	const html = renderToStaticMarkup(
		<RunChecks checks={[{ id: 1, command: "npm test", ok, how, output: "", startedAt: at, endedAt: at }]} />,
	);
	return { html, isOpen: /<details[^>]* open=""/.test(html) };
};

describe("a check of a run", () => {
	test("that failed is open and says so", () => {
		const { html, isOpen } = check(false, "exit code 1");
		expect(html).toContain("Failed");
		expect(html).toContain("exit code 1");
		expect(isOpen).toBe(true);
	});

	test("that the person left out is neutral, and no failed one", () => {
		const { html, isOpen } = check(false, LEFT_OUT);
		expect(html).toContain("Left out");
		expect(html).toContain("text-off");
		expect(html).not.toContain("Failed");
		expect(html).not.toContain("text-bad");
		expect(isOpen).toBe(false);
	});
});
