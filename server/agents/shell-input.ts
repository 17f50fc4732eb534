import { z } from "zod";
import { quoted, variablesOf, withVariables } from "./added-variables.ts";
import type { KnownCall } from "./tool-calls.ts";

const shellInput = z.object({
	command: z
		.union([z.string(), z.array(z.string())])
		.optional()
		.catch(undefined),
	cmd: z
		.union([z.string(), z.array(z.string())])
		.optional()
		.catch(undefined),
});

/**
 * The command that a permission request is about, whatever kind of call the agent says it is: it must not pass for a
 * thought or an edit. Gemini gives no input, and the command as the title.
 */
export function requestedCommand({ kind, command, sent }: KnownCall): string | null {
	if (kind !== "execute") return isEditorInput(kind, sent.rawInput) ? null : commandIn(sent.rawInput);
	return command ?? (sent.rawInput == null ? sent.title || null : null);
}

function isEditorInput(kind: string, rawInput: unknown): boolean {
	const { success, data } = shellInput.safeParse(rawInput);
	return success && typeof data.command === "string" && isEditorWord(kind, data.command);
}

const EDITOR_WORDS = new Set(["view", "create", "str_replace", "insert", "undo_edit"]);

/** What some editor tools call that which they do with a file, by itself. */
export function isEditorWord(kind: string, command: string): boolean {
	return (kind === "edit" || kind === "read") && EDITOR_WORDS.has(command);
}

/**
 * The shell command of a call that runs: agents give it as a line, or as arguments, often those of a shell (`["bash", "-lc", "…"]`).
 * The variables that the input sets for it stand in front of it, but those that only change how it prints.
 * Other kinds have a "command" too that is none (an editor's "view").
 */
export function commandOf(kind: string, rawInput: unknown): string | null {
	return kind === "execute" ? commandIn(rawInput) : null;
}

function commandIn(rawInput: unknown): string | null {
	const { success, data } = shellInput.safeParse(rawInput);
	const command = success ? (data.command ?? data.cmd) : undefined;
	return command === undefined ? null : withVariables(variablesOf(rawInput), lineOf(command));
}

/** The line of a command that is one already, or a list of words. */
export function lineOf(command: string | string[]): string {
	if (typeof command === "string") return unwrapped(command);
	const [program = "", flag = "", script] = command;
	const isShell = SHELL.test(program) && /^-[a-z]*c$/.test(flag) && command.length === 3;
	return isShell && script !== undefined ? script : command.map(quoted).join(" ");
}

/** The system's own: what another program of this name does with a script nobody knows. */
const SHELL = /^(?:\/(?:usr\/(?:local\/)?)?bin\/)?(?:ba|z|da)?sh$/;

/** The script of `/bin/bash -lc '…'`, as Codex gives its commands; anything else as it is. */
function unwrapped(line: string): string {
	const [, program = "", rest = ""] = /^(\S+) -[a-z]*c (.*)$/s.exec(line) ?? [];
	if (!SHELL.test(program)) return line;
	const match = /^(?:'([^']*)'|"((?:[^"\\$`]|\\["\\$`])*)"|([\w@%+=:,./-]+))$/.exec(rest);
	return match?.[1] ?? match?.[2]?.replaceAll(/\\(.)/g, "$1") ?? match?.[3] ?? line;
}
