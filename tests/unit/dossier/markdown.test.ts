import { expect, test } from "vitest";
import type { Dossier } from "../../../server/contract/dossier.ts";
import { dossierToMarkdown } from "../../../server/dossier/to-markdown.ts";

const DOSSIER: Dossier = {
	v: 1,
	id: "20260101T000000000Z-aaaaaaaa",
	daemon: "bot",
	instance: "aaaaaaaa-1111",
	at: "2026-01-01T00:00:00.000Z",
	kind: "exit",
	title: "It exited with 3",
	exit: { code: 3, signal: null, cause: "crash", at: "", forced: false, survivors: [{ pid: 7, command: "helper" }] },
	diagnosis: null,
	decision: "It exited with 3; it is started again after a pause.",
	ranMs: 12_345,
	command: ["node", "bot.mjs"],
	cwd: "/srv",
	changes: { since: "2025-12-31T00:00:00.000Z", changed: ["The setting env.A_KEY was changed."] },
	status: {
		v: 1,
		activity: "working",
		task: { id: "US-1", title: "One" },
		plan: [{ title: "Step", status: "failed" }],
	},
	heartbeatAt: "2025-12-31T23:59:59.000Z",
	vitals: [
		[1, 12.5, 1_048_576],
		[2, null, 2_097_152],
	],
	log: ["up", "```", "# not a heading"],
};

test("a dossier reads as Markdown, and nothing in its log ends the block that it is in", () => {
	const text = dossierToMarkdown(DOSSIER);
	expect(text).toContain("# bot: It exited with 3\n\n- When: 2026-01-01T00:00:00.000Z\n- Exit code: 3\n- Cause: crash");
	expect(text).toContain("- Left running: helper (pid 7)");
	expect(text).toContain("- The setting env.A\\_KEY was changed.");
	expect(text).toContain("- Task: US-1: One\n- Step 1 (failed): Step");
	expect(text).toContain("- Processor: at most 12.5 % of a core\n- Memory: 2.0 MiB at the end, at most 2.0 MiB");
	expect(text).toContain("````\nup\n```\n# not a heading\n````");
});

test("what is not known is said, or left out", () => {
	const unknown = {
		exit: null,
		ranMs: null,
		changes: null,
		status: null,
		vitals: [],
		log: [],
		decision: null,
	} as const;
	const text = dossierToMarkdown({ ...DOSSIER, ...unknown, vitals: [], log: [], kind: "hang", diagnosis: "It waits." });
	expect(text).not.toContain("Exit code");
	expect(text).toContain("It waits.");
	expect(text).toContain("nothing to compare with");
	expect(text).toContain("It has written no status file.");
	expect(text).toContain("Nothing is known of what it used.");
	expect(text).toContain("The log is empty.");
	expect(text).not.toContain("null");
});
