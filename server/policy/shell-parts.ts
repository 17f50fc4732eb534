import { type Command, parse, type Redirection, type Statement, type Word, type WordPart } from "unbash";
import { hiddenKinds } from "../contract/visible-text.ts";

/** One plain command of a line, such as `npm test` in `cd app && npm test`. */
export interface PlainCommand {
	/** As it was written. */
	text: string;
	/** Where its program's name ends in `text`; what stands before it sets variables for it alone. */
	nameEnd: number;
	/** The words after the name, and where each begins in `text`. */
	words: { text: string; at: number }[];
}

/**
 * The commands of a shell line, when it is sure that these are all that would run, in whichever shell: words and quotes
 * joined by `;`, `&`, `&&`, `||`, `|` and line ends. Null for everything else: substitutions, variables, files written
 * or read, blocks, functions, comments, what a shell would refuse, and what is not what it looks like.
 */
export function plainCommands(line: string, platform: NodeJS.Platform = process.platform): PlainCommand[] | null {
	if (hiddenKinds(line, "code").length > 0 || line.includes("\r")) return null;
	const script = parse(line);
	if (script.errors?.length || script.shebang !== undefined) return null;
	const found = script.commands.flatMap((statement) => commandsOf(statement) ?? [null]);
	const commands: PlainCommand[] = [];
	let between = "";
	let end = 0;
	for (const command of found) {
		const plain = command && plainCommand(command, line, platform);
		if (!command || !plain) return null;
		between += line.slice(end, command.pos);
		end = command.end;
		commands.push(plain);
	}
	// Nothing else may stand there: a comment is none to every shell.
	return commands.length > 0 && /^[\s;&|]*$/.test(between + line.slice(end)) ? commands : null;
}

function commandsOf({ command }: Statement): Command[] | null {
	const pipelines = command.type === "AndOr" ? command.commands : [command];
	const members = pipelines.flatMap((one) => (one.type === "Pipeline" ? [...one.prefixes, ...one.commands] : [one]));
	return members.every((one): one is Command => one.type === "Command") ? members : null;
}

/** Means something to the command shells of Windows, also within quotes. */
const WINDOWS_CONTROL = /[&|<>^%;()`$]/;

function plainCommand(command: Command, line: string, platform: NodeJS.Platform): PlainCommand | null {
	const { pos, end, name, prefix, suffix } = command;
	const text = line.slice(pos, end);
	if (!name || !isLiteral(name) || text.includes("\n")) return null;
	if (platform === "win32" && WINDOWS_CONTROL.test(text)) return null;
	const words: PlainCommand["words"] = [];
	for (const one of [...prefix, ...suffix]) {
		if (one.type === "Word") {
			if (!isPlain(one)) return null;
			words.push({ text: one.value, at: one.pos - pos });
		} else if (one.type === "Assignment") {
			if (one.value.type !== "Word" || one.index || !isPlain(one.value)) return null;
			if (one.pos > name.pos) words.push({ text: one.text, at: one.pos - pos });
		} else if (!isHarmless(one)) return null;
	}
	return { text, nameEnd: name.end - pos, words };
}

/** Without quotes or anything that the shell changes. */
function isLiteral(word: Word): boolean {
	return word.text === word.value && !word.parts?.length;
}

/** Nothing in it runs, or stands for something that is not to be seen. */
function isPlain({ parts }: Word): boolean {
	return (parts ?? []).every(isPlainPart);
}

function isPlainPart(part: WordPart): boolean {
	if (part.type === "DoubleQuoted") return part.parts.every(({ type }) => type === "Literal");
	return part.type === "Literal" || part.type === "SingleQuoted" || (part.type === "Glob" && part.kind !== "bracket");
}

/** One stream led into another (`2>&1`), or into nothing. */
function isHarmless(redirection: Redirection): boolean {
	if (redirection.type !== "Redirect") return false;
	const { operator, target, descriptor } = redirection;
	if (!target || !isLiteral(target) || descriptor?.type === "FileDescriptorVariable") return false;
	if (operator === ">&" || operator === "<&") return /^\d+$/.test(target.text);
	return target.text === "/dev/null";
}
