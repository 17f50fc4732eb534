import type { Change } from "../../changes.ts";
import { amount, type Fields, fields, fieldsIn, moment, shallow, words } from "../../fields.ts";
import { toolLine } from "../../tool-line.ts";
import { textOf } from "./content.ts";

/** Among the last lines of what a command put out. The status of a call says how the tool fared, not the command. */
const EXIT = /(?:^|\n)Exit Code: (-?\d+)\n?(?:[A-Z][\w ]{0,40}: [^\n]*\n?)*(?:<\/untrusted_context>)?\s*$/;
const MAX_END = 2_000;
const ENDED = new Set(["success", "error", "cancelled"]);

/** A call as the program recorded it, or as the model made it: the turn, and its end when it has ended. */
export function callChanges(call: Fields, key: string, at: string | null, sidechain: boolean): Change[] {
	const name = words(call.name) ?? "tool";
	const input = shallow(call.args ?? null);
	const side = sidechain && { sidechain };
	const turn: Change = {
		type: "turn",
		key,
		role: "tool",
		at,
		text: toolLine(name, input),
		tool: { name, input, ok: null },
		...side,
	};
	if (typeof call.status !== "string" || !ENDED.has(call.status)) return [turn];
	const output = outputOf(call.result) ?? textOf(call.resultDisplay) ?? "";
	const ok = call.status === "success" && succeeded(name, output);
	return [turn, { type: "result", key, at: moment(call.timestamp) ?? at, output, ok, ...side }];
}

/** What a tool put out, as it went to the model: told a moment after the call's own record. */
export function responseChange(response: Fields, key: string, at: string | null, sidechain: boolean): Change {
	const output = responseText(response) ?? "";
	const failed = typeof fields(response.response)?.error === "string";
	return {
		type: "result",
		key,
		at,
		output,
		ok: !failed && succeeded(words(response.name) ?? "", output),
		...(sidechain && { sidechain }),
	};
}

function succeeded(tool: string, output: string): boolean {
	const exit = /shell|command/i.test(tool) ? EXIT.exec(output.slice(-MAX_END)) : null;
	return exit === null || Number(exit[1]) === 0;
}

function outputOf(result: unknown): string | null {
	const texts = fieldsIn(result).flatMap((part) => {
		const response = fields(part.functionResponse);
		return (response ? responseText(response) : words(part.text)) ?? [];
	});
	return words(texts.join("\n"));
}

function responseText(response: Fields): string | null {
	const told = fields(response.response);
	return words(told?.output) ?? words(told?.error) ?? textOf(told?.content);
}

/** What an answer cost. What is always counted is there even when it is nothing. */
export function usageOf(message: Fields, key: string, sidechain: boolean): Change | null {
	const tokens = fields(message.tokens);
	if (!tokens) return null;
	const cached = amount(tokens.cached);
	const amounts = {
		inputTokens: amount(tokens.input),
		outputTokens: amount(tokens.output),
		thoughtTokens: amount(tokens.thoughts),
		totalTokens: amount(tokens.total),
		...(cached > 0 && { cacheReadTokens: cached }),
	};
	return { type: "usage", key, model: words(message.model), amounts, ...(sidechain && { sidechain }) };
}
