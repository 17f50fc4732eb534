import type { Change, TurnChange } from "../../changes.ts";
import { type Fields, words } from "../../fields.ts";
import { triggerOf } from "../../trigger.ts";
import { modelsText, shellEscape } from "./content.ts";
import { usageOf } from "./tools.ts";

/** A message: its id, its time, and whether it is a subagent's. */
export interface Place {
	id: string;
	at: string | null;
	sidechain: boolean;
}

/** What the person typed; a command run with `!` is something that happened. */
export function typed(text: string, place: Place): TurnChange {
	const shell = shellEscape(text);
	if (shell) return { ...happened(`!${shell.command}`, place), output: shell.output };
	const { id, at, sidechain } = place;
	if (sidechain) return { type: "turn", key: id, role: "user", at, text, sidechain };
	const trigger = triggerOf(text);
	return { type: "turn", key: id, role: "user", at, text, ...(trigger && { trigger }) };
}

/** Something that neither the person nor the model said. */
export function happened(text: string, { id, at, sidechain }: Place): TurnChange {
	return { type: "turn", key: id, role: "system", at, text, ...(sidechain && { sidechain }) };
}

/** What the model said, which one it was, and what it cost. */
export function answered(message: Fields, { id, at, sidechain }: Place): Change[] {
	const text = modelsText(message);
	const model = words(message.model);
	const usage = usageOf(message, id, sidechain);
	const changes: Change[] = [];
	if (text) changes.push({ type: "turn", key: id, role: "assistant", at, text, ...(sidechain && { sidechain }) });
	if (model && !sidechain) changes.push({ type: "about", model });
	return usage ? [...changes, usage] : changes;
}

export function timeOf(at: string | null): Change[] {
	return at ? [{ type: "time", at }] : [];
}
