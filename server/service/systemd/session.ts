import type { Environment } from "../../config/paths.ts";
import { Systemctl } from "./systemctl.ts";

/** Whether the user's own systemd is on its way out: a logout without lingering, a shutdown, a reboot. */
export async function sessionEnds(env: Environment = process.env): Promise<boolean> {
	const { stdout } = await new Systemctl(env).ask("is-system-running");
	return stdout.trim() === "stopping";
}
