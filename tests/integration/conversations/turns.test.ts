import { expect, test } from "vitest";
import { readTurn, readTurns } from "../../../server/conversations/read-turns.ts";
import { recordConversation } from "../../support/conversations.ts";
import { tempDatabase } from "../../support/database.ts";

const texts = ({ turns }: { turns: readonly { text: string }[] }) => turns.map(({ text }) => text);

test("pages both ways through the turns by their times, whichever was stored first, and around any of them", async () => {
	const db = await tempDatabase();
	const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second));
	// Recorded the wrong way round, and the two in the middle at the same time.
	const seconds = [9, 8, 7, 6, 5, 5, 3, 2, 1, 0];
	const { id, turns } = await recordConversation(
		db,
		{},
		seconds.map((second, n) => ({ text: `${second}${n === 5 ? "b" : ""}`, at: at(second) })),
	);
	const last = await readTurns(db, id, { limit: 4 });
	expect(texts(last)).toEqual(["6", "7", "8", "9"]);
	expect(last).toMatchObject({ older: true, newer: false });
	const before = await readTurns(db, id, { before: last.turns[0]?.id, limit: 4 });
	expect(texts(before)).toEqual(["2", "3", "5", "5b"]);
	expect(before).toMatchObject({ older: true, newer: true });
	const first = await readTurns(db, id, { before: before.turns[0]?.id, limit: 4 });
	expect(texts(first)).toEqual(["0", "1"]);
	expect(first).toMatchObject({ older: false, newer: true });
	const after = await readTurns(db, id, { after: first.turns.at(-1)?.id, limit: 4 });
	expect(after.turns).toEqual(before.turns);
	const around = await readTurns(db, id, { around: turns[5], limit: 4 });
	expect(texts(around)).toEqual(["3", "5", "5b", "6"]);
	expect(around).toMatchObject({ older: true, newer: true });
	await expect(readTurns(db, id, { before: 1, after: 2, limit: 4 })).rejects.toThrow("only one of the three");
	await expect(readTurns(db, id, { after: 999, limit: 4 })).rejects.toThrow("has no turn 999");
	await expect(readTurns(db, 77, { limit: 4 })).rejects.toThrow("There is no conversation 77");
});

test("leaves what is long out of a page, says how much, and gives it with the turn alone", async () => {
	const db = await tempDatabase();
	const { id, turns } = await recordConversation(db, {}, [
		{ text: "x".repeat(1_000_000), cut: 12 },
		{
			role: "tool",
			text: "Bash: ls",
			tool: { name: "Bash", input: { command: "ls" }, ok: false },
			output: "y".repeat(50_000),
			sidechain: true,
		},
		{ role: "tool", text: "Read: a", tool: { name: "Read", input: "a", ok: null }, trigger: true },
	]);
	const page = await readTurns(db, id, { limit: 10 });
	expect(page.turns[0]).toMatchObject({ left: 980_000, cut: 12, tool: null, sidechain: false, trigger: false });
	expect(page.turns[0]?.text).toHaveLength(20_000);
	expect(page.turns[1]).toMatchObject({
		tool: { name: "Bash", input: null, ok: false },
		output: null,
		sidechain: true,
	});
	expect(page.turns[1]?.left).toBeGreaterThan(50_000);
	expect(page.turns[2]).toMatchObject({ tool: { name: "Read", ok: null }, trigger: true });
	const whole = await readTurn(db, id, turns[1] ?? 0);
	expect(whole).toMatchObject({ tool: { input: { command: "ls" }, ok: false } });
	expect(whole.output).toHaveLength(50_000);
	await expect(readTurn(db, id + 1, turns[1] ?? 0)).rejects.toThrow("has no turn");
});
