import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MAX_REPLY, ReplyWriter } from "../../../server/chat/agent/reply-writer.ts";
import type { ChatDelta } from "../../../server/contract/chat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

function writer(redact = (text: string) => text) {
	const told: ChatDelta[] = [];
	const kept: string[] = [];
	const state = { tooLong: 0 };
	const one = new ReplyWriter({
		daemon: "worker",
		id: 7,
		redact,
		tell: (delta) => told.push(delta),
		keep: (text) => kept.push(text),
		onTooLong: () => {
			state.tooLong += 1;
		},
	});
	const shown = () => told.reduce((so, { from, text }) => so.slice(0, from) + text, "");
	return { one, told, kept, state, shown };
}

test("tells at most ten times a second, whole words first", () => {
	const { one, told, shown } = writer();
	for (let n = 0; n < 1_000; n++) {
		one.append("word ");
		vi.advanceTimersByTime(1);
	}
	expect(told.length).toBeLessThanOrEqual(11);
	one.append("half");
	vi.advanceTimersByTime(200);
	expect(shown().endsWith("word ")).toBe(true);
	expect(one.end().endsWith("word half")).toBe(true);
	expect(shown()).toBe(one.shown);
});

test("shows a word without end all the same", () => {
	const { one, shown } = writer();
	one.append("x".repeat(1_000));
	vi.advanceTimersByTime(200);
	expect(shown()).toBe("x".repeat(600));
	expect(one.end()).toBe("x".repeat(1_000));
});

test("what is blotted out later replaces what was shown", () => {
	const { one, shown } = writer((text) => text.replace(/key is \w+/, "key is [redacted]"));
	one.append("The key is ");
	vi.advanceTimersByTime(200);
	expect(shown()).toBe("The key is ");
	one.append("abc123 ");
	vi.advanceTimersByTime(200);
	one.end();
	expect(shown()).toBe("The key is [redacted] ");
});

test("is cut at its limit, once, without half a character", () => {
	const { one, state } = writer();
	for (let n = 0; n < 200; n++) one.append(`${"😀".repeat(500)}x`);
	expect(state.tooLong).toBe(1);
	const text = one.end();
	expect(text.length).toBeLessThanOrEqual(MAX_REPLY);
	expect(text).not.toMatch(/\p{Surrogate}/u);
});

test("keeps what there is now and then", () => {
	const { one, kept } = writer();
	vi.advanceTimersByTime(2_000);
	for (let n = 0; n < 30; n++) {
		one.append("word ");
		vi.advanceTimersByTime(100);
	}
	expect(kept.length).toBeGreaterThanOrEqual(2);
	expect(kept.length).toBeLessThanOrEqual(4);
});

test("goes over a reply anew only when there is more to show, and seldom when that takes long", () => {
	let times = 0;
	let clock = 0;
	vi.spyOn(performance, "now").mockImplementation(() => Date.now() + clock);
	const { one, shown } = writer((text) => {
		times += 1;
		clock += 20;
		return text;
	});
	one.append("word ");
	vi.advanceTimersByTime(100);
	expect(times).toBe(1);
	for (let n = 0; n < 100; n++) {
		one.append("x");
		vi.advanceTimersByTime(10);
	}
	expect(times).toBe(1);
	for (let n = 0; n < 100; n++) {
		one.append("word ");
		vi.advanceTimersByTime(10);
	}
	expect(times).toBeLessThanOrEqual(4);
	expect(one.end()).toBe(shown());
});
