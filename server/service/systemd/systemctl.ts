import { existsSync } from "node:fs";
import type { Environment } from "../../config/paths.ts";
import { mustRunTool, runTool, type ToolResult } from "../run-tool.ts";

/** Longer than the unit's own time-out for a stop. */
const ACT_MS = 40_000;
const ASK_MS = 5_000;

/** The user's own systemd, asked through `systemctl --user`. */
export class Systemctl {
	readonly env: Environment;

	constructor(env: Environment) {
		this.env = withRuntimeFolder(env);
	}

	ask(...args: string[]): Promise<ToolResult> {
		return runTool("systemctl", ["--user", ...args], { env: this.env, timeoutMs: ASK_MS });
	}

	/** @throws NightshiftError `service-failed` */
	act(...args: string[]): Promise<void> {
		return mustRunTool("systemctl", ["--user", ...args], { env: this.env, timeoutMs: ACT_MS });
	}

	/** Properties of a unit; null when systemd cannot be asked. */
	async show(unit: string, properties: readonly string[]): Promise<Record<string, string> | null> {
		const { ok, stdout } = await this.ask("show", unit, `--property=${properties.join(",")}`);
		return ok ? parseProperties(stdout) : null;
	}
}

/** Parses `KEY=VALUE` lines. */
export function parseProperties(text: string): Record<string, string> {
	return Object.fromEntries(
		text.split("\n").flatMap((line) => {
			const at = line.indexOf("=");
			return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
		}),
	);
}

/** After `su` or from cron the variable is missing, though the folder is there. */
function withRuntimeFolder(env: Environment): Environment {
	const folder = `/run/user/${process.getuid?.() ?? ""}`;
	return env.XDG_RUNTIME_DIR || !existsSync(folder) ? env : { ...env, XDG_RUNTIME_DIR: folder };
}
