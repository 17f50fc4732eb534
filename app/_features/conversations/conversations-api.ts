import type { BackupOrder, RecordedConversation, TurnPage } from "../../../server/contract/conversations.ts";
import { getJson, postJson } from "../../_live/http.ts";
import { type Filter, filterInto } from "./place.ts";

const BASE = "/api/v1/conversations";
const TURNS = 60;
const FOUND = 50;
export const SOURCES = `${BASE}/sources`;

export interface ListPage {
	conversations: RecordedConversation[];
	next: string | null;
}

export function conversationApi(id: number): string {
	return `${BASE}/${id}`;
}
export function turnApi(id: number, turn: number): string {
	return `${BASE}/${id}/turns/${turn}`;
}
export function dayApi(day: string): string {
	return `${BASE}/days/${day}`;
}
/** @param words of titles and summaries */
export function listApi(filter: Filter, words: string, limit: number): string {
	const params = new URLSearchParams();
	filterInto(params, filter);
	if (words.trim() !== "") params.set("q", words.trim());
	params.set("limit", String(limit));
	return `${BASE}?${params}`;
}
export function listPage(path: string, cursor: string, signal?: AbortSignal): Promise<ListPage> {
	return getJson(`${path}&cursor=${encodeURIComponent(cursor)}`, signal);
}
/** @param conversation null: in all that fit the filter */
export function searchApi(words: string, conversation: number | null, filter: Filter): string {
	const params = new URLSearchParams({ q: words, limit: String(FOUND) });
	if (conversation !== null) params.set("conversation", String(conversation));
	else filterInto(params, { ...filter, backup: false });
	return `${BASE}/search?${params}`;
}
export function exportApi(id: number, format: string): string {
	return `${BASE}/${id}/export?as=${format}`;
}

/** Turns of a conversation: its last ones, or those about one of them. */
export function turns(
	id: number,
	where: { before?: number; after?: number; around?: number } = {},
	signal?: AbortSignal,
): Promise<TurnPage> {
	const params = new URLSearchParams({ limit: String(TURNS) });
	for (const [name, turn] of Object.entries(where)) params.set(name, String(turn));
	return getJson(`${BASE}/${id}/turns?${params}`, signal);
}
export function askForBackup(id: number): Promise<BackupOrder> {
	return postJson(`${BASE}/${id}/backup`, {});
}
