import { describe, expect, test } from "vitest";
import { choicesFor } from "../../../app/_features/chat/completion.ts";
import { chatPage, placeOf } from "../../../app/_features/chat/place.ts";
import { rowsOf } from "../../../app/_features/chat/rows.ts";
import {
	MOST,
	unsettled,
	type Window,
	withChanged,
	withDelta,
	withNewer,
	withOlder,
} from "../../../app/_features/chat/window.ts";
import type { ChatMessage } from "../../../server/contract/chat.ts";

function message(id: number, changes: Partial<ChatMessage> = {}): ChatMessage {
	return {
		id,
		daemon: "worker",
		at: new Date(Date.UTC(2026, 10, 21, 12, 0, id)).toISOString(),
		from: "nightshift",
		kind: "reply",
		text: `message ${id}`,
		state: "complete",
		action: null,
		command: null,
		question: null,
		replyTo: null,
		note: null,
		page: null,
		settled: true,
		version: 1,
		...changes,
	};
}
const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => message(from + n));
const window = (messages: ChatMessage[], more: Partial<Window> = {}): Window => ({
	messages,
	older: false,
	newer: false,
	...more,
});
const idsOf = ({ messages }: Window) => messages.map(({ id }) => id);

describe("the stretch of a conversation that a page has", () => {
	test("grows at both ends, and has nothing twice", () => {
		const middle = window(some(5, 6), { older: true, newer: true });
		const older = withOlder(middle, { messages: some(3, 5), older: true, newer: true });
		expect(older).toMatchObject({ older: true, newer: true });
		expect(idsOf(older)).toEqual([3, 4, 5, 6]);
		const both = withNewer(older, { messages: some(6, 8), older: true, newer: false });
		expect(idsOf(both)).toEqual([3, 4, 5, 6, 7, 8]);
		expect(both).toMatchObject({ older: true, newer: false });
	});

	test("forgets the far end when it is too long, and knows that there is more", () => {
		const full = window(some(1_000, 1_000 + MOST - 1));
		const back = withOlder(full, { messages: some(990, 999), older: false, newer: true });
		expect(back.messages).toHaveLength(MOST);
		expect(back).toMatchObject({ older: false, newer: true });
		const forth = withNewer(full, { messages: some(2_000, 2_009), older: true, newer: false });
		expect(forth.messages).toHaveLength(MOST);
		expect(forth).toMatchObject({ older: true, newer: false });
		expect(forth.messages.at(-1)?.id).toBe(2_009);
	});

	test("takes what has changed, and never goes back to an older version", () => {
		const before = window([message(1, { version: 3, text: "new" }), message(2, { settled: false })]);
		const after = withChanged(before, [
			message(1, { version: 2, text: "old" }),
			message(2, { version: 2 }),
			message(9),
		]);
		expect(after.messages.map(({ text }) => text)).toEqual(["new", "message 2"]);
		expect(unsettled(before)).toEqual([2]);
		expect(unsettled(after)).toEqual([]);
	});

	test("grows with what is streamed; a part that is missing is asked for", () => {
		const streaming = window([message(1, { state: "streaming", text: "The secret" })]);
		const delta = (from: number, text: string, id = 1) => ({ daemon: "worker", id, from, text });
		expect(withDelta(streaming, delta(10, " is"))?.messages[0]?.text).toBe("The secret is");
		expect(withDelta(streaming, delta(4, "[redacted]"))?.messages[0]?.text).toBe("The [redacted]");
		expect(withDelta(streaming, delta(20, "late"))).toBeNull();
		expect(withDelta(streaming, delta(0, "another", 7))).toBe(streaming);
		const ended = window([message(1)]);
		expect(withDelta(ended, delta(0, "late"))).toBe(ended);
	});
});

describe("the rows", () => {
	test("have a line for each day and one before what is new", () => {
		const other = new Date(Date.UTC(2026, 10, 24, 12)).toISOString();
		const rows = rowsOf(
			[message(1), message(2, { from: "person" }), message(3), message(4), message(5, { at: other })],
			2,
		);
		expect(rows.flatMap(({ day, message: { id } }) => (day ? id : []))).toEqual([1, 5]);
		expect(rows.flatMap(({ unread, message: { id } }) => (unread ? id : []))).toEqual([3]);
	});

	test("name an author once for what was said together", () => {
		const rows = rowsOf([message(1), message(2), message(3, { from: "person" }), message(4)], null);
		expect(rows.map(({ first }) => first)).toEqual([true, false, true, true]);
	});

	test("mark nothing as new where all is new, or what the person said", () => {
		expect(rowsOf([message(1), message(2)], 0).some(({ unread }) => unread)).toBe(false);
		expect(rowsOf([message(1), message(2, { from: "person" })], 1).some(({ unread }) => unread)).toBe(false);
	});
});

describe("completion", () => {
	const texts = (text: string) => choicesFor(text, ["code-developer", "chat-monitor"]).map((choice) => choice.text);
	test.each([
		["/", 10],
		["/st", 3],
		["/xyz", 0],
		["", 0],
		["stop", 0],
		["/usr/", 0],
		["/help ", 0],
		["/stop ", 2],
		["/stop code-developer", 0],
		["/stop code-developer now", 0],
	])("of %j has %i choices", (text, count) => expect(texts(text)).toHaveLength(count));

	test("leads on to the name", () => {
		expect(texts("/STO")).toEqual(["/stop "]);
		expect(texts("/tell ch")).toEqual(["/tell chat-monitor: "]);
	});
});

test("a place is the same after a way through the address", () => {
	for (const place of [
		{ daemon: null, at: null, search: null },
		{ daemon: "a b", at: 12, search: "x&y" },
	]) {
		expect(placeOf(new URL(chatPage(place), "http://x").searchParams)).toEqual(place);
	}
	expect(placeOf(new URLSearchParams("at=1e9&daemon=")).at).toBeNull();
});
