import { NightshiftError } from "../contract/errors.ts";
import { defineService } from "./definition.ts";
import { readInstalledFile, removeInstalledFile, writeInstalledFile } from "./file.ts";
import type { ServiceDefinition, ServiceManager } from "./types.ts";

/** What an installation did to the file. */
export type Installed = "created" | "updated" | "unchanged";

/**
 * Installs the service, or brings it up to date; harmless when repeated. Starts nothing.
 *
 * @throws NightshiftError `service-failed`: there is no service manager, it refuses, or (with the `difference` in its
 *   details) the file was edited by hand and `force` was not given.
 */
export async function installService(
	manager: ServiceManager,
	home: string,
	{ force = false, definition = defineService(home) }: { force?: boolean; definition?: ServiceDefinition } = {},
): Promise<Installed> {
	refuseForeignRoot();
	await manager.check();
	const { text, edited, wanted, difference } = await readInstalledFile(manager, definition);
	if (edited && difference && !force) {
		const sentence = `${manager.file} was edited by hand and stays as it is: "nightshift service install --force" replaces it.`;
		throw new NightshiftError("service-failed", sentence, { file: manager.file, difference });
	}
	if (text !== wanted) await writeInstalledFile(manager, wanted);
	await manager.register();
	if (text === null) return "created";
	return text === wanted ? "unchanged" : "updated";
}

/** Takes the service away, as far as it is there. Ends the dashboard that it runs; the daemons go on. */
export async function uninstallService(manager: ServiceManager, home: string): Promise<"removed" | "absent"> {
	const { text } = await readInstalledFile(manager, defineService(home));
	if (text === null) return "absent";
	await manager.check();
	await manager.unregister();
	await removeInstalledFile(manager);
	await manager.forget();
	return "removed";
}

/** Root through sudo would install it for root, which nobody who says sudo here means. */
function refuseForeignRoot(env: NodeJS.ProcessEnv = process.env): void {
	if (process.getuid?.() !== 0 || !env.SUDO_USER || env.SUDO_USER === "root") return;
	const sentence = `This would start Nightshift as root: run it again as ${env.SUDO_USER}, without sudo.`;
	throw new NightshiftError("service-failed", sentence);
}
