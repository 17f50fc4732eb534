import { commandWildcards, type Pattern } from "./pattern.ts";
import { everythingWithin } from "./shell-contents.ts";
import { type PlainCommand, plainCommands } from "./shell-parts.ts";
import { fits, trimmed, type Wildcards } from "./wildcards.ts";

/**
 * Whether a pattern that allows covers all that the line would run. Without wildcards it means exactly this text. With
 * some, each command of the line must fit by itself, its program's name must be written out in the pattern, and the
 * line must be one whose commands are plain to see; where there is a doubt the answer is no.
 */
export function coversCommand(pattern: Pattern, line: string, platform?: NodeJS.Platform): boolean {
	const wildcards = commandWildcards(pattern);
	if (!wildcards) return true;
	const text = trimmed(line);
	if (wildcards.length === 1 && fits(wildcards, text)) return true;
	const commands = plainCommands(text, platform);
	return commands?.every((command) => fits(wildcards, command.text) && isNamed(command, wildcards)) ?? false;
}

/**
 * Whether a pattern that forbids, or wants to be asked, is about anything that the line would run, capital letters or
 * not; also when the line is too tangled to rule it out.
 */
export function concernsCommand(pattern: Pattern, line: string): boolean {
	const wildcards = commandWildcards(pattern)?.map((piece) => piece.toLowerCase());
	if (!wildcards) return true;
	return everythingWithin(line)?.some((text) => fits(wildcards, text.toLowerCase())) ?? true;
}

/**
 * Whether such a pattern, which says more than "any command", is about a text that may be a command line or anything
 * else: prose that no shell could read is no command.
 */
export function mayConcernCommand(pattern: Pattern, text: string): boolean {
	const wildcards = commandWildcards(pattern)?.map((piece) => piece.toLowerCase());
	if (!wildcards) return false;
	return everythingWithin(text)?.some((one) => fits(wildcards, one.toLowerCase())) ?? false;
}

/**
 * Whether the pattern names the program and what is set for it, so that no wildcard stands for either: `* test` is not
 * to allow `LD_PRELOAD=x.so npm test`. A file in a folder that the pattern names is fine, unless it leads out of it.
 */
function isNamed({ text, nameEnd, words }: PlainCommand, [literal = "", ...others]: Wildcards): boolean {
	if (others.length === 0) return true;
	const named = literal.length;
	if (nameEnd > named && !(literal.endsWith("/") && /^\w[\w.-]*$/.test(text.slice(named, nameEnd)))) return false;
	if (!/(?:^|[\s/])git(?:\.exe)?$/i.test(text.slice(0, nameEnd))) return true;
	// What stands before git's subcommand can have it run anything: git -c core.pager=… log
	const option = words.find((word) => !word.text.startsWith("-") || word.at >= named);
	return !option?.text.startsWith("-");
}
