import { type Fields, fieldsIn, words } from "../../fields.ts";

/** How a message begins that the program puts before the conversation. */
const CONTEXT = /^\s*<session_context>/;
/** What follows in a message is what the program has read from files that the person named with `@`. */
const FILES = /^\s*--- Content from referenced files ---/;
const FOLDER = /\*\*Workspace Directories:\*\*\s*\n\s*- ([^\n]+)|working in the directory: ([^\n]+)/;
const SHELL =
	/^I ran the following shell command:\n```[a-z]*\n([\s\S]*?)\n```\n\nThis produced the following result:\n```[a-z]*\n([\s\S]*?)\n?```\s*$/;

/** A message of the person, taken apart. */
export interface PersonsMessage {
	/** What was typed. */
	text: string | null;
	/** All of its text but the program's context: by it a message is known again under another id. */
	whole: string | null;
	/** The program's context, when it is part of it. */
	context: string | null;
	/** What tools have put out, for the model. */
	responses: Fields[];
}

/** Takes a message in the person's name apart. */
export function personsMessage(message: Fields): PersonsMessage {
	const parts = partsOf(message.content);
	const texts = parts.flatMap((part) => words(part.text) ?? (part.inlineData || part.fileData ? "[image]" : []));
	const own = texts.filter((text) => !CONTEXT.test(text));
	const files = own.findIndex((text) => FILES.test(text));
	const shown = textOf(message.displayContent) ?? (files < 0 ? own : own.slice(0, files)).join("");
	return {
		text: words(shown.trim() === "" ? "" : shown),
		whole: words(own.join("")),
		context: texts.find((text) => CONTEXT.test(text)) ?? null,
		responses: parts.flatMap((part) => fieldsIn([part.functionResponse])),
	};
}

/** What the model said in a message: without its thoughts, and null when that is nothing. */
export function modelsText(message: Fields): string | null {
	const text = textOf(message.content);
	return text?.trim() ? text : null;
}

/** Calls of tools in a message as the model made it; those that the program recorded itself say more. */
export function modelsCalls(message: Fields): Fields[] {
	return partsOf(message.content).flatMap((part) => fieldsIn([part.functionCall]));
}

/** A text, or the texts in a list of parts; null when there is none. */
export function textOf(content: unknown): string | null {
	return words(
		partsOf(content)
			.flatMap((part) => (part.thought === true ? [] : (words(part.text) ?? [])))
			.join(""),
	);
}

function partsOf(content: unknown): Fields[] {
	if (typeof content === "string") return [{ text: content }];
	return Array.isArray(content)
		? content.flatMap((part) => (typeof part === "string" ? [{ text: part }] : fieldsIn([part])))
		: fieldsIn([content]);
}

/** The folder that the program's context names. */
export function folderIn(context: string): string | null {
	const found = FOLDER.exec(context);
	return words((found?.[1] ?? found?.[2])?.trim());
}

/** A command that the person ran with `!`: what was run, and what it put out. */
export function shellEscape(text: string): { command: string; output: string } | null {
	const found = SHELL.exec(text);
	return found ? { command: found[1] ?? "", output: found[2] ?? "" } : null;
}
