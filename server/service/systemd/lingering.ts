import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { lastWordsOf, runTool } from "../run-tool.ts";

/** Whether systemd runs for this user from boot on, also without a session. Null where there is no logind to ask. */
export async function lingers(env: Environment): Promise<boolean | null> {
	const { username } = userInfo();
	const args = ["show-user", username, "--property=Linger", "--value"];
	const { ok, stdout } = await runTool("loginctl", args, { env, timeoutMs: 3_000 });
	if (ok) return stdout.trim() === "yes";
	// logind knows only users who are there; it keeps the setting here.
	if (existsSync(join("/var/lib/systemd/linger", username))) return true;
	return existsSync("/run/systemd/system") ? false : null;
}

/** @throws NightshiftError `service-failed` */
export async function enableLingering(env: Environment): Promise<void> {
	const { username } = userInfo();
	const result = await runTool("loginctl", ["enable-linger", username], { env });
	if (result.ok) return;
	const sentence = `"loginctl enable-linger ${username}" failed (${lastWordsOf(result)}): ask the machine's administrator to run it.`;
	throw new NightshiftError("service-failed", sentence);
}
