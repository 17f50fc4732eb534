import type { Change, TurnChange } from "../../changes.ts";
import { type Fields, fields, kindOf, words } from "../../fields.ts";
import { OTHER_EVENTS, OTHER_ITEMS } from "./known.ts";
import type { Memory } from "./memory.ts";
import { plainText, typedText } from "./texts.ts";
import { countedTokens, endOf, type Place } from "./tools.ts";

/** What the program tells its own pages, and keeps: what was said, how tools ended, what it cost. */
export function eventChanges(event: Fields, memory: Memory, place: Place): Change[] {
	const { at, id } = place;
	const message = plainText(event.message);
	switch (event.type) {
		case "item_completed":
			return itemChanges(fields(event.item) ?? {}, memory, place);
		case "user_message": {
			const text = event.kind === undefined || event.kind === "plain" ? typedText(event.message) : null;
			return memory.byEvent("event", "user", { key: `user:${id}`, text, at }, place);
		}
		case "agent_message":
			return memory.byEvent("event", "assistant", { key: `agent:${id}`, text: message, at }, place);
		case "token_count":
			return tokenChanges(event, memory, place);
		case "exec_command_end":
			return endChanges(event, memory, place);
		case "thread_name_updated": {
			const title = words(event.thread_name);
			return title && !place.sidechain ? [{ type: "about", title }] : [];
		}
		case "turn_aborted":
			return [happened(`aborted:${id}`, "Interrupted", place)];
		case "thread_rolled_back":
			return [happened(`back:${id}`, "Went back to an earlier point", place)];
		case "error":
		case "stream_error":
		case "warning":
			return message ? [happened(`notice:${id}`, message, place)] : [];
		default:
			return unlessKnown(OTHER_EVENTS, event.type, "event_msg");
	}
}

function itemChanges(item: Fields, memory: Memory, place: Place): Change[] {
	const key = words(item.id) ?? place.id;
	const { at } = place;
	switch (item.type) {
		case "UserMessage":
			return memory.byEvent("item", "user", { key, text: typedText(item.content), at }, place);
		case "AgentMessage":
			return memory.byEvent("item", "assistant", { key, text: plainText(item.content), at }, place);
		case "CommandExecution":
			// The person's own are told by the item that goes to the model.
			return item.source === "user_shell" ? [] : endChanges(item, memory, place);
		case "FileChange":
			return endChanges(item, memory, place);
		default:
			return unlessKnown(OTHER_ITEMS, item.type, "item");
	}
}

function endChanges(item: Fields, memory: Memory, place: Place): Change[] {
	const end = endOf(item, place);
	if (!end) return [];
	if (!end.ok) memory.failed(end.key);
	return [end];
}

function tokenChanges(event: Fields, memory: Memory, { sidechain }: Place): Change[] {
	const counted = countedTokens(event);
	if (!counted) return [];
	const { thread, model } = memory.now;
	const key = `total:${thread}:${memory.partOfCount(counted.total)}`;
	return [{ type: "usage", key, model, amounts: counted.amounts, ...(sidechain && { sidechain }) }];
}

/** Something that neither the person nor the assistant said. */
export function happened(key: string, text: string, { at, sidechain }: Place): TurnChange {
	return { type: "turn", key, role: "system", at, text, ...(sidechain && { sidechain }) };
}

/** Nothing of a kind that tells nothing; of any other, that it is not known. */
export function unlessKnown(known: ReadonlySet<string>, type: unknown, ...where: string[]): Change[] {
	return typeof type === "string" && known.has(type) ? [] : [{ type: "unknown", kind: kindOf(...where, type) }];
}
