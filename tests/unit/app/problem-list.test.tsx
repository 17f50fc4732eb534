import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ProblemList } from "../../../app/_shell/problem-list.tsx";
import type { Problem } from "../../../server/contract/state.ts";

const problem = (id: string, severity: Problem["severity"] = "warning"): Problem => ({
	id,
	severity,
	text: `${id} is wrong.`,
	since: "2026-01-02T11:20:00Z",
});
const html = (problems: Problem[], narrow: boolean) =>
	renderToStaticMarkup(<ProblemList problems={problems} narrow={narrow} />);

describe("the problems above a page", () => {
	test("are no region when there are none", () => {
		expect(html([], true)).toBe("");
	});

	test("are told whole on a desk, and a single one also on a phone", () => {
		const two = html([problem("disk"), problem("database")], false);
		expect(two).not.toContain("<details");
		expect(two.match(/<li>/g)).toHaveLength(2);
		const one = html([problem("disk")], true);
		expect(one).not.toContain("<details");
		expect(one).toMatch(/^<section aria-label="Problems"/);
		expect(one).toContain("disk is wrong.");
	});

	test("are one line that opens on a phone, as grave as the worst of them", () => {
		const folded = html([problem("disk"), problem("database", "error")], true);
		expect(folded).toMatch(/^<section aria-label="Problems"[^>]*><details/);
		const [summary = "", rest = ""] = folded.split("</summary>");
		expect(summary).toContain("2 problems");
		expect(summary).toContain("bg-bad-soft");
		expect(rest).toContain("disk is wrong.");
		expect(rest).toContain("database is wrong.");
		expect(html([problem("disk"), problem("database")], true).split("</summary>")[0]).toContain("bg-warn-soft");
	});
});
