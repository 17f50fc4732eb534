import { type Command, InvalidArgumentError, Option } from "commander";
import { createContext, createUncheckedContext, type GlobalOptions } from "./context.ts";
import { countOption, textOption } from "./parse-options.ts";
import type { Finish } from "./program.ts";

/** The record of conversations with AI tools, and the transcripts it is made of. */
export function addChats(program: Command, finish: Finish): void {
	const chats = program.command("chats").description("conversations with AI tools, as their transcripts have them");
	chats
		.command("scan")
		.argument("<path...>", "transcripts, or folders with transcripts beneath")
		.description("read transcripts where they are, and print what is in them; nothing is stored")
		.addOption(
			new Option("--format <format>", "what they are, in place of what their first lines say").choices([
				"claude",
				"gemini",
				"codex",
				"log",
			]),
		)
		.action(async (paths: string[], options, self: Command) => {
			const { scanChats } = await import("./commands/chats-scan.ts");
			finish(await scanChats(createUncheckedContext(self.optsWithGlobals<GlobalOptions>()), paths, options));
		});
	chats
		.command("consolidate")
		.argument("[day]", "like 2026-11-21 (default: today, as far as it is)")
		.description("write the backups of all conversations of a day, as the chat monitor does in the night after")
		.action(async (day: string | undefined, _options, self: Command) => {
			const { consolidateChats } = await import("./commands/chats-consolidate.ts");
			finish(await consolidateChats(createContext(self.optsWithGlobals<GlobalOptions>()), day));
		});
	addRecord(chats, finish);
}

/** What the chat monitor has recorded. */
function addRecord(chats: Command, finish: Finish): void {
	chats
		.command("list")
		.description("recorded conversations, the one with the newest turn first")
		.option("--source <name>", "only those with this tool: claude, gemini, codex, or a name of config.json", textOption)
		.option("--cwd <folder>", "only those held in this folder", textOption)
		.option("--from <day>", "only those in which something was said from this day on, e.g. 2026-11-21", textOption)
		.option("--to <day>", "only those in which something was said up to this day", textOption)
		.option("--backup", "only those in which a backup was asked for")
		.option("--about <words>", "only those with these words in title, summary or folder", textOption)
		.option("-n, --limit <count>", "how many", countOption, 50)
		.action(async (options, self: Command) => {
			const { listChats } = await import("./commands/chats-list.ts");
			finish(await listChats(createContext(self.optsWithGlobals<GlobalOptions>()), options));
		});
	chats
		.command("search")
		.argument("<words...>", "all of them must be there, each by its beginning")
		.description("what was said in recorded conversations, the newest first")
		.option("--source <name>", "only with this tool", textOption)
		.option("--conversation <id>", "only in this one", conversationNumber)
		.option("-n, --limit <count>", "how many", countOption, 20)
		.action(async (words: string[], options, self: Command) => {
			const { searchChats } = await import("./commands/chats-search.ts");
			finish(await searchChats(createContext(self.optsWithGlobals<GlobalOptions>()), words.join(" "), options));
		});
	chats
		.command("show")
		.argument("<id>", "the conversation's number", conversationNumber)
		.description("one recorded conversation: what it was about, and its last turns")
		.option("-n, --turns <count>", "how many turns", countOption, 40)
		.action(async (id: number, options, self: Command) => {
			const { showChat } = await import("./commands/chats-show.ts");
			finish(await showChat(createContext(self.optsWithGlobals<GlobalOptions>()), id, options));
		});
	chats
		.command("export")
		.argument("<id>", "the conversation's number", conversationNumber)
		.description("all of a recorded conversation, into a new file or to standard output")
		.addOption(
			new Option("--as <format>", "Markdown to be read, all of it as JSON, or a table").choices(["md", "json", "csv"]),
		)
		.option("--out <file>", "a new file (default: standard output)", textOption)
		.action(async (id: number, options, self: Command) => {
			const { exportChat } = await import("./commands/chats-export.ts");
			finish(await exportChat(createContext(self.optsWithGlobals<GlobalOptions>()), id, options));
		});
}

function conversationNumber(text: string): number {
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new InvalidArgumentError('Conversations have numbers; "nightshift chats list" lists them.');
}
