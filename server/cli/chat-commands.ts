import type { Command } from "commander";
import { createContext, type GlobalOptions } from "./context.ts";
import type { Finish } from "./program.ts";

/** Talking with a daemon. */
export function addChat(program: Command, finish: Finish): void {
	program
		.command("chat <name> <text>")
		.description(
			"say something to a daemon as on the page Chat, and print what follows: /status, /stop, or plain words",
		)
		.action(async (name: string, text: string, _options, self: Command) => {
			const { chat } = await import("./commands/chat.ts");
			finish(await chat(createContext(self.optsWithGlobals<GlobalOptions>()), name, text));
		});
}
