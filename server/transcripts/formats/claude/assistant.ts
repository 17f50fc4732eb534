import type { Change } from "../../changes.ts";
import { amount, type Fields, fields, shallow, words } from "../../fields.ts";
import { toolLine } from "../../tool-line.ts";
import type { Place } from "./lines.ts";
import { resultOf } from "./user.ts";

/** The program speaks in the assistant's name, e.g. of an error. */
const SYNTHETIC = "<synthetic>";

/** A line of the assistant: one block of a reply, as a rule, with the model and the usage of the whole reply. */
export function assistantChanges(place: Place): Change[] {
	const message = fields(place.line.message);
	if (!message) return [];
	const model = words(message.model);
	const own = model === SYNTHETIC || place.line.isApiErrorMessage === true;
	const { content } = message;
	const blocks =
		typeof content === "string" ? [{ type: "text", text: content }] : Array.isArray(content) ? content : [];
	const changes = blocks.flatMap((block, index) => blockChanges(fields(block), index, own, place));
	if (own) return changes;
	if (model && !place.sidechain) changes.push({ type: "about", model });
	const usage = usageOf(message, model, place);
	return usage ? [...changes, usage] : changes;
}

function blockChanges(block: Fields | null, index: number, own: boolean, place: Place): Change[] {
	const { at, id, sidechain } = place;
	const side = sidechain && { sidechain };
	if (!block) return [];
	if (block.type === "text") {
		const text = words(block.text);
		if (!text?.trim()) return [];
		return [{ type: "turn", key: `${id}:${index}`, role: own ? "system" : "assistant", at, text, ...side }];
	}
	const result = resultOf(block, place);
	if (result) return [result];
	const key = typeof block.type === "string" && block.type.endsWith("tool_use") ? words(block.id) : null;
	if (!key) return [];
	const name = words(block.name) ?? "tool";
	const input = shallow(block.input ?? null);
	return [
		{ type: "turn", key, role: "tool", at, text: toolLine(name, input), tool: { name, input, ok: null }, ...side },
	];
}

/** Every line of a reply repeats what the whole of it cost: the same key counts it once. */
function usageOf(message: Fields, model: string | null, { id, sidechain }: Place): Change | null {
	const usage = fields(message.usage);
	if (!usage) return null;
	const amounts = {
		inputTokens: amount(usage.input_tokens),
		outputTokens: amount(usage.output_tokens),
		cacheReadTokens: amount(usage.cache_read_input_tokens),
		cacheCreationTokens: amount(usage.cache_creation_input_tokens),
	};
	return { type: "usage", key: words(message.id) ?? id, model, amounts, ...(sidechain && { sidechain }) };
}
