import { createHash } from "node:crypto";
import type { DaemonConfig } from "../config/types.ts";

/**
 * A mark of all settings that only a new process takes up. The environment may hold secrets, so that only its hash stands
 * on disk.
 */
export function settingsOf({ command, cwd, env, workspace, agent }: DaemonConfig): string {
	const all = JSON.stringify({ command, cwd, env, workspace, agent });
	return createHash("sha256").update(all).digest("hex").slice(0, 16);
}
