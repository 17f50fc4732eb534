import type { Change } from "../../changes.ts";
import { type Fields, words } from "../../fields.ts";
import { happened, unlessKnown } from "./events.ts";
import { OTHER_RESPONSES } from "./known.ts";
import type { Memory } from "./memory.ts";
import { plainText, typedText } from "./texts.ts";
import { callOf, outputOf, type Place, shellEscape } from "./tools.ts";

/** What goes to the model and comes from it: calls of tools and their outputs, and texts where no event tells them. */
export function modelItemChanges(item: Fields, memory: Memory, place: Place): Change[] {
	if (item.type === "message") return messageChanges(item, memory, place);
	const call = callOf(item, place);
	if (call) return [...memory.settle(place), call];
	const output = outputOf(item, memory.now.failed, place);
	if (!output) return unlessKnown(OTHER_RESPONSES, item.type, "response_item");
	memory.ended(output.key);
	return [output];
}

function messageChanges(item: Fields, memory: Memory, place: Place): Change[] {
	const key = words(item.id) ?? place.id;
	const all = plainText(item.content);
	if (item.role === "assistant") return memory.byModelsItem({ key, text: all, at: place.at }, place);
	if (item.role !== "user") return [];
	const shell = shellEscape(all ?? "");
	if (shell) return [{ ...happened(key, `!${shell.command}`, place), output: shell.output }];
	const text = typedText(item.content);
	return text ? memory.byPersonsItem({ key, text, at: place.at }, place) : [];
}
