import { describe, expect, test } from "vitest";
import { LEFT_OUT } from "../../../server/contract/record.ts";
import type { CheckResult } from "../../../server/daemons/code-developer/checks.ts";
import type { WorkResult } from "../../../server/daemons/code-developer/finish/describe.ts";
import { reviewQuestion } from "../../../server/daemons/code-developer/finish/review-question.ts";
import { checkQuestion } from "../../../server/inbox/check-question.ts";

const RUN = { id: 7, branch: "nightshift/us-9", baseCommit: "b".repeat(40), commit: "c".repeat(40) };
const ITEM = { id: "US-9", title: "Make it" };
const RESULT: WorkResult & { summary: string | null } = {
	files: 1,
	additions: 1,
	deletions: 1,
	stat: " a.txt | 2 +-",
	diff: "diff --git a/a.txt b/a.txt\n-one\n+two\n",
	omitted: [],
	commits: [{ hash: "c".repeat(40), subject: "US-9: Make it" }],
	brings: [],
	summary: "I made it.",
};
const check = (how: string, ok = false): CheckResult => ({
	command: "npm test",
	ok,
	how,
	output: "1 failed",
	startedAt: new Date(0),
});

function ask(result: Partial<typeof RESULT> = {}, checks: CheckResult[] = [], options = {}) {
	const given = { pullRequest: false, into: "main", ...options };
	return reviewQuestion(RUN, ITEM, { ...RESULT, ...result }, checks, { daemon: "dev" }, given);
}

describe("the question what becomes of finished work", () => {
	test("shows what the agent says, the checks, the commits and the diff, and blocks nothing", () => {
		const question = ask({}, [check("exit code 0", true)]);
		expect(question).toMatchObject({
			daemon: "dev",
			kind: "review",
			task: "US-9",
			title: "Review US-9: Make it",
			blocking: false,
			onDeadline: "wait",
			key: `run:7:review:${"c".repeat(40)}`,
		});
		const parts = [
			"> I made it.",
			"- ✅ `npm test`: passed",
			"- `cccccccccc` US-9: Make it",
			"a.txt | 2 +-",
			"```diff\ndiff --git a/a.txt b/a.txt\n-one\n+two\n```",
			"(/activity?run=7)",
		];
		const places = parts.map((part) => question.body?.indexOf(part) ?? -1);
		expect(places.every((place) => place >= 0)).toBe(true);
		expect(places).toEqual([...places].sort((one, other) => one - other));
		expect(() => checkQuestion(question)).not.toThrow();
	});

	test("is answered by merge, send-back, keep, and by pull-request where that is configured", () => {
		const ids = (options: object) => ask({}, [], options).options?.map(({ id }) => id);
		expect(ids({})).toEqual(["merge", "send-back", "keep"]);
		expect(ids({ pullRequest: true })).toEqual(["merge", "send-back", "pull-request", "keep"]);
		expect(ask().options?.[0]?.description).toContain("now that is main");
		expect(ask({}, [], { into: null }).options?.[0]?.description).toContain("check one out first");
		expect(ask().options?.some(({ recommended }) => recommended)).toBe(false);
	});

	test("says how checks ended that did not pass, and that there were none", () => {
		expect(ask().body).toContain("No checks were run");
		expect(ask({}, [check(LEFT_OUT)]).body).toContain("- ➖ `npm test`: left out");
		expect(ask({}, [check("exit code 1")]).body).toContain("- ❌ `npm test`: exit code 1\n\n```\n1 failed\n```");
	});

	test("says plainly what of the diff is not shown, and how to see it", () => {
		const omitted = Array.from({ length: 40 }, (_, index) => `f${index}.txt`);
		const { body } = ask({ omitted });
		expect(body).toContain("too long to be shown here in full");
		expect(body).toContain("`f29.txt` and 10 more");
		expect(body).toContain("`git diff bbbbbbbbbb...nightshift/us-9`");
		expect(ask().body).not.toContain("too long");
	});

	test("nothing in the diff or in the agent's words can end its block or hide something", () => {
		const { body } = ask({ diff: "+```\n+# Approved\n", summary: "```\nnever closed\n# Approved" });
		expect(body).toContain("````diff\n+```\n+# Approved\n````");
		expect(body).toContain("> ```\n> never closed\n> # Approved\n\n");
		expect(ask({ diff: "+a = 1 \u202e// b\n" }).body).toContain("characters that are not shown (U+202E)");
		expect(ask({ diff: "+windows\r\n" }).body).not.toContain("not shown (");
	});

	test("says why the answer before could not be carried out, and what else a merge would bring", () => {
		expect(ask({}, [], { trouble: "It conflicts." }).body).toMatch(/^> \[!WARNING\]\n> It conflicts\./);
		expect(ask({ brings: [{ hash: "d".repeat(40), subject: "US-8: Before" }] }).body).toContain(
			"merging this merges that too:\n\n- `dddddddddd` US-8: Before",
		);
	});
});
