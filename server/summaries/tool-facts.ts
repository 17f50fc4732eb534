import type { ToolUse } from "../transcripts/changes.ts";

/** How the tools call the path of a file that they change. */
const PATH_KEYS = ["file_path", "filePath", "path", "notebook_path", "absolute_path", "target_file"];
/** Tools that change the file they are given: Claude Code's, Gemini's, Codex's, and what others call theirs. */
const CHANGES =
	/^(?:write|edit|multi_?edit|notebook_?edit|write_?file|edit_?file|replace|create_?file|apply_?patch|str_replace\w*|insert\w*)$/i;
const COMMAND_KEYS = ["command", "cmd", "script"];
/** In a patch: `*** Update File: src/cart.ts`. */
const PATCHED = /^\*\*\* (?:Add|Update|Delete) File: (.{1,500})$/gm;
const MOST_COMMAND = 10_000;
/** A patch of many megabytes names its files in other places too. */
const MOST_PATCH = 200_000;

/** The command that a tool was asked to run; null: none. One line of it, however many it has. */
export function commandOf({ input }: ToolUse): string | null {
	const command = firstOf(input, COMMAND_KEYS);
	const text = Array.isArray(command) ? withoutShell(command.map(String)).join(" ") : command;
	if (typeof text !== "string") return null;
	if (PATCH_COMMAND.test(text)) return null; // told as changes to files
	const line = text.slice(0, MOST_COMMAND).trim().split("\n", 1)[0]?.trim() ?? "";
	return line === "" ? null : line;
}

const PATCH_COMMAND = /^\s*apply_patch\b|^\*\*\* Begin Patch/;

/** The files that a tool was asked to change, as it was told their paths. */
export function changedFiles({ name, input }: ToolUse): string[] {
	const patch = patchOf(input);
	if (patch !== null) return [...patch.matchAll(PATCHED)].map(([, path = ""]) => path.trim());
	if (!CHANGES.test(name)) return [];
	const path = firstOf(input, PATH_KEYS);
	return typeof path === "string" && path !== "" && path.length <= 500 && !path.includes("\n") ? [path] : [];
}

function patchOf(input: unknown): string | null {
	for (const text of [input, firstOf(input, [...COMMAND_KEYS, "input", "patch"])].flat()) {
		if (typeof text === "string" && text.includes("*** Begin Patch")) return text.slice(0, MOST_PATCH);
	}
	return null;
}

/** `["bash", "-lc", "npm test"]`: what the shell was given. */
function withoutShell(command: readonly string[]): readonly string[] {
	const [shell = "", flag = "", ...rest] = command;
	return /(?:^|\/)(?:ba|z|da)?sh$/.test(shell) && /^-\w*c$/.test(flag) ? rest : command;
}

function firstOf(input: unknown, keys: readonly string[]): unknown {
	if (typeof input !== "object" || input === null) return null;
	const record = input as Record<string, unknown>;
	const key = keys.find((one) => record[one] !== undefined && record[one] !== null);
	return key === undefined ? null : record[key];
}
