import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { AgentToolCall } from "../../../server/agents/types.ts";
import { NightshiftError } from "../../../server/contract/errors.ts";
import type { Database } from "../../../server/db/open.ts";
import { recordCheck } from "../../../server/work/record-check.ts";
import { TurnRecorder, type TurnRecorderOptions } from "../../../server/work/turn-recorder.ts";
import { tempDatabase } from "../../support/database.ts";
import { createRun } from "../../support/runs.ts";

function recorderOf(db: Database, runId: number, changes: Partial<TurnRecorderOptions> = {}) {
	const faults: unknown[] = [];
	const options = {
		db,
		runId,
		persist: <T>(operation: () => Promise<T>) => operation(),
		redact: (text: string) => text.replaceAll("hunter2", "[redacted]"),
		onFault: (error: unknown) => faults.push(error),
		...changes,
	};
	return { recorder: new TurnRecorder(options), faults };
}

const callOf = (changes: Partial<AgentToolCall> = {}): AgentToolCall => ({
	id: "call-1",
	title: "Run the tests",
	kind: "execute",
	status: "in_progress",
	command: "npm test",
	output: null,
	changes: [],
	paths: [],
	...changes,
});

const turnsOf = (db: Database) =>
	db.read(({ turn }) => turn.findMany({ include: { calls: { orderBy: { id: "asc" } } }, orderBy: { number: "asc" } }));
const runOf = (db: Database, id: number) => db.read(({ run }) => run.findUniqueOrThrow({ where: { id } }));

test("records a turn with what the agent said, did and used, without secrets", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const { recorder, faults } = recorderOf(db, id);
	await recorder.begin("Do it with hunter2.");
	recorder.message("I use hun");
	recorder.message("ter2.");
	recorder.tool(callOf());
	recorder.tool(callOf({ status: "completed", output: "hunter2 is fine", command: "echo hunter2" }));
	recorder.tool(
		callOf({
			id: "call-2",
			title: "Write a.txt",
			kind: "edit",
			changes: [{ path: "a.txt", oldText: null, newText: "hunter2\n" }],
		}),
	);
	recorder.usage({ contextUsed: 1, contextSize: 2, cost: { amount: 0.5, currency: "USD" } });
	await recorder.end({ stopReason: "end_turn", usage: { inputTokens: 100, outputTokens: 20 } });

	const [turn] = await turnsOf(db);
	expect(turn).toMatchObject({
		number: 1,
		prompt: "Do it with [redacted].",
		reply: "I use [redacted].",
		stopReason: "end_turn",
		inputTokens: 100,
		outputTokens: 20,
		cost: 0.5,
		currency: "USD",
	});
	expect(turn?.endedAt).toBeInstanceOf(Date);
	expect(turn?.calls).toMatchObject([
		{ callId: "call-1", status: "completed", command: "echo [redacted]", output: "[redacted] is fine" },
		{
			callId: "call-2",
			status: "interrupted",
			endedAt: null,
			changes: [{ path: "a.txt", oldText: null, newText: "[redacted]\n" }],
		},
	]);
	expect(turn?.calls[0]?.endedAt).toBeInstanceOf(Date);
	expect(await runOf(db, id)).toMatchObject({ inputTokens: 100, outputTokens: 20, cost: 0.5, currency: "USD" });
	expect(faults).toEqual([]);
});

test("shows what happens while the turn runs", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const { recorder } = recorderOf(db, id);
	await recorder.begin("Go");
	recorder.message("Looking around.");
	recorder.tool(callOf());
	await vi.waitFor(async () => expect((await turnsOf(db))[0]?.calls).toHaveLength(1), { timeout: 5_000 });
	expect((await turnsOf(db))[0]).toMatchObject({ reply: "Looking around.", endedAt: null });
	await recorder.close();
	expect((await turnsOf(db))[0]).toMatchObject({ stopReason: "interrupted" });
});

test("writes a flood of updates as a few changes, and keeps the last state of each call", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const writing = vi.spyOn(db, "write");
	const { recorder } = recorderOf(db, id);
	await recorder.begin("Go");
	for (let update = 0; update < 50_000; update++) {
		recorder.tool(callOf({ id: `call-${update % 100}`, output: `update ${update}` }));
		recorder.message("word ");
		if (update % 5_000 === 0) await sleep(1);
	}
	await recorder.end({ stopReason: "end_turn" });
	expect(writing.mock.calls.length).toBeLessThan(15);
	const [turn] = await turnsOf(db);
	expect(turn?.calls).toHaveLength(100);
	expect(turn?.calls.map(({ output }) => output)).toContain("update 49999");
	expect(turn?.reply.length).toBeLessThanOrEqual(100_000);
	expect(turn?.reply).toMatch(/^word .*left out.*word $/s);
});

test("loses none of a flood of different calls", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const writing = vi.spyOn(db, "write");
	const { recorder, faults } = recorderOf(db, id);
	await recorder.begin("Go");
	for (let call = 0; call < 20_000; call++) {
		recorder.tool(callOf({ id: `call-${call}`, status: "completed" }));
		if (call % 100 === 0) await sleep(1);
	}
	await recorder.end({ stopReason: "end_turn" });
	expect(faults).toEqual([]);
	expect(await db.read(({ toolCall }) => toolCall.count())).toBe(20_000);
	expect(writing.mock.calls.length).toBeLessThan(50);
});

test("keeps no more than its share of a run's changes", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const { recorder } = recorderOf(db, id);
	await recorder.begin("Go");
	const text = "x".repeat(150_000);
	for (let file = 0; file < 30; file++) {
		const changes = [{ path: `${file}.txt`, oldText: null, newText: text }];
		recorder.tool(callOf({ id: `call-${file}`, status: "completed", changes }));
		recorder.tool(callOf({ id: `call-${file}`, status: "completed", changes }));
	}
	await recorder.end({ stopReason: "end_turn" });
	const changes = (await turnsOf(db))[0]?.calls.map((call) => JSON.stringify(call.changes)) ?? [];
	expect(changes).toHaveLength(30);
	expect(changes.join("").length).toBeLessThan(2_100_000);
	expect(changes.filter((one) => !one.includes("omitted"))).toHaveLength(13);

	const { recorder: next } = recorderOf(db, id);
	await next.begin("Again");
	next.tool(callOf({ changes: [{ path: "more.txt", oldText: null, newText: text }] }));
	await next.end({ stopReason: "end_turn" });
	expect((await turnsOf(db))[1]?.calls[0]?.changes).toMatchObject([{ path: "more.txt", omitted: true }]);
});

test("ends a turn that a crash left open, with its calls, when the run goes on", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const { recorder: crashed } = recorderOf(db, id);
	await crashed.begin("Go");
	crashed.tool(callOf());
	await vi.waitFor(async () => expect((await turnsOf(db))[0]?.calls).toHaveLength(1), { timeout: 5_000 });

	const { recorder } = recorderOf(db, id);
	await recorder.begin("Go on");
	const [first, second] = await turnsOf(db);
	expect(first).toMatchObject({ number: 1, stopReason: "interrupted", calls: [{ status: "interrupted" }] });
	expect(first?.endedAt?.getTime()).toBe(first?.calls[0]?.startedAt.getTime());
	expect(second).toMatchObject({ number: 2, prompt: "Go on", endedAt: null });
	await recorder.close();
	await crashed.close();
});

test("adds to the run what a resumed session costs on top, whether it goes on counting or begins anew", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const costs = [[0.25, 0.5], [0.75], [0.125]];
	for (const amounts of costs) {
		const { recorder } = recorderOf(db, id);
		await recorder.begin("Go");
		for (const amount of amounts) {
			recorder.usage({ contextUsed: null, contextSize: null, cost: { amount, currency: "USD" } });
		}
		await recorder.end({ stopReason: "end_turn" });
	}
	expect((await turnsOf(db)).map(({ cost }) => cost)).toEqual([0.5, 0.25, 0.125]);
	expect(await runOf(db, id)).toMatchObject({ cost: 0.875, currency: "USD" });
});

test("does not count the time in which the agent waits for a person", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const { recorder } = recorderOf(db, id);
	const clock = vi.spyOn(performance, "now").mockReturnValue(1_000);
	try {
		await recorder.begin("Go");
		clock.mockReturnValue(2_000);
		recorder.waiting(true);
		recorder.waiting(true);
		clock.mockReturnValue(60_000);
		recorder.waiting(false);
		clock.mockReturnValue(90_000);
		recorder.waiting(false);
		clock.mockReturnValue(90_500);
		await recorder.end({ stopReason: "end_turn" });
	} finally {
		clock.mockRestore();
	}
	expect((await runOf(db, id)).activeMs).toBe(1_500);
});

test("keeps what could not be written until it can be, and says so", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	let broken = false;
	const { recorder, faults } = recorderOf(db, id, {
		persist: (operation) =>
			broken ? Promise.reject(new NightshiftError("database-unavailable", "Not now.")) : operation(),
	});
	await recorder.begin("Go");
	broken = true;
	recorder.tool(callOf());
	recorder.message("Hello");
	recorder.usage({ contextUsed: null, contextSize: null, cost: { amount: 1, currency: "USD" } });
	await vi.waitFor(() => expect(faults).toHaveLength(1), { timeout: 5_000 });
	broken = false;
	recorder.tool(callOf({ status: "completed" }));
	await recorder.end({ stopReason: "end_turn" });
	expect(await turnsOf(db)).toMatchObject([{ reply: "Hello", cost: 1, calls: [{ status: "completed" }] }]);
});

test("stores what agents send, however odd: half characters, endless names, zero bytes", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const { recorder, faults } = recorderOf(db, id);
	await recorder.begin("\ud83d");
	recorder.message("a\u0000b\udc00");
	recorder.tool(callOf({ id: "i".repeat(100_000), title: "t".repeat(100_000), kind: "k".repeat(1_000) }));
	recorder.tool(callOf({ id: "2", title: "", command: "c".repeat(300_000), output: "o\u0000".repeat(200_000) }));
	await recorder.end({ stopReason: "end_turn", usage: { inputTokens: Number.NaN, outputTokens: -3 } });
	const [turn] = await turnsOf(db);
	expect(turn).toMatchObject({ prompt: "\ufffd", reply: "a\u0000b\ufffd", inputTokens: null });
	expect(turn?.calls.map((call) => call.title.length)).toEqual([500, "(no title)".length]);
	expect(turn?.calls[1]?.output?.length).toBeLessThanOrEqual(20_000);
	expect(turn?.calls[1]?.output).toMatch(/^o\u0000o.*o\u0000$/s);
	expect(faults).toEqual([]);
});

test("keeps a check with its output", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const startedAt = new Date(Date.now() - 1_000);
	await recordCheck(db, {
		runId: id,
		command: "npm test",
		ok: false,
		how: "exit code 1",
		output: "x".repeat(50_000),
		startedAt,
	});
	const [check] = await db.read((prisma) => prisma.check.findMany());
	expect(check).toMatchObject({ runId: id, ok: false, how: "exit code 1", startedAt });
	expect(check?.output.length).toBeLessThanOrEqual(20_000);
});
