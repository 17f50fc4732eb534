import type { RecordedFound } from "../../contract/conversations.ts";
import { searchTurns } from "../../conversations/search-turns.ts";
import type { Database } from "../../db/open.ts";
import { readZone } from "../../handover/read-zone.ts";
import { type Context, DONE } from "../context.ts";
import { printFoundTurns } from "../print/conversations.ts";
import { withPresentDatabase } from "../with-database.ts";

export interface SearchOptions {
	source?: string;
	conversation?: number;
	limit: number;
}

type Found = RecordedFound["turns"];

/** `nightshift chats search WORDS`: what was said, the newest first. Works with the dashboard down. */
export async function searchChats(context: Context, words: string, options: SearchOptions): Promise<number> {
	const turns = await withPresentDatabase<Found>(context.paths, [], (db) => readSome(db, words, options));
	context.print({ turns }, () => (turns.length > 0 ? printFoundTurns(turns) : "Nothing recorded has these words."));
	return DONE;
}

async function readSome(db: Database, q: string, { source, conversation, limit }: SearchOptions): Promise<Found> {
	const zone = await readZone(db);
	const all: Found = [];
	let before: number | undefined;
	while (all.length < limit) {
		const page = await searchTurns(
			db,
			{ q, conversation: conversation ?? null, source, before, limit: limit - all.length },
			zone,
		);
		all.push(...page.turns);
		if (page.next === null) break;
		before = page.next;
	}
	return all;
}
