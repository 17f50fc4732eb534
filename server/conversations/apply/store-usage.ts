import type { SessionUpdate } from "./fold.ts";
import type { Statements } from "./record-writer.ts";

interface Row {
	key: string;
	model: string | null;
	amounts: string;
}

/**
 * Stores what parts of a conversation cost; a part that is told again replaces what was told of it.
 *
 * @returns what it cost more than before, by what is counted; null: nothing has changed
 */
export function storeUsage(
	sql: Statements,
	conversation: number,
	{ usage }: SessionUpdate,
): Record<string, number> | null {
	if (usage.size === 0) return null;
	const rows = sql.all<Row>(
		`SELECT "key", "model", "amounts" FROM "ConversationUsage"
		WHERE "conversationId" = ? AND "key" IN (SELECT "value" FROM json_each(?))`,
		conversation,
		JSON.stringify([...usage.keys()]),
	);
	const known = new Map(rows.map((row) => [row.key, row]));
	const more: Record<string, number> = {};
	let changed = false;
	for (const [key, { model, amounts }] of usage) {
		const before = known.get(key);
		const text = JSON.stringify(amounts);
		if (before?.amounts === text && before.model === model) continue;
		changed = true;
		sql.run(
			`INSERT INTO "ConversationUsage" ("conversationId", "key", "model", "amounts") VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET "model" = excluded."model", "amounts" = excluded."amounts"`,
			conversation,
			key,
			model,
			text,
		);
		addAmounts(more, amounts, 1);
		if (before) addAmounts(more, JSON.parse(before.amounts) as Record<string, number>, -1);
	}
	return changed ? more : null;
}

export function addAmounts(
	sums: Record<string, number>,
	amounts: Readonly<Record<string, number>>,
	sign: 1 | -1,
): void {
	for (const [name, amount] of Object.entries(amounts)) sums[name] = (sums[name] ?? 0) + sign * amount;
}
