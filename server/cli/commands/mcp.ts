import { makePrivate } from "../../config/private-directory.ts";
import { checkName } from "../../mcp/asker-name.ts";
import { serveMcpOnStdio } from "../../mcp/stdio.ts";
import type { Context } from "../context.ts";

/** `nightshift mcp`: the inbox for an agent, until it closes our standard input. */
export async function mcp({ paths, note }: Context, as: string | null): Promise<void> {
	const name = as === null ? null : checkName(as, "--as");
	makePrivate(paths.home);
	const controller = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => controller.abort());
	await serveMcpOnStdio({ paths, name, signal: controller.signal, note });
	// The client may hold our input open after a signal; nothing is left to be read from it.
	process.stdin.destroy();
}
