import { CHAT_COMMANDS } from "../../../server/contract/chat-commands.ts";

export interface Choice {
	/** What the text becomes. */
	text: string;
	label: string;
	detail: string;
}

const TAKES_NAME = new Set(["status", "start", "stop", "restart", "tell", "roadmap", "logs"]);
const MOST = 12;

/** What a text that begins with a slash may become: a command, or a daemon's name behind one. Empty: nothing fits. */
export function choicesFor(text: string, daemons: readonly string[]): Choice[] {
	const command = /^\/([a-z]*)$/i.exec(text);
	if (command) {
		const begun = (command[1] ?? "").toLowerCase();
		return CHAT_COMMANDS.filter(({ name }) => name.startsWith(begun)).map(({ name, usage, summary }) => ({
			text: TAKES_NAME.has(name) ? `/${name} ` : `/${name}`,
			label: usage,
			detail: summary,
		}));
	}
	const named = /^\/([a-z]+) +(\S*)$/i.exec(text);
	const name = named?.[1]?.toLowerCase() ?? "";
	if (!named || !TAKES_NAME.has(name)) return [];
	const begun = (named[2] ?? "").toLowerCase();
	return daemons
		.filter((daemon) => daemon.toLowerCase().startsWith(begun) && daemon.toLowerCase() !== begun)
		.slice(0, MOST)
		.map((daemon) => ({
			text: `/${name} ${daemon}${name === "tell" ? ": " : ""}`,
			label: daemon,
			detail: `/${name} ${daemon}`,
		}));
}
