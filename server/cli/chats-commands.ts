import { type Command, Option } from "commander";
import { createContext, createUncheckedContext, type GlobalOptions } from "./context.ts";
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
}
