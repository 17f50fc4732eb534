import type { ListedTurn, RecordedConversation, RecordedFound } from "../../contract/conversations.ts";
import { bold, dim } from "./colors.ts";
import { printMarkdown } from "./markdown.ts";
import { printAgo } from "./quantities.ts";
import { printTable } from "./table.ts";
import { oneLine } from "./terminal.ts";

const HEAD = ["ID", "TOOL", "TITLE", "FOLDER", "TURNS", "STEPS", "LAST"];
const RIGHT = [0, 4, 5];
const LONGEST_TITLE = 60;
const LONGEST_CALL = 120;

/** Conversations as a table. */
export function printConversations(conversations: readonly RecordedConversation[]): string {
	return printTable(HEAD, conversations.map(toRow), RIGHT);
}

function toRow(conversation: RecordedConversation): string[] {
	const { id, source, cwd, userTurns, replies, toolCalls, lastTurnAt } = conversation;
	const folder = cwd?.split(/[\\/]/).filter(Boolean).at(-1) ?? "";
	const turns = String(userTurns + replies);
	return [
		String(id),
		source,
		short(titleOf(conversation)),
		folder,
		turns,
		String(toolCalls),
		lastTurnAt ? printAgo(lastTurnAt) : "",
	];
}

/** What was found, each with where it is. */
export function printFoundTurns(turns: RecordedFound["turns"]): string {
	return turns
		.map(({ conversationId, source, title, role, at, excerpt }) => {
			const where = `${conversationId}  ${source}  ${title?.trim() || "without a title"}`;
			return `${bold(oneLine(where))}\n  ${SPEAKERS[role]}, ${printAgo(at)}: ${oneLine(excerpt)}`;
		})
		.join("\n\n");
}

const SPEAKERS: Record<ListedTurn["role"], string> = {
	user: "You",
	assistant: "Assistant",
	tool: "Step",
	system: "Note",
};

/** One conversation with its last turns. @param older there are more before them */
export function printConversation(
	conversation: RecordedConversation,
	turns: readonly ListedTurn[],
	older: boolean,
): string {
	const { id, source, sessionId, cwd, models, firstTurnAt, lastTurnAt, summary, keywords, usage, redactions } =
		conversation;
	const facts: [string, string | null][] = [
		["Tool", source],
		["Session", sessionId],
		["Folder", cwd],
		["Models", models.join(", ")],
		["From", firstTurnAt],
		["To", lastTurnAt],
		["Turns", `${conversation.userTurns} of yours, ${conversation.replies} replies, ${conversation.toolCalls} steps`],
		[
			"Tokens",
			Object.entries(usage)
				.map(([name, amount]) => `${name} ${amount.toLocaleString("en")}`)
				.join(", "),
		],
		["Keywords", keywords.join(", ")],
		["Secrets", redactions > 0 ? `${redactions} blotted out before it was stored` : null],
	];
	return [
		bold(`${id}  ${oneLine(titleOf(conversation))}`),
		...facts.flatMap(([name, value]) => (value ? [`${`${name}:`.padEnd(10)}${oneLine(value)}`] : [])),
		...(summary ? ["", oneLine(summary)] : []),
		...(older
			? ["", dim(`… ${turns.length > 0 ? "earlier turns: " : ""}nightshift chats export ${id} has all of it`)]
			: []),
		...turns.flatMap(printTurn),
	].join("\n");
}

function printTurn(turn: ListedTurn): string[] {
	const { role, at, text, tool, sidechain, trigger, cut } = turn;
	const who = `${sidechain ? "Subagent, " : ""}${SPEAKERS[role]}`;
	if (tool) {
		const how = tool.ok === null ? "no result" : tool.ok ? "ok" : "failed";
		return ["", `${dim(who)} ${oneLine(text).slice(0, LONGEST_CALL)} ${dim(`(${how})`)}`];
	}
	// A page has the beginning of a long text; of other turns nothing is left out.
	const more = turn.left + cut;
	return [
		"",
		`${bold(who)} ${dim(at)}${trigger ? " asks for a backup" : ""}`,
		role === "assistant" ? printMarkdown(text) : text.trimEnd(),
		...(more > 0 ? [dim(`… ${more.toLocaleString("en")} more characters`)] : []),
	];
}

function titleOf({ title, sessionId }: RecordedConversation): string {
	return title?.trim() || `Session ${sessionId}`;
}

function short(title: string): string {
	return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}
