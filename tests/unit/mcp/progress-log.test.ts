import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { NewActivity } from "../../../server/contract/activity.ts";
import { ProgressLog } from "../../../server/mcp/progress-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function makeLog() {
	const written: NewActivity[] = [];
	const lost: unknown[] = [];
	const state = { fails: false };
	const log = new ProgressLog(
		async (entry) => {
			if (state.fails) throw new Error("no database");
			written.push(entry);
		},
		(error) => lost.push(error),
	);
	const report = (title: string, name = "bot") => log.report(name, { kind: "message", title, daemon: name });
	return { log, written, lost, state, report, titles: () => written.map(({ title }) => title) };
}

test("what comes now and then is written at once", async () => {
	const { report, titles } = makeLog();
	for (let step = 1; step <= 30; step += 1) {
		expect(await report(`step ${step}`)).toBe(true);
		await vi.advanceTimersByTimeAsync(10_000);
	}
	expect(titles()).toHaveLength(30);
});

test("of a flood the first reports are written, and then the last of each while with the number of the others", async () => {
	const { report, written, titles } = makeLog();
	for (let step = 1; step <= 100; step += 1) await report(`step ${step}`);
	expect(titles()).toHaveLength(10);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(written.at(-1)).toMatchObject({ title: "step 100", detail: "89 more reports came just before this one." });
	expect(titles()).toHaveLength(11);
});

test("one agent's flood is not another's", async () => {
	const { report } = makeLog();
	for (let step = 1; step <= 20; step += 1) await report(`step ${step}`);
	expect(await report("quiet", "other")).toBe(true);
});

test("the same again says nothing new", async () => {
	const { report, titles } = makeLog();
	expect([await report("done"), await report("done")]).toEqual([true, false]);
	expect(titles()).toEqual(["done"]);
});

test("what is put off is written when the program ends, or said to be lost", async () => {
	const { log, report, titles, state, lost } = makeLog();
	for (let step = 1; step <= 12; step += 1) await report(`step ${step}`);
	await log.close();
	expect(titles().at(-1)).toBe("step 12");
	await report("one more");
	state.fails = true;
	await log.close();
	expect(lost).toHaveLength(1);
});

test("of very many agents the ones that reported last are kept count of, and nothing they put off is lost", async () => {
	const { report, titles } = makeLog();
	for (let step = 1; step <= 12; step += 1) await report(`step ${step}`);
	expect(titles()).toHaveLength(10);
	for (let agent = 1; agent <= 200; agent += 1) await report("hello", `agent-${agent}`);
	expect(titles().filter((title) => title !== "hello")).toContain("step 12");
	expect(await report("hello", "agent-200")).toBe(false); // still known
	expect(await report("step 12")).toBe(true); // begins anew
});
