import type { ChatMessage, ChatPage } from "../../../server/contract/chat.ts";
import { getJson, postJson } from "../../_live/http.ts";

const PAGE = 60;

function base(daemon: string): string {
	return `/api/v1/chat/${encodeURIComponent(daemon)}`;
}

export function newest(daemon: string, signal?: AbortSignal): Promise<ChatPage> {
	return getJson(`${base(daemon)}/messages?limit=${PAGE}`, signal);
}
export function before(daemon: string, id: number, signal?: AbortSignal): Promise<ChatPage> {
	return getJson(`${base(daemon)}/messages?limit=${PAGE}&before=${id}`, signal);
}
export function after(daemon: string, id: number, signal?: AbortSignal): Promise<ChatPage> {
	return getJson(`${base(daemon)}/messages?limit=${PAGE}&after=${id}`, signal);
}
/** Some messages as they are now. */
export async function these(daemon: string, ids: readonly number[], signal?: AbortSignal): Promise<ChatMessage[]> {
	return (await getJson<ChatPage>(`${base(daemon)}/messages?ids=${ids.join(",")}`, signal)).messages;
}
export async function send(daemon: string, text: string, key: string): Promise<ChatMessage[]> {
	return (await postJson<{ messages: ChatMessage[] }>(`${base(daemon)}/messages`, { text, key })).messages;
}
export function undo(daemon: string, id: number): Promise<ChatMessage> {
	return postJson(`${base(daemon)}/messages/${id}/undo`, {});
}
export function cancel(daemon: string, id: number): Promise<ChatMessage> {
	return postJson(`${base(daemon)}/messages/${id}/cancel`, {});
}
export async function markRead(daemon: string, upTo: number): Promise<void> {
	await postJson(`${base(daemon)}/read`, { upTo });
}
export function searchPath(daemon: string, q: string): string {
	return `${base(daemon)}/search?limit=50&q=${encodeURIComponent(q)}`;
}
