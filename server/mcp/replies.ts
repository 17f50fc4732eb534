import { createHash } from "node:crypto";
import { NightshiftError } from "../contract/errors.ts";
import type { ThreadMessage } from "../contract/question.ts";
import { addMessage, readThread } from "../inbox/thread.ts";
import { clip } from "../text/cut.ts";
import { type Arguments, shown } from "./arguments.ts";
import type { Call } from "./call.ts";
import { cleanMarkdown } from "./clean-text.ts";
import { ownQuestion } from "./delivery.ts";
import { MAX_LIST, MAX_REPLY } from "./limits.ts";

/** What the asker says about one of its questions. */
export interface Reply {
	ticket: string;
	text: string;
}

/** `[{ticket, text}]`, or one such alone. */
export function readReplies(args: Arguments): Reply[] {
	const given = args.list("replies") ?? [];
	if (given.length > MAX_LIST) args.mistakes.push(`There are ${given.length} replies: send at most ${MAX_LIST}.`);
	return given.slice(0, MAX_LIST).flatMap((one) => {
		const { ticket, text } = typeof one === "object" && one !== null ? (one as Record<string, unknown>) : {};
		const words = typeof text === "string" ? cleanMarkdown(text).trim() : "";
		if (typeof ticket === "string" && words !== "") return [{ ticket: ticket.trim(), text: clip(words, MAX_REPLY) }];
		args.mistakes.push(`${shown(one)} is no reply: send {"ticket": "Q-17", "text": "…"}.`);
		return [];
	});
}

/**
 * Puts replies below their questions; the same words again are the same reply, so a call may be repeated. One that nobody
 * would read any more is a note: what the others say, and what was answered, must not be lost over it.
 */
export async function sendReplies(
	{ db, asker, parts }: Call,
	args: Arguments,
	replies: readonly Reply[],
): Promise<void> {
	for (const { ticket, text } of replies) {
		try {
			await ownQuestion(db, ticket, asker);
			const key = keyOf(text, await readThread(db, ticket));
			await addMessage(db, ticket, { from: "asker", text, key });
		} catch (error) {
			if (!(error instanceof NightshiftError) || error.status >= 500) throw error;
			args.notes.push(`Your reply to ${ticket.slice(0, 40)} was not sent: ${error.message}`);
		}
	}
	if (replies.length > 0) parts.wrote();
}

/** The same words after the same question of the person are the same reply; after the next question they are another. */
function keyOf(text: string, thread: readonly ThreadMessage[]): string {
	const after = thread.findLast(({ from }) => from === "human")?.id ?? 0;
	return `reply:${after}:${createHash("sha256").update(text).digest("hex")}`;
}
