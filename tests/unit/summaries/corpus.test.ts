import { expect, onTestFinished, test } from "vitest";
import { extract } from "../../../server/summaries/extract.ts";
import type { SummaryTurn } from "../../../server/summaries/types.ts";
import { type ScannedConversation, scan } from "../../../server/transcripts/scan.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";

function turnsOf({ turns }: ScannedConversation): SummaryTurn[] {
	return turns.map(({ role, text, at, tool }) => ({
		role: role as SummaryTurn["role"],
		text,
		at,
		tool,
		output: tool?.output ?? null,
	}));
}

test("of every conversation of the corpus the extract tells the first request, what was run and failed, and the last reply", async () => {
	const corpus = unpackTranscripts();
	onTestFinished(corpus.remove);
	const summaries = new Map<string, Awaited<ReturnType<typeof extract>>>();
	for await (const conversation of scan([corpus.root], null, () => undefined)) {
		if (conversation.turns.length > 0) summaries.set(conversation.paths[0] ?? "", await extract(turnsOf(conversation)));
	}
	const whole = corpus.files.filter(
		({ expected, file }) => !expected.stub && !expected.subagent && !file.startsWith("derived/"),
	);
	expect(whole.length).toBeGreaterThan(10);
	for (const { path, expected, scenario } of whole) {
		const found = summaries.get(path);
		if (!found) continue; // its conversation begins in another file
		const { summary, keywords, errors } = found;
		const failed = expected.toolCalls.filter(({ ok }) => !ok).length;
		const [first = ""] = expected.userMessages;
		const last = expected.assistantMessages.at(-1) ?? "";
		expect(summary, scenario).toContain(`Asked: “${first.slice(0, 30)}`);
		expect(summary, scenario).toContain(last.replaceAll(/[*#]/g, "").trim().slice(0, 10));
		if (expected.toolCalls.length > 0) expect(summary).toContain(`Done: ${expected.toolCalls.length} tool call`);
		expect(/Failed: (\d+)/.exec(summary)?.[1] ?? "0", scenario).toBe(String(failed));
		expect(errors.length, scenario).toBeGreaterThanOrEqual(failed > 0 ? 1 : 0);
		expect(keywords.length, scenario).toBeGreaterThan(2);
	}
	const named = [...summaries].filter(([path]) => whole.some((file) => file.path === path));
	expect(named.length).toBeGreaterThan(10);
});
