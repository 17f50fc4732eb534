import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RuleItem } from "../../../app/_features/rules/rule-item.tsx";
import type { Rule } from "../../../server/contract/rule.ts";

const rule: Rule = {
	id: "R-3",
	daemon: "code-developer",
	item: null,
	agent: null,
	decision: "allow",
	pattern: "execute:npm test",
	ticket: null,
	note: null,
	createdAt: "2026-11-20T08:00:00.000Z",
	expiresAt: null,
	revokedAt: null,
	uses: 0,
	lastUsedAt: null,
	answered: [],
};

test.each([true, false])("a rule's buttons are called by the words on them (ended: %s)", (ended) => {
	const html = renderToStaticMarkup(
		<RuleItem rule={rule} ended={ended} onChange={() => undefined} onRevoke={() => undefined} />,
	);
	const buttons = [...html.matchAll(/<button[^>]* aria-label="([^"]*)"[^>]*>([^<]*)<\/button>/g)];
	expect(buttons).toHaveLength(ended ? 1 : 2);
	for (const [, label, words = ""] of buttons) expect(label).toBe(`${words.replace("…", "")} R-3, execute:npm test`);
});
