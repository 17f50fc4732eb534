import { daemonNameSchema } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";

/** The name of whoever says none, in any way. */
const NAMELESS = "mcp-client";
const MAX_NAME = 64;

/**
 * A name that was given on purpose, by `--as` or by the header `Nightshift-Daemon`.
 * @throws NightshiftError `bad-request` when it can be none
 */
export function checkName(name: string, where: string): string {
	const parsed = daemonNameSchema.safeParse(name);
	if (parsed.success) return parsed.data;
	const sentence = `${where} ${JSON.stringify(name.slice(0, 80))} is no name: use letters, digits, dot, dash or underscore, at most 64, such as "my-project".`;
	throw new NightshiftError("bad-request", sentence);
}

/** What a client calls itself, made into a name: `Claude Code` asks as `claude-code`. */
export function nameFromClient(client: string | undefined): string {
	const name = (client ?? "")
		.normalize("NFKD")
		.replaceAll(/\p{M}+/gu, "")
		.toLowerCase()
		.slice(0, MAX_NAME * 4)
		.replaceAll(/[^a-z0-9._-]+/g, "-")
		.replace(/^[^a-z0-9]+/, "")
		.slice(0, MAX_NAME)
		.replace(/[^a-z0-9]+$/, "");
	return name || NAMELESS;
}

/**
 * Whether an agent may not go by this name, because a built-in daemon has it, or one that a person would take for it:
 * `Code_Developer` looks like `code-developer`. A daemon of config.json that is the person's own keeps its name.
 */
export function isDaemonsName(
	name: string,
	daemons: readonly { readonly name: string; readonly program: string | null }[],
): boolean {
	const exact = daemons.find((daemon) => daemon.name === name);
	if (exact) return exact.program !== null;
	return daemons.some((daemon) => daemon.program !== null && lookOf(daemon.name) === lookOf(name));
}

function lookOf(name: string): string {
	return name.toLowerCase().replaceAll(/[-._]/g, "");
}
