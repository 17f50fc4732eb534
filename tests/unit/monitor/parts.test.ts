import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { NewActivity } from "../../../server/contract/activity.ts";
import { joinParts, leftOut, partsToKeep } from "../../../server/conversations/apply/cut-text.ts";
import { foldChanges } from "../../../server/conversations/apply/fold.ts";
import { dayOf } from "../../../server/daemons/chat-monitor/errands.ts";
import { FairQueue } from "../../../server/daemons/chat-monitor/fair-queue.ts";
import { FileNews } from "../../../server/daemons/chat-monitor/file-news.ts";
import { PieceSize } from "../../../server/daemons/chat-monitor/piece-size.ts";
import { describeUnreadable, describeUnwatched } from "../../../server/daemons/chat-monitor/sentences.ts";
import { transcriptPaths } from "../../../server/daemons/chat-monitor/transcript-paths.ts";

describe("whose turn it is", () => {
	const take = (queue: FairQueue, count: number) => Array.from({ length: count }, () => queue.take()?.path);

	test("what happens now comes first, and what was there is not forgotten for it", () => {
		const queue = new FairQueue();
		for (const path of ["old 1", "old 2"]) queue.add(path, "backlog");
		for (const path of ["a", "b", "c", "d"]) queue.add(path, "live");
		expect(take(queue, 7)).toEqual(["a", "b", "c", "old 1", "d", "old 2", undefined]);
	});

	test("a file is in it once, and what happens to an old one brings it forward", () => {
		const queue = new FairQueue();
		queue.add("old", "backlog");
		queue.add("old", "live");
		queue.add("old", "backlog");
		expect(queue.take()).toEqual({ path: "old", lane: "live" });
		expect(queue.take()).toBeNull();
	});

	test("whoever waits is woken by what comes, and by the end", async () => {
		const queue = new FairQueue();
		const end = new AbortController();
		const filled = queue.filled(end.signal);
		queue.add("a", "live");
		await filled;
		queue.take();
		const ended = queue.filled(end.signal);
		end.abort();
		await ended;
	});
});

test("a piece is as large as can be stored in a moment", () => {
	const piece = new PieceSize();
	const first = piece.size;
	piece.took(200);
	expect(piece.size).toBe(first / 2);
	for (let count = 0; count < 50; count += 1) piece.took(1);
	expect(piece.size).toBe(piece.buffer.length);
	for (let count = 0; count < 50; count += 1) piece.took(500);
	expect(piece.size).toBe(32 * 1024);
});

describe("which paths are transcripts, and which folders hold some", () => {
	const root = "/home/me/.claude/projects";

	test("of a known tool", () => {
		const { isTranscript, mayHold } = transcriptPaths({ name: "claude", format: "claude", root, patterns: [] });
		expect(isTranscript(`${root}/-app/x.jsonl`)).toBe(true);
		expect(isTranscript(`${root}/-app/x.jsonl.1`)).toBe(false);
		expect(isTranscript(`${root}/-app/session/subagents/agent-1.jsonl`)).toBe(true);
		expect([root, `${root}/-app`, `${root}/-app/session`, `${root}/-app/session/subagents`].every(mayHold)).toBe(true);
		expect(mayHold(`${root}/-app/session/tool-results`)).toBe(false);
	});

	test("of patterns of one's own, with hidden folders, braces and any depth", () => {
		const of = (...patterns: string[]) => transcriptPaths({ name: "x", format: "log", root: "/logs", patterns });
		expect(of("*.log").mayHold("/logs/deep")).toBe(false);
		expect(of("**/*.log").mayHold("/logs/.a/b/c")).toBe(true);
		expect(of("**/*.log").isTranscript("/logs/.a/b/c/d.log")).toBe(true);
		expect(of("{a,b}/*.log").mayHold("/logs/b")).toBe(true);
		expect(of("a/b/*.log").mayHold("/logs/a")).toBe(true);
		expect(of("a/b/*.log").mayHold("/logs/b")).toBe(false);
	});
});

describe("the hour of the consolidation", () => {
	const at = (text: string) => Temporal.Instant.from(text);

	test.each([
		["2026-11-21T01:59:00Z", "UTC", "2026-11-20"],
		["2026-11-21T02:00:00Z", "UTC", "2026-11-21"],
		["2026-11-21T01:30:00Z", "Europe/Berlin", "2026-11-21"],
		["2026-11-21T05:00:00Z", "America/New_York", "2026-11-20"],
	])("at %s in %s it came last on %s", (now, zone, day) => {
		expect(dayOf(120, zone, at(now))).toBe(day);
	});
});

test("what keeps it from reading or watching is a sentence that says what to do", () => {
	expect(describeUnreadable(new Set())).toBeNull();
	expect(describeUnreadable(new Set(["/a", "/b", "/c"]))).toBe(
		"/a and 2 more cannot be read; make them readable for your user.",
	);
	const failure = (code: string) => Object.assign(new Error(code), { code });
	expect(describeUnwatched(failure("ENOSPC"), 5_000)).toMatch(/every 5 s instead.*max_user_watches/);
	expect(describeUnwatched(failure("EMFILE"), 5_000)).toMatch(/limit of open files/);
	expect(describeUnwatched(failure("ENOENT"), 5_000)).toBeNull();
});

describe("what is told of files", () => {
	test("few by name, many together, and a stretch of talk once", () => {
		const told: NewActivity[] = [];
		const news = new FileNews((entry) => told.push(entry));
		news.tell("/t/a.jsonl", "unreadable", "EACCES");
		for (let count = 0; count < 200; count += 1) news.tell(`/t/${count}.jsonl`, "gone");
		for (let count = 0; count < 5; count += 1) news.grew("/t/b.jsonl", "claude", 2);
		news.flush();
		expect(told).toMatchObject([
			{ title: "The transcript a.jsonl cannot be read", outcome: "failed", detail: "/t/a.jsonl\nEACCES" },
			{ title: "200 transcripts are gone; what they told is kept" },
			{ title: "Recorded 10 turns of claude, from b.jsonl" },
		]);
		expect(told[1]?.detail?.split("\n")).toHaveLength(101);
		news.flush();
		expect(told).toHaveLength(3);
	});
});

describe("a text that is too long", () => {
	test("keeps its beginning and its end, and says how much is missing", () => {
		const text = `${"a".repeat(50_000)}${"b".repeat(50_000)}`;
		const parts = partsToKeep(text, 900);
		expect(parts).toHaveLength(2);
		const kept = joinParts(parts, text.length, 900);
		expect(kept).toMatch(/^a{600}\n\(… 99,100 characters left out …\)\nb{300}$/);
		expect(leftOut(kept, 900)).toBe(99_100);
	});

	test("one that is hardly longer is cut as well, a short one is not, and no character is halved", () => {
		const text = "😀".repeat(500);
		const kept = joinParts(partsToKeep(text, 901), text.length, 901);
		expect(kept).not.toMatch(/\p{Surrogate}/u);
		expect(leftOut(kept, 901)).toBeGreaterThan(90);
		expect(joinParts(partsToKeep("short", 900), 5, 900)).toBe("short");
		expect(leftOut("short", 900)).toBe(0);
	});
});

test("what a batch tells is taken together: the last of each key, the result whichever came first, what was taken back", () => {
	const turn = (key: string, text: string) => ({ type: "turn", key, role: "user", at: null, text }) as const;
	const { sessions, lastSession, malformed, unknown } = foldChanges([
		{ type: "malformed" },
		{ type: "about", session: "s", model: "m" },
		{ type: "result", key: "t", at: null, output: "out", ok: false },
		turn("a", "first"),
		turn("a", "second"),
		turn("b", "gone"),
		{ type: "drop", key: "b" },
		{ type: "unknown", kind: "x" },
		{ type: "unknown", kind: "x" },
		{ ...turn("t", "Bash"), role: "tool", tool: { name: "Bash", input: null, ok: null } },
		{ type: "time", at: "2026-11-20T10:00:00.000Z" },
		{ type: "time", at: "2026-11-20T09:00:00.000Z" },
	]);
	expect({ lastSession, malformed, unknown }).toEqual({ lastSession: "s", malformed: 1, unknown: { x: 2 } });
	expect(sessions).toHaveLength(1);
	const [{ turns, from, to } = { turns: new Map(), from: "", to: "" }] = sessions;
	expect([from, to]).toEqual(["2026-11-20T09:00:00.000Z", "2026-11-20T10:00:00.000Z"]);
	expect(turns.get("a")).toMatchObject({ turn: { text: "second" } });
	expect(turns.get("b")).toMatchObject({ gone: true });
	expect(turns.get("t")).toMatchObject({ ok: false, output: "out", turn: { text: "Bash" } });
});
