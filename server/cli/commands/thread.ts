import { addMessage, seeMessages } from "../../inbox/thread.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { withQuestion } from "../with-question.ts";

/** `nightshift reply TICKET TEXT`: the one who asked explains; what the person has said counts as read from then on. */
export async function reply(
	context: Context,
	ticket: string,
	text: string,
	{ key }: { key?: string },
): Promise<number> {
	const message = await withQuestion(context.paths, ticket, async (db) => {
		const said = await addMessage(db, ticket, { text, from: "asker", key });
		await seeMessages(db, ticket, said.id);
		return said;
	});
	context.print(message, () => `Added to ${ticket.toUpperCase()}.`);
	return DONE;
}

/** `nightshift ask-back TICKET TEXT`: the person asks whoever asked. */
export async function askBack(context: Context, ticket: string, text: string): Promise<number> {
	const message = await withQuestion(context.paths, ticket, (db) => addMessage(db, ticket, { text, from: "human" }));
	context.print(message, () => `Asked back about ${ticket.toUpperCase()}; it stays open.`);
	return DONE;
}
