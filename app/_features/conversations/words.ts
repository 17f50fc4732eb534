import type { RecordedConversation } from "../../../server/contract/conversations.ts";
import { count } from "../../_words/quantity.ts";

/** One that has grown so shortly ago is likely to go on. */
const LIVE_MS = 5 * 60_000;

/** Whether something was said in it within the last minutes. */
export function isLive({ lastTurnAt }: Pick<RecordedConversation, "lastTurnAt">, now: number): boolean {
	return lastTurnAt !== null && now - Date.parse(lastTurnAt) < LIVE_MS;
}

export function titleOf({ title, sessionId }: Pick<RecordedConversation, "title" | "sessionId">): string {
	return title?.trim() || `Session ${sessionId}`;
}

/** The last part of a folder's path, whichever system it is of. */
export function folderName(cwd: string): string {
	return cwd.split(/[\\/]/).filter(Boolean).at(-1) ?? cwd;
}

/** `4 of yours, 12 replies, 31 steps (2 failed)`. */
export function turnWords(conversation: RecordedConversation): string {
	const { userTurns, replies, toolCalls, failedCalls } = conversation;
	const steps =
		toolCalls > 0 ? [`${count(toolCalls, "step")}${failedCalls > 0 ? ` (${failedCalls} failed)` : ""}`] : [];
	return [`${userTurns} of yours`, count(replies, "reply", "replies"), ...steps].join(", ");
}

/** `12,345 input tokens, 678 output tokens`, as the tool counts them. */
export function usageWords(usage: RecordedConversation["usage"]): string | null {
	const all = Object.entries(usage).filter(([, amount]) => amount > 0);
	return all.length === 0
		? null
		: all.map(([name, amount]) => `${amount.toLocaleString("en")} ${spaced(name)}`).join(", ");
}

/** What was left out of the record, and what could not be read, in sentences; empty when nothing was. */
export function lackWords({ redactions, malformedLines }: RecordedConversation): string[] {
	return [
		redactions > 0 && `${count(redactions, "secret was", "secrets were")} blotted out before it was stored.`,
		malformedLines > 0 && `${count(malformedLines, "line")} of its transcript could not be read.`,
	].filter((sentence) => sentence !== false);
}

/** `cacheReadTokens` as `cache read tokens`. */
function spaced(name: string): string {
	return name.replaceAll(/(?<=[a-z])[A-Z]|_/g, (letter) => (letter === "_" ? " " : ` ${letter.toLowerCase()}`));
}
