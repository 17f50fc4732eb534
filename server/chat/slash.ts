import { closestMatch } from "leven";
import { CHAT_COMMANDS, type ChatCommandName } from "../contract/chat-commands.ts";
import type { Command } from "../contract/question.ts";
import { oneLine } from "../text/cut.ts";
import { anyName, findDaemon, isSurelyName, nearestDaemon } from "./daemon-names.ts";
import type { Intent, Place } from "./intent-types.ts";

/** `/status`, `/tell it to rest`; not `/usr/bin is full`, which is a path. */
const SLASH = /^\/([a-z][a-z-]*)(?:\s+([\s\S]*))?$/i;
const MAX_LINES = 200;
const WHENS: readonly Command["when"][] = ["now", "checkpoint", "after-task"];

/** Reads a message that begins with a slash; null when it is no command. A wrong one is explained, never guessed. */
export function readSlash(text: string, place: Place): Intent | null {
	const match = SLASH.exec(text);
	if (!match) return null;
	const [, word = "", rest = ""] = match;
	const command = CHAT_COMMANDS.find(({ name }) => name === word.toLowerCase());
	if (!command) return unclear(unknownCommand(word));
	const argument = rest.trim();
	switch (command.name) {
		case "start":
		case "stop":
		case "restart":
			return named(command.name, argument, place, (daemon) => ({ type: "act", verb: command.name as "start", daemon }));
		case "tell":
			return readTell(argument, place);
		case "logs":
			return readLogs(argument, place);
		case "status":
		case "roadmap":
			return named(command.name, argument, place, (daemon) => show(command.name as "status", daemon));
		default:
			if (argument === "" || command.name === "help") return show(command.name, place.current);
			return unclear(`\`/${command.name}\` takes nothing after it.`);
	}
}

function readTell(argument: string, place: Place): Intent {
	const option = /^--when(?:\s+|=)(\S+)\s*/i.exec(argument);
	const first = option ? argument.slice(option[0].length) : argument;
	const name = readAddressee(first, place);
	const later = name ? first.slice(name[0].length) : first;
	const second = option ? null : /^--when(?:\s+|=)(\S+)\s*/i.exec(later);
	const text = (second ? later.slice(second[0].length) : later).trim();
	const said = (option ?? second)?.[1]?.toLowerCase();
	const when = said === undefined ? "checkpoint" : WHENS.find((one) => one === said);
	if (!when) return unclear(`\`--when\` is one of ${WHENS.map((one) => `\`${one}\``).join(", ")}.`);
	if (text === "") return unclear("Say what to tell it: `/tell TEXT`, or `/tell NAME TEXT` for another daemon.");
	if (!name) return { type: "tell", daemon: place.current, text, when };
	if (name.groups?.colon === undefined && !second && isOtherWord(name[1] ?? "", place)) {
		const [other, here] = [`/tell ${name[1]}: …`, `/tell ${place.current}: …`].map((one) => `\`${one}\``);
		return unclear(`Say whom with a colon: ${other}, or ${here} with all of the text. Nothing was done.`);
	}
	return withDaemon(name[1] ?? "", place, (daemon) => ({ type: "tell", daemon, text, when }));
}

/** Who is meant at the beginning of a text, not what it is about: a name as it is, or in any spelling before a colon. */
function readAddressee(text: string, { daemons }: Place): RegExpExecArray | null {
	const found = new RegExp(`^(${anyName(daemons)})(?=[\\s:,]|$)(?:\\s*(?<colon>:)|[\\s,]*)\\s*`, "i").exec(text);
	const written = found?.[1] ?? "";
	if (!found || found.groups?.colon || isSurelyName(written) || daemons.includes(written)) return found;
	return null;
}

/** A plain word that is another daemon's name: "docs are out of date" may be for it, or about something else. */
function isOtherWord(written: string, { current }: Place): boolean {
	return written !== current && !isSurelyName(written);
}

function readLogs(argument: string, place: Place): Intent {
	const match = /(?:^|\s)(\d{1,9})$/.exec(argument);
	const lines = match ? Math.min(Math.max(1, Number(match[1])), MAX_LINES) : null;
	return named("logs", argument.slice(0, match?.index).trim(), place, (daemon) => ({ ...show("logs", daemon), lines }));
}

/** The command for the daemon that is named, or for the conversation's own when none is. */
function named(command: ChatCommandName, argument: string, place: Place, make: (daemon: string) => Intent): Intent {
	if (argument === "") return make(place.current);
	return withDaemon(argument, place, make, ` Nothing else goes with \`/${command}\`.`);
}

function withDaemon(name: string, { daemons }: Place, make: (daemon: string) => Intent, more = ""): Intent {
	const found = findDaemon(unquoted(name), daemons);
	if (found && "one" in found) return make(found.one);
	if (found) return unclear(`There are ${listed(found.several)}; write the name exactly.`);
	const near = nearestDaemon(unquoted(name), daemons);
	const hint = near ? `did you mean \`${near}\`?` : `there are ${listed(daemons)}.`;
	return unclear(`There is no daemon \`${shown(name)}\`; ${hint}${more}`);
}

function show(what: "status" | "roadmap" | "logs" | "notifications" | "handover" | "help", daemon: string) {
	return { type: "show" as const, what, daemon, lines: null as number | null };
}

function unknownCommand(word: string): string {
	const names = CHAT_COMMANDS.map(({ name }) => name as string);
	const near = closestMatch(word.toLowerCase(), names, { maxDistance: 3 });
	const hint = near ? `did you mean \`/${near}\`?` : "`/help` lists what there is.";
	return `There is no \`/${shown(word)}\`; ${hint} Nothing was done.`;
}

function unclear(words: string): Intent {
	return { type: "unclear", words };
}

function unquoted(name: string): string {
	return name.trim().replace(/^(["'`])(.*)\1$/, "$2");
}

function shown(text: string): string {
	return oneLine(text, 60).replaceAll("`", "'");
}

function listed(names: readonly string[]): string {
	return names.length === 0 ? "none in config.json" : names.map((name) => `\`${name}\``).join(", ");
}
