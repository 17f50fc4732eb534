import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import type { Environment } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";

/** What tells why systemd does not answer. */
export interface Surroundings {
	hasSystemctl: boolean;
	/** The machine was started with systemd. */
	booted: boolean;
	wsl: boolean;
	container: boolean;
	user: string;
	/** Became this user through sudo. */
	sudoUser: string | null;
}

export function lookAround(hasSystemctl: boolean, env: Environment): Surroundings {
	return {
		hasSystemctl,
		booted: existsSync("/run/systemd/system"),
		wsl: Boolean(env.WSL_DISTRO_NAME) || /microsoft/i.test(readText("/proc/sys/kernel/osrelease")),
		container: existsSync("/.dockerenv") || existsSync("/run/.containerenv") || Boolean(env.container),
		user: userInfo().username,
		sudoUser: env.SUDO_USER || null,
	};
}

/** Why there is no systemd to install into, and what to do instead. Pure. */
export function explainUnreachable({ hasSystemctl, booted, wsl, container, user, sudoUser }: Surroundings): string {
	const instead = '"nightshift service print" shows the command for whatever else starts programs there';
	if (sudoUser && user === "root") {
		return `This is root through sudo, and root has no systemd of ${sudoUser}'s: run it again as ${sudoUser}, without sudo.`;
	}
	if (!hasSystemctl || !booted) {
		if (wsl)
			return `This WSL runs without systemd: put "[boot]" and "systemd=true" into /etc/wsl.conf, run "wsl --shutdown" in Windows, and try again.`;
		if (container) return `This container has no systemd: let the container itself start Nightshift (${instead}).`;
		return `This system was not started with systemd: ${instead}.`;
	}
	return `The systemd of user ${user} does not answer: sign in as ${user} (not with su or sudo), or run "loginctl enable-linger ${user}", and try again.`;
}

export function unreachable(hasSystemctl: boolean, env: Environment): NightshiftError {
	return new NightshiftError("service-failed", explainUnreachable(lookAround(hasSystemctl, env)));
}

function readText(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return ""; // not Linux, or hidden: then it is not known to be WSL
	}
}
