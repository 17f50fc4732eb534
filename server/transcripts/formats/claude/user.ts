import { stripVTControlCharacters, toUSVString } from "node:util";
import type { Change, TurnChange } from "../../changes.ts";
import { type Fields, fieldsIn, words } from "../../fields.ts";
import { triggerOf } from "../../trigger.ts";
import type { Place } from "./lines.ts";

/** Text that the program put before or after what was typed. */
const CONTEXT = /^\s*<(?:system-reminder|ide_opened_file|ide_selection|ide_diagnostics|session-start-hook)\b/;
/** What the program wrote in the person's name. */
const EVENT =
	/^\s*<(?:command-(?:name|message|args|contents)|local-command-(?:stdout|stderr|caveat)|bash-(?:input|stdout|stderr)|task-notification|user-memory-input|teammate-message|channel)\b/;
const INTERRUPTED = /^\[Request interrupted by user[^\]]*\]$/;

/** A line in the person's name: what was typed, what tools put out, or what the program did. */
export function userChanges(place: Place): Change[] {
	const { line } = place;
	const content = message(line);
	const blocks = typeof content === "string" ? [{ type: "text", text: content }] : fieldsIn(content);
	const results = blocks.flatMap((block) => resultOf(block, place) ?? []);
	const said = blocks.flatMap((block) => textOf(block) ?? []).filter((text) => !CONTEXT.test(text));
	return said.length > 0 && line.isMeta !== true ? [...results, ...turnOf(said.join("\n"), place)] : results;
}

/** What was typed while the assistant was at work. */
export function queuedChanges(attachment: Fields, place: Place): Change[] {
	const { prompt } = attachment;
	const parts = typeof prompt === "string" ? [prompt] : fieldsIn(prompt).flatMap((block) => textOf(block) ?? []);
	const text = words(parts.join("\n"));
	if (!text) return [];
	const isPrompt = attachment.commandMode === "prompt" || attachment.commandMode === undefined;
	return isPrompt && isTyped(attachment) ? turnOf(text, place) : [event(text, place)];
}

/** A text in the person's name. */
function turnOf(text: string, place: Place): TurnChange[] {
	const { line, sidechain } = place;
	const told = line.isCompactSummary === true || !isTyped(line) ? event(text, place) : eventOf(text, place);
	if (told !== undefined) return told ? [told] : [];
	const turn: TurnChange = { type: "turn", key: place.id, role: "user", at: place.at, text };
	if (sidechain) return [{ ...turn, sidechain }];
	const trigger = triggerOf(text);
	return [trigger ? { ...turn, trigger } : turn];
}

/** A slash command, a shell escape or another act of the program; null: nothing worth a word; undefined: typed text. */
export function eventOf(text: string, place: Place): TurnChange | null | undefined {
	if (INTERRUPTED.test(text.trim())) return event("Interrupted by the person", place);
	if (!EVENT.test(text)) return undefined;
	const command = inTag(text, "command-name");
	if (command) return event(`${command} ${inTag(text, "command-args") ?? ""}`.trim(), place);
	const typed = inTag(text, "bash-input");
	if (typed) return event(`!${typed}`, place);
	const plain = stripVTControlCharacters(text.replace(/<\/?(?:local-command|bash|command)-[a-z]+>/g, "")).trim();
	return plain === "" ? null : event(plain, place);
}

function event(text: string, { id, at, sidechain }: Place): TurnChange {
	return { type: "turn", key: id, role: "system", at, text, ...(sidechain && { sidechain }) };
}

function isTyped({ promptSource, origin, isVisibleInTranscriptOnly }: Fields): boolean {
	const kind = typeof origin === "object" && origin !== null && "kind" in origin ? origin.kind : "human";
	return promptSource !== "system" && kind === "human" && isVisibleInTranscriptOnly !== true;
}

function inTag(text: string, tag: string): string | null {
	const from = text.indexOf(`<${tag}>`);
	if (from < 0) return null;
	const to = text.indexOf(`</${tag}>`, from);
	return words(text.slice(from + tag.length + 2, to < 0 ? undefined : to).trim());
}

function message(line: Fields): unknown {
	const { message: told } = line;
	return typeof told === "object" && told !== null && "content" in told ? told.content : undefined;
}

function textOf(block: Fields): string | null {
	if (block.type === "text") return words(block.text);
	if (block.type === "image") return "[image]";
	return block.type === "document" ? "[document]" : null;
}

/** What a tool has put out, in whichever line it stands. */
export function resultOf(block: Fields, { at, sidechain }: Place): Change | null {
	const key = words(block.tool_use_id);
	if (!key) return null;
	const output = typeof block.content === "string" ? block.content : outputOf(block.content);
	return {
		type: "result",
		key,
		at,
		output: toUSVString(output),
		ok: block.is_error !== true && !isErrorBlock(block.content),
		...(sidechain && { sidechain }),
	};
}

function outputOf(content: unknown): string {
	return fieldsIn(content)
		.flatMap(
			(block) =>
				textOf(block) ?? words(block.url) ?? (block.type === "tool_reference" ? words(block.tool_name) : null) ?? [],
		)
		.join("\n");
}

/** Tools of the model's own side say so in a block instead of a flag. */
function isErrorBlock(content: unknown): boolean {
	const type = typeof content === "object" && content !== null && "type" in content ? content.type : null;
	return typeof type === "string" && type.endsWith("_error");
}
