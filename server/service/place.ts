import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Environment } from "../config/paths.ts";

/** Whose service it is and where it is kept. */
export interface ServicePlace {
	platform: NodeJS.Platform;
	/** One for each state directory, so that several live side by side. */
	name: string;
	/** The state directory. */
	home: string;
	/** The person's home directory. */
	userHome: string;
	env: Environment;
}

/** This system, this person and this environment, unless a test says otherwise. */
export type PlaceOptions = Partial<Pick<ServicePlace, "platform" | "userHome" | "env">>;

export function placeOf(
	home: string,
	{ platform = process.platform, userHome = homedir(), env = process.env }: PlaceOptions = {},
): ServicePlace {
	return { platform, name: serviceName(home, userHome), home, userHome, env };
}

/** `nightshift` for the state directory that is taken unless told; another one has a name of its own. */
export function serviceName(home: string, userHome: string = homedir()): string {
	if (resolve(home) === join(userHome, ".nightshift")) return "nightshift";
	return `nightshift-${createHash("sha256").update(resolve(home)).digest("hex").slice(0, 8)}`;
}

/** The file that the service is defined by; null on a system for which there is none. */
export function serviceFile({ platform, name, home, userHome, env }: ServicePlace): string | null {
	switch (platform) {
		case "linux":
			return join(env.XDG_CONFIG_HOME || join(userHome, ".config"), "systemd", "user", `${name}.service`);
		case "darwin":
			return join(userHome, "Library", "LaunchAgents", `${launchdLabel(name)}.plist`);
		case "win32":
			return join(home, "service", `${name}.xml`);
		default:
			return null;
	}
}

/** What launchd calls it. */
export function launchdLabel(name: string): string {
	return name.replace(/^nightshift(-|$)/, "nightshift.dashboard$1").replace("dashboard-", "dashboard.");
}
