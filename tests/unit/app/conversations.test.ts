import { expect, test } from "vitest";
import { byDay, found, neighbour } from "../../../app/_features/conversations/entries.ts";
import { conversationsPage, placeOf } from "../../../app/_features/conversations/place.ts";
import { rowsOf } from "../../../app/_features/conversations/rows.ts";
import {
	MOST,
	settledTo,
	type Window,
	withEnd,
	withNewer,
	withOlder,
} from "../../../app/_features/conversations/window.ts";
import { folderName, usageWords } from "../../../app/_features/conversations/words.ts";
import type { ListedTurn, RecordedConversation, TurnPage } from "../../../server/contract/conversations.ts";

function turn(id: number, more: Partial<ListedTurn> = {}): ListedTurn {
	const at = new Date(Date.UTC(2026, 10, 20, 10, 0, id)).toISOString();
	const text = `turn ${id}`;
	return {
		id,
		role: "user",
		at,
		text,
		tool: null,
		output: null,
		sidechain: false,
		trigger: false,
		cut: 0,
		left: 0,
		...more,
	};
}
const turns = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => turn(from + n));
const page = (from: number, to: number, more: Partial<TurnPage> = {}): TurnPage => ({
	turns: turns(from, to),
	older: from > 1,
	newer: false,
	...more,
});
const ids = ({ turns }: Window) => turns.map(({ id }) => id);

test("a place is read from its address as it was written, and what makes no sense in it is left out", () => {
	const place = placeOf(new URLSearchParams("id=7&at=9&q=lost+lines&source=codex&from=2026-11-20&backup=1&within=1"));
	expect(conversationsPage(place)).toBe(
		"/conversations?source=codex&from=2026-11-20&backup=1&q=lost+lines&within=1&id=7&at=9",
	);
	expect(conversationsPage(placeOf(new URLSearchParams("id=-1&at=x&from=yesterday&backup=no")))).toBe("/conversations");
});

test("what a subagent did is one row until any of its turns is opened", () => {
	const talk = [turn(1), turn(2, { sidechain: true }), turn(3, { sidechain: true, role: "tool" }), turn(4)];
	const folded = rowsOf(talk, () => false);
	expect(folded.map(({ kind }) => kind)).toEqual(["turn", "fold", "turn"]);
	const open = rowsOf(talk, ({ id }) => id === 3);
	expect(open.map(({ key }) => key)).toEqual(["1", "fold-3", "2", "3", "4"]);
	// Whoever speaks below the heading is named.
	expect(open[2]).toMatchObject({ first: true });
	expect(rowsOf([...talk, turn(100_000)], () => false).map(({ day }) => day !== null)).toEqual([
		true,
		false,
		false,
		true,
	]);
});

test("the end that is read again takes the place of what was there, and what is the same stays the same object", () => {
	const known: Window = page(1, 60);
	const after = settledTo(known);
	expect(after).toBe(30);
	const now = withEnd(known, after, {
		...page(31, 61),
		turns: [...turns(31, 59), turn(60, { text: "new" }), turn(61)],
	});
	expect(ids(now)).toEqual(turns(1, 61).map(({ id }) => id));
	expect(now.turns[0]).toBe(known.turns[0]);
	expect(now.turns[40]).toBe(known.turns[40]);
	expect(now.turns[59]?.text).toBe("new");
	// A short one is read as a whole: what was taken back is gone.
	const short = withEnd(page(1, 3), settledTo(page(1, 3)), { turns: [turn(1), turn(3)], older: false, newer: false });
	expect(ids(short)).toEqual([1, 3]);
});

test("keeps no more than a stretch, and knows that there is more on the other side", () => {
	const later = withNewer(page(1, MOST), page(MOST + 1, MOST + 10));
	expect(later).toMatchObject({ older: true, newer: false });
	expect(later.turns).toHaveLength(MOST);
	const earlier = withOlder(page(11, MOST + 10), page(1, 10));
	expect(earlier).toMatchObject({ older: false, newer: true });
	expect(earlier.turns[0]?.id).toBe(1);
	expect(earlier.turns).toHaveLength(MOST);
});

test("lists by day, or what was found, and moves within it", () => {
	const talk = (id: number, lastTurnAt: string) => ({ id, lastTurnAt }) as RecordedConversation;
	const list = byDay([
		talk(3, "2026-11-20T12:00:00.000Z"),
		talk(2, "2026-11-20T11:00:00.000Z"),
		talk(1, "2026-11-18T12:00:00.000Z"),
	]);
	expect(list.map(({ above }) => above !== null)).toEqual([true, false, true]);
	expect(neighbour(list, null, 1)?.key).toBe("conversation-3");
	expect(neighbour(list, "conversation-3", 1)?.key).toBe("conversation-2");
	expect(neighbour(list, "conversation-1", 1)?.key).toBe("conversation-1");
	expect(neighbour([], null, 1)).toBeNull();
	const hits = found([talk(3, "")], [{ id: 9, conversationId: 2 } as never, { id: 8, conversationId: 2 } as never]);
	expect(hits.map(({ key, above }) => [key, above !== null])).toEqual([
		["conversation-3", true],
		["turn-9", true],
		["turn-8", false],
	]);
});

test("says folders and tokens in words", () => {
	expect(folderName("/src/shop/")).toBe("shop");
	expect(folderName("C:\\src\\shop")).toBe("shop");
	expect(usageWords({ inputTokens: 12_345, cache_read: 0, outputTokens: 6 })).toBe(
		"12,345 input tokens, 6 output tokens",
	);
	expect(usageWords({})).toBeNull();
});
