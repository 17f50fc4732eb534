import { makePrivate } from "../../config/private-directory.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { openToken } from "../../http/token.ts";
import { checkName } from "../../mcp/asker-name.ts";
import { serveMcpOnStdio } from "../../mcp/stdio.ts";
import { mcpTokenOf } from "../../mcp/token.ts";
import type { Context } from "../context.ts";

/**
 * `nightshift mcp --token`: what an agent over HTTP shows, on standard output and nowhere else. Without a token file one is
 * made, as the dashboard does at its start.
 * @throws NightshiftError `config-invalid`
 */
export function printMcpToken({ paths, printExact }: Context): void {
	makePrivate(paths.home);
	const whole = openToken(paths.token).current();
	if (whole === null) throw new NightshiftError("config-invalid", `The token file ${paths.token} cannot be read.`);
	const token = mcpTokenOf(whole);
	printExact({ token }, token);
}

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
