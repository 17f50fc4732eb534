import type { Change } from "../../changes.ts";
import { type Fields, fields, shallow, words } from "../../fields.ts";
import { toolLine } from "../../tool-line.ts";
import { toolOutput } from "./texts.ts";

/** Where and whose a line is. */
export interface Place {
	at: string | null;
	sidechain: boolean;
	/** For what has no id of its own. */
	id: string;
}

/** The call of a tool, in any of the forms in which the model makes them; null when it is none. */
export function callOf(item: Fields, { at, sidechain, id }: Place): Change | null {
	const call = nameAndInput(item);
	if (!call) return null;
	const key = words(item.call_id) ?? words(item.id) ?? id;
	const input = shallow(call.input);
	// Searches of the model's own side have no output in the transcript.
	const ok = item.type === "web_search_call" && item.status === "completed" ? true : null;
	return {
		type: "turn",
		key,
		role: "tool",
		at,
		text: toolLine(call.name, input),
		tool: { name: call.name, input, ok },
		...(sidechain && { sidechain }),
	};
}

function nameAndInput(item: Fields): { name: string; input: unknown } | null {
	switch (item.type) {
		case "function_call":
			return { name: words(item.name) ?? "function", input: parsed(item.arguments) };
		case "custom_tool_call":
			return { name: words(item.name) ?? "tool", input: item.input ?? null };
		case "local_shell_call":
			return { name: "local_shell", input: item.action ?? null };
		case "web_search_call":
			return { name: "web_search", input: item.action ?? null };
		case "tool_search_call":
			return { name: "tool_search", input: item.arguments ?? null };
		case "image_generation_call":
			return { name: "image_generation", input: { prompt: item.revised_prompt ?? null } };
		default:
			return null;
	}
}

/** Arguments are a text that should be JSON. */
function parsed(value: unknown): unknown {
	if (typeof value !== "string") return value ?? null;
	try {
		return JSON.parse(value);
	} catch {
		return value; // as the model wrote it
	}
}

/** What a tool has put out for the model; null when the item is no output. */
export function outputOf(
	item: Fields,
	failed: readonly string[],
	{ at, sidechain }: Place,
): (Change & { type: "result" }) | null {
	const key = words(item.call_id);
	if (!key || typeof item.type !== "string" || !item.type.endsWith("_output")) return null;
	const { output, ok } = toolOutput(item.output);
	return {
		type: "result",
		key,
		at,
		output,
		ok: !failed.includes(key) && (ok ?? true),
		...(sidechain && { sidechain }),
	};
}

/** How a command or an edit ended, as an event tells it; null when it is of neither. */
export function endOf(item: Fields, { at, sidechain }: Place): (Change & { type: "result" }) | null {
	const key = words(item.call_id) ?? words(item.id);
	if (!key) return null;
	const ok = typeof item.exit_code === "number" ? item.exit_code === 0 : item.status === "completed";
	const printed = [item.stdout, item.stderr].flatMap((part) => words(part) ?? []).join("");
	const output = words(item.aggregated_output) ?? printed;
	return { type: "result", key, at, output, ok, ...(sidechain && { sidechain }) };
}

/** A command that the person ran with `!`, as it goes to the model: what was run, and what it put out. */
export function shellEscape(text: string): { command: string; output: string } | null {
	const found =
		/^\s*<user_shell_command>\s*<command>\n?([\s\S]*?)\n?<\/command>\s*<result>\n?([\s\S]*?)\n?<\/result>/.exec(text);
	const command = words(found?.[1]?.trim());
	return command ? { command, output: toolOutput(words(found?.[2])).output } : null;
}

/** The tokens of a conversation so far, by the names that the record has for them. */
export function countedTokens(event: Fields): { total: number; amounts: Record<string, number> } | null {
	const totals = fields(fields(event.info)?.total_token_usage);
	if (!totals) return null;
	const count = (name: string) => (typeof totals[name] === "number" ? Math.max(0, totals[name]) : 0);
	const written = count("cache_write_input_tokens");
	return {
		total: count("total_tokens"),
		amounts: {
			inputTokens: count("input_tokens"),
			cacheReadTokens: count("cached_input_tokens"),
			outputTokens: count("output_tokens"),
			reasoningTokens: count("reasoning_output_tokens"),
			totalTokens: count("total_tokens"),
			...(written > 0 && { cacheCreationTokens: written }),
		},
	};
}
