import type { Command } from "commander";
import { createContext, DONE, type GlobalOptions } from "./context.ts";
import type { Finish } from "./program.ts";

/** What agents start, rather than people. */
export function addMcp(program: Command, finish: Finish): void {
	program
		.command("mcp")
		.description("the inbox for an agent of yours: MCP on standard input and output (see docs/mcp.md)")
		.option("--as <name>", "who asks, and whom `tell` reaches (default: what the client calls itself)")
		.option("--token", "print the token for agents over HTTP, which opens /mcp and nothing else")
		.action(async (options: { as?: string; token?: boolean }, self: Command) => {
			const global = self.optsWithGlobals<GlobalOptions>();
			if (options.token) {
				if (options.as !== undefined) self.error("error: --token goes with no other option than --home and --json");
				const { printMcpToken } = await import("./commands/mcp.ts");
				printMcpToken(createContext(global));
				return finish(DONE);
			}
			if (global.json) self.error("error: standard output belongs to the protocol: leave out --json");
			const context = createContext(global);
			const { mcp } = await import("./commands/mcp.ts");
			await mcp(context, options.as ?? null);
			finish(DONE);
		});
}
