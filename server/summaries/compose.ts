import { clip } from "../text/cut.ts";

/** What is known of a conversation when its last turn went by. */
export interface Facts {
	/** What the person said first and last, and how many times something was asked for. */
	firstRequest: string | null;
	lastRequest: string | null;
	requests: number;
	calls: number;
	failedCalls: number;
	/** Of failed tools: what they were asked for. */
	failures: readonly string[];
	files: readonly string[];
	commands: readonly string[];
	moreFiles: number;
	moreCommands: number;
	/** What the assistant said last. */
	lastReply: string | null;
	/** Who had the last word. */
	lastRole: "user" | "assistant" | "tool" | null;
	/** Of the last tool call: whether it failed. */
	lastFailed: boolean;
}

const LONGEST = 2_000;

/** The summary: up to four lines, of which each says one thing and is left out when there is nothing to say. */
export function composeSummary(facts: Facts): string {
	if (facts.lastRole === null) return "Nothing was said in this conversation.";
	return clip([asked(facts), done(facts), failed(facts), ended(facts)].filter(Boolean).join("\n"), LONGEST);
}

function asked({ firstRequest, lastRequest, requests }: Facts): string {
	if (firstRequest === null) return "";
	if (requests <= 1 || lastRequest === null || lastRequest === firstRequest) return `Asked: ${quoted(firstRequest)}`;
	const between = requests - 2;
	const more = between === 0 ? "" : `, ${count(between, "more request")}`;
	return `Asked: ${quoted(firstRequest)}${more}, last ${quoted(lastRequest)}`;
}

function done({ calls, files, commands, moreFiles, moreCommands }: Facts): string {
	if (calls === 0) return "";
	const parts = [
		count(calls, "tool call"),
		...(files.length > 0 ? [`changed ${list(files, moreFiles)}`] : []),
		...(commands.length > 0 ? [`ran ${list(commands.map(code), moreCommands)}`] : []),
	];
	return `Done: ${parts.join("; ")}`;
}

function failed({ failedCalls, failures }: Facts): string {
	if (failedCalls === 0) return "";
	return `Failed: ${count(failedCalls, "tool call")}${failures.length > 0 ? `: ${list(failures.map(code), 0)}` : ""}`;
}

function ended({ lastReply, lastRole, lastFailed }: Facts): string {
	const how = {
		user: "without an answer to the last request",
		tool: lastFailed ? "in the middle, with a tool that failed" : "in the middle of the work",
		assistant: "",
	}[lastRole ?? "assistant"];
	const words = lastReply === null ? "" : quoted(lastReply);
	if (how === "") return `Ended: ${words}`;
	return words === "" ? `Ended: ${how}` : `Ended: ${how}; before it ${words}`;
}

const SHOWN = 5;

function list(items: readonly string[], more: number): string {
	const left = items.length - SHOWN + more;
	const shown = items.slice(0, SHOWN).map((item) => clip(item, 80));
	return `${shown.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

function count(number: number, what: string): string {
	return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

function quoted(text: string): string {
	return `“${text}”`;
}

function code(text: string): string {
	return `\`${clip(text.replaceAll("`", "'"), 80)}\``;
}
