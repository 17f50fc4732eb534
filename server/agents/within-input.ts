import { MAX_JSON_DEPTH } from "../contract/json-depth.ts";
import { type Variable, variablesOf, withVariables } from "./added-variables.ts";
import { isEditorWord, lineOf } from "./shell-input.ts";
import type { WithinInput } from "./types.ts";

/** How agents and their tools call a command, in small letters and without what stands between words. */
const COMMAND_KEYS = new Set("command cmd commandline cmdline shellcommand bashcommand script shellscript".split(" "));
/** Several of them, or the words of one. */
const COMMANDS_KEYS = new Set("commands cmds scripts".split(" "));
const ARGUMENT_KEYS = new Set("args argv arguments".split(" "));
/** Their other texts are what a file holds, what is looked for, and what is thought. */
const KINDS_OF_TEXT = new Set(["read", "edit", "delete", "move", "search", "think"]);
/** Characters of a line that may be a command, and words of a list. */
const MAX_LINE = 2_000;
const MAX_WORDS = 200;

/**
 * Finds what the input of a call names that may run, wherever it stands in it.
 *
 * @param command the call's own, which is known already; null when there is none
 */
export function withinInput(kind: string, rawInput: unknown, command: string | null): WithinInput {
	const finder = new Finder(kind);
	finder.visit(rawInput, 0);
	finder.commands.delete(command ?? "");
	for (const known of [command ?? "", ...finder.commands]) finder.lines.delete(known);
	return { commands: [...finder.commands], lines: KINDS_OF_TEXT.has(kind) ? [] : [...finder.lines] };
}

class Finder {
	readonly commands = new Set<string>();
	readonly lines = new Set<string>();

	constructor(private readonly kind: string) {}

	visit(value: unknown, depth: number): void {
		if (depth > MAX_JSON_DEPTH) return; // a request that is nested deeper is refused as a whole
		if (typeof value === "string") this.addLine(value);
		else if (Array.isArray(value)) {
			if (isWords(value)) this.addLine(lineOf(value));
			for (const one of value) this.visit(one, depth + 1);
		} else if (typeof value === "object" && value !== null) this.visitObject(value, depth);
	}

	private visitObject(value: object, depth: number): void {
		const variables = variablesOf(value);
		const entries = Object.entries(value).map(([key, one]) => [wordOf(key), one] as const);
		const args = entries.find(([key, one]) => ARGUMENT_KEYS.has(key) && isWords(one))?.[1] as string[] | undefined;
		for (const [key, one] of entries) {
			if (COMMAND_KEYS.has(key) && (typeof one === "string" || isWords(one))) {
				this.addCommand(one, variables);
				if (args && typeof one === "string") this.addCommand([one, ...args], variables);
			} else if (COMMANDS_KEYS.has(key) && isWords(one)) {
				for (const each of one) this.addCommand(each, variables);
				this.addLine(lineOf(one));
			} else this.visit(one, depth + 1);
		}
	}

	private addCommand(command: string | string[], variables: readonly Variable[]): void {
		if (typeof command === "string" && isEditorWord(this.kind, command)) return;
		const line = withVariables(variables, lineOf(command));
		if (line.trim() !== "") this.commands.add(line);
	}

	private addLine(text: string): void {
		const isLine = text.trim() !== "" && text.length <= MAX_LINE && !/[\n\r]/.test(text.trim());
		if (isLine) this.lines.add(text);
	}
}

function isWords(value: unknown): value is string[] {
	const isList = Array.isArray(value) && value.length > 0 && value.length <= MAX_WORDS;
	return isList && value.every((one) => typeof one === "string");
}

function wordOf(key: string): string {
	return key.toLowerCase().replaceAll(/[_\-\s]/g, "");
}
