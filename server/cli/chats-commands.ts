import type { Command } from "commander";
import type { Finish } from "./program.ts";

/** The record of conversations with AI tools, and the transcripts it is made of. */
export function addChats(program: Command, _finish: Finish): void {
	program.command("chats").description("conversations with AI tools, as their transcripts have them");
}
