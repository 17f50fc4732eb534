import { NightshiftError } from "../contract/errors.ts";
import { type PlaceOptions, placeOf, serviceFile } from "./place.ts";
import type { ServiceManager } from "./types.ts";

/**
 * This system's service manager, for the service of one state directory. Only its own code is loaded.
 * @throws NightshiftError `service-failed` on a system for which Nightshift has none
 */
export async function serviceManager(home: string, options: PlaceOptions = {}): Promise<ServiceManager> {
	const place = placeOf(home, options);
	const file = serviceFile(place);
	if (file !== null) {
		switch (place.platform) {
			case "linux":
				return new (await import("./systemd/systemd.ts")).Systemd(place, file);
			case "darwin":
				return new (await import("./launchd/launchd.ts")).Launchd(place, file);
			case "win32":
				return new (await import("./windows/task-scheduler.ts")).TaskScheduler(place, file);
		}
	}
	const sentence = `Nightshift knows no service manager of ${place.platform}: let your system start "nightshift start --foreground" itself.`;
	throw new NightshiftError("service-failed", sentence);
}
