import { type Fields, fieldsIn, words } from "../../fields.ts";

/** What the program put into a message in the person's name. */
const NOT_TYPED =
	/^\s*(?:<(?:environment_context|user_instructions|instructions|user_shell_command|turn_aborted|skills?|skills_instructions|subagent_notification|permissions|collaboration_mode|personality_spec|model_switch|token_budget|recommended_plugins|hook_prompt)\b|# AGENTS\.md instructions)/i;
/** Editors put what is open there before what was typed, under this heading. */
const REQUEST = /^## My request for Codex:[^\n]*\n/m;
const EDITOR = /^# Context from my IDE setup:/;
/** The lines before what a command put out. */
const OUTPUT_HEAD = /^(?:Chunk ID: |Wall time: |Process |Exit code: |Original token count: |Total output lines: )/;
const EXIT = /^(?:Process exited with code|Exit code:) (-?\d+)/m;

/** What was typed, of a message in the person's name; null when nothing was. */
export function typedText(content: unknown): string | null {
	const text = plainText(content);
	if (!text || NOT_TYPED.test(text)) return null;
	if (!EDITOR.test(text)) return text;
	const request = REQUEST.exec(text);
	return request ? words(text.slice(request.index + request[0].length).trim()) : text;
}

/** The text in a list of parts, whatever the parts are called; null when there is none. */
export function plainText(content: unknown): string | null {
	if (typeof content === "string") return words(content);
	const parts = fieldsIn(content).flatMap((part) => words(part.text) ?? (isImage(part) ? "[image]" : []));
	return words(parts.join("\n"));
}

function isImage({ type }: Fields): boolean {
	return typeof type === "string" && /image/i.test(type);
}

/** What a tool has put out, and whether it went well: `ok` is null when the output does not say. */
export function toolOutput(output: unknown): { output: string; ok: boolean | null } {
	if (typeof output === "string") return fromText(output);
	if (Array.isArray(output)) return { output: plainText(output) ?? "", ok: null };
	const known = output as { content?: unknown; body?: unknown; success?: unknown } | null | undefined;
	const text = plainText(known?.content ?? known?.body) ?? "";
	return { ...fromText(text), ...(typeof known?.success === "boolean" && { ok: known.success }) };
}

function fromText(text: string): { output: string; ok: boolean | null } {
	const wrapped = text.startsWith('{"output":') ? inJson(text) : null;
	if (wrapped) return wrapped;
	const [head, body] = split(text);
	const exit = EXIT.exec(head);
	return { output: body, ok: exit ? Number(exit[1]) === 0 : null };
}

/** As older versions wrote it: `{"output":"…","metadata":{"exit_code":0}}`. */
function inJson(text: string): { output: string; ok: boolean | null } | null {
	try {
		const { output, metadata } = JSON.parse(text) as { output?: unknown; metadata?: { exit_code?: unknown } | null };
		const exit = metadata?.exit_code;
		return { output: words(output) ?? "", ok: typeof exit === "number" ? exit === 0 : null };
	} catch {
		return null; // a command whose own output begins like this
	}
}

/** The lines that the program put before the output, and the output. They may come twice. */
function split(text: string): [string, string] {
	let at = 0;
	let end = 0;
	for (let lines = 0; lines < 12; lines += 1) {
		const next = text.indexOf("\n", at);
		const line = text.slice(at, next < 0 ? undefined : next);
		if (line === "Output:") end = next < 0 ? text.length : next + 1;
		else if (!OUTPUT_HEAD.test(line) || next < 0) break;
		if (next < 0) break;
		at = next + 1;
	}
	return end > 0 ? [text.slice(0, end), text.slice(end)] : [text.slice(0, at), text];
}
