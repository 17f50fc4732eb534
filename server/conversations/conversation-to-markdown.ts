import type { RecordedConversation, RecordedTurn } from "../contract/conversations.ts";
import { visibleText } from "../contract/visible-text.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../text/markdown.ts";
import { renderTurn } from "./backup/markdown.ts";

/**
 * A conversation as Markdown, in parts: what it was about, then turn by turn in the form that the record of a day has.
 * Nothing that was said is markup; what tools were told and put out is shortened where it is long.
 */
export async function* conversationToMarkdown(
	conversation: RecordedConversation,
	turns: AsyncIterable<RecordedTurn>,
): AsyncGenerator<string> {
	yield `${head(conversation)}\n\n`;
	for await (const turn of turns) yield renderTurn(turn, (at) => at);
}

function head(conversation: RecordedConversation): string {
	const { source, sessionId, cwd, title, models, firstTurnAt, lastTurnAt, summary, keywords, usage } = conversation;
	const turns = `${conversation.userTurns} of yours, ${conversation.replies} replies, ${conversation.toolCalls} steps`;
	const rows: [string, string | null][] = [
		["Source", plain(source)],
		["Session", inlineCode(visibleText(sessionId, "code"))],
		["Folder", cwd && inlineCode(visibleText(cwd, "code"))],
		["Models", models.length > 0 ? plain(models.join(", ")) : null],
		["From", firstTurnAt],
		["To", lastTurnAt],
		["Turns", turns],
		["Tokens", usageWords(usage)],
		["Keywords", keywords.length > 0 ? plain(keywords.join(", ")) : null],
	];
	const facts = rows.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : []));
	const parts = [
		`# ${plain(title?.trim() || `Conversation ${sessionId}`)}`,
		facts.join("\n"),
		summary && `## Summary\n\n${codeBlock(visibleText(summary), "markdown")}`,
		"## What was said",
	];
	return parts.filter(Boolean).join("\n\n");
}

function usageWords(usage: Record<string, number>): string | null {
	const all = Object.entries(usage).map(([name, amount]) => `${plain(name)} ${amount.toLocaleString("en")}`);
	return all.length > 0 ? all.join(", ") : null;
}

function plain(text: string): string {
	return escapeMarkdown(visibleText(text)).trim();
}
