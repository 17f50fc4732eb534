import type { RoadmapEntry, RoadmapView, RunSummary } from "../../../server/contract/work.ts";

/** An item of the roadmap page, but for what the test says. Its `ref` follows its id unless given. */
export function entry(id: string, over: Partial<RoadmapEntry> = {}): RoadmapEntry {
	const status = over.status ?? "planned";
	return {
		ref: id,
		id,
		alias: null,
		title: `The work of ${id}`,
		status,
		shown: status,
		line: 10,
		estimate: null,
		dependsOn: [],
		warnings: [],
		run: null,
		aside: null,
		next: false,
		tickets: [],
		tasks: { done: 0, total: 0 },
		...over,
	};
}

export function view(items: RoadmapEntry[], over: Partial<RoadmapView> = {}): RoadmapView {
	return {
		daemon: "code-developer",
		file: "/shop/ROADMAP.md",
		version: "v1",
		warnings: [],
		items,
		next: { why: "All items are done." },
		...over,
	};
}

export function run(over: Partial<RunSummary> = {}): RunSummary {
	return {
		id: 1,
		daemon: "code-developer",
		item: "US-1",
		title: "The work of US-1",
		status: "done",
		branch: "nightshift/us-1",
		worktree: "/shop/.worktrees/us-1",
		baseCommit: "a".repeat(40),
		commit: null,
		outcome: null,
		result: null,
		waitsFor: null,
		reason: null,
		agent: null,
		startedAt: "2026-11-21T05:00:00.000Z",
		endedAt: null,
		activeMs: 0,
		inputTokens: 0,
		outputTokens: 0,
		cost: 0,
		currency: null,
		...over,
	};
}
