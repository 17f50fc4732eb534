import { setTimeout as delay } from "node:timers/promises";
import type { ChatMessage, ChatPage } from "../../contract/chat.ts";
import { type Context, DONE, FAILED } from "../context.ts";
import { requireDashboard } from "../dashboard/find.ts";
import { callApi } from "../dashboard/request.ts";
import { printMarkdown } from "../print/markdown.ts";

const CALL_MS = 20_000;
/** How often an answer that is on its way is looked at. */
const LOOK_MS = 400;

/** `nightshift chat NAME "TEXT"`: waits for what follows: the answer, or until what was asked for is done. */
export async function chat(context: Context, name: string, text: string): Promise<number> {
	const { address } = await requireDashboard(context.paths);
	const path = `/api/v1/chat/${encodeURIComponent(name)}/messages`;
	const { messages } = await callApi<{ messages: ChatMessage[] }>(address, "POST", path, CALL_MS, { text });
	let reply = messages[1] ?? messages[0];
	if (reply?.state === "waiting") context.note(`${reply.text}; undo it on the page Chat.`);
	while (reply && isUnderWay(reply)) {
		await delay(LOOK_MS);
		const page: ChatPage = await callApi<ChatPage>(address, "GET", `${path}?ids=${reply.id}`, CALL_MS);
		reply = page.messages[0];
	}
	const failed = reply?.state === "failed" || reply?.state === "undone";
	context.print(reply ?? null, () => (reply && !failed ? wordsOf(reply) : null));
	if (reply && failed && !context.json) context.note(wordsOf(reply));
	return failed ? FAILED : DONE;
}

/** What a daemon does with what it was told may take days: that is not waited for. */
function isUnderWay({ state }: ChatMessage): boolean {
	return state === "waiting" || state === "acting" || state === "streaming";
}

function wordsOf({ text, note, action }: ChatMessage): string {
	return [printMarkdown(text), action?.words, note].filter(Boolean).join("\n");
}
