import { changedFiles } from "../../summaries/tool-facts.ts";
import { capText } from "../../text/capped-text.ts";
import type { LogHead } from "./forms.ts";

/** Of a conversation that goes on for weeks a list must not become longer than what it is about. */
const MOST_FILES = 5_000;
const MOST_COMMANDS = 5_000;
const LONGEST_COMMAND = 4_000;

/** A call of a tool, as the record has it. */
export interface Call {
	name: string;
	input: unknown;
	ok: boolean | null;
	at: string;
}

/**
 * The command that a tool was asked to run, whole: Claude Code's `Bash` (`command`), Gemini's `run_shell_command`
 * (`command`), Codex's `exec_command` (`cmd`) and `shell` (`command`, a list). Null: it runs none, or only applies a patch.
 */
export function commandRun({ name, input }: Pick<Call, "name" | "input">): string | null {
	if (!RUNNERS.has(name.toLowerCase()) || typeof input !== "object" || input === null) return null;
	const { command, cmd } = input as Record<string, unknown>;
	const given = command ?? cmd;
	const text = Array.isArray(given) ? withoutShell(given.map(String)).join(" ") : given;
	if (typeof text !== "string" || text.trim() === "" || /^\s*apply_patch\b/.test(text)) return null;
	return text;
}

const RUNNERS = new Set(["bash", "run_shell_command", "exec_command", "shell", "local_shell", "execute", "terminal"]);

/** Gathers what a conversation's tools did, call by call; memory stays bounded. */
export class Touched {
	readonly #files = new Set<string>();
	readonly #commands: LogHead["commandsRun"] = [];
	readonly #leftOut = { files: 0, commands: 0 };

	add(call: Call): void {
		// What failed has changed nothing.
		if (call.ok !== false) for (const file of changedFiles(call)) this.#addFile(file);
		const command = commandRun(call);
		if (command === null) return;
		if (this.#commands.length >= MOST_COMMANDS) this.#leftOut.commands += 1;
		else this.#commands.push({ command: capText(command, LONGEST_COMMAND), at: call.at, ok: call.ok });
	}

	facts(): Pick<LogHead, "filesTouched" | "commandsRun" | "leftOut"> {
		return { filesTouched: [...this.#files], commandsRun: this.#commands, leftOut: { ...this.#leftOut } };
	}

	#addFile(file: string): void {
		if (this.#files.size < MOST_FILES) this.#files.add(file);
		else if (!this.#files.has(file)) this.#leftOut.files += 1;
	}
}

/** `["bash", "-lc", "npm test"]`: what the shell was given. */
function withoutShell(command: readonly string[]): readonly string[] {
	const [shell = "", flag = "", ...rest] = command;
	return /(?:^|\/)(?:ba|z|da)?sh$/.test(shell) && /^-\w*c$/.test(flag) ? rest : command;
}
