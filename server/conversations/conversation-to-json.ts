import type { RecordedConversation, RecordedTurn } from "../contract/conversations.ts";
import { toLogTurn } from "./backup/log-file.ts";

/**
 * A conversation as JSON, in parts: its facts and then each turn on a line of its own, in the form of the logs in `chats/`
 * (see docs/schemas).
 */
export async function* conversationToJson(
	conversation: RecordedConversation,
	turns: AsyncIterable<RecordedTurn>,
): AsyncGenerator<string> {
	yield "{\n";
	for (const [key, value] of Object.entries(conversation)) yield `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`;
	yield '"turns": [';
	let separator = "\n";
	for await (const turn of turns) {
		yield `${separator}${JSON.stringify(toLogTurn(turn))}`;
		separator = ",\n";
	}
	yield "\n]\n}\n";
}
