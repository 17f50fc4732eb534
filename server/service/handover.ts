import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import type { Environment, Paths } from "../config/paths.ts";
import { NightshiftError } from "../contract/errors.ts";
import { processTable } from "../process-table/table.ts";
import { atBeginning } from "./at-beginning.ts";
import { type PlaceOptions, placeOf, serviceFile } from "./place.ts";
import type { ServiceManager } from "./types.ts";

/**
 * The service of a state directory, when one is installed; null otherwise, at the cost of one look at the disk. So that the
 * dashboard has exactly one owner, `start` and `stop` go through it.
 */
export async function installedService(home: string, options?: PlaceOptions): Promise<ServiceManager | null> {
	const file = serviceFile(placeOf(home, options));
	if (file === null || !existsSync(file)) return null;
	const { serviceManager } = await import("./manager.ts");
	return serviceManager(home, options);
}

/**
 * Starts the dashboard through its service, when one is installed and would start it as it is asked for: a service cannot be
 * told another port than the one it was installed with, and starts the installation that installed it.
 *
 * @returns the service that was asked, which may still be at it; null: the caller starts the dashboard itself
 * @throws NightshiftError `service-failed`
 */
export async function startThroughService(
	home: string,
	env: Environment = process.env,
): Promise<ServiceManager | null> {
	const service = await installedService(home, { env });
	if (!service || !(await startsThis(service, home, env))) return null;
	const reachable = await service.check().then(
		() => true,
		() => false, // over SSH without a session of one's own, say: it is started without
	);
	if (!reachable) return null;
	await service.start();
	return service;
}

/**
 * Ends the dashboard `pid` through the service that runs it, so that its end is not taken for a crash and mended.
 *
 * @returns how it ended; null when no service runs it, or the caller has to end it all the same
 * @throws NightshiftError `service-failed` when the service's settings would end the daemons that run with it
 */
export async function stopThroughService({ home, daemon }: Paths, pid: number): Promise<"polite" | "forced" | null> {
	const service = await installedService(home);
	if (!service) return null;
	const { active, pid: main, problems } = await service.state();
	const unknown = active === null && service.kind === "task-scheduler";
	const ours = unknown || (main !== null && (await isOrDescendsFrom(pid, main)));
	if (!ours) return null;
	const danger = problems.find(({ id }) => id === "service-kills-daemons");
	if (danger && (await anyRuns({ home, daemon }))) {
		throw new NightshiftError("service-failed", `${danger.what}. ${atBeginning(danger.mend)}, and try again.`);
	}
	return service.stop();
}

/** Whether any daemon of this state directory runs now. */
async function anyRuns({ home, daemon }: Pick<Paths, "home" | "daemon">): Promise<boolean> {
	const { lookForInstance } = await import("../supervisor/instance.ts");
	for (const name of await readdir(`${home}/daemons`).catch(() => [])) {
		if ((await lookForInstance(daemon(name))).running) return true;
	}
	return false;
}

/** Whether the service would start this very installation, and listen where this environment says. */
async function startsThis(service: ServiceManager, home: string, env: Environment): Promise<boolean> {
	const [{ readInstalledFile }, { defineService, TAKEN_OVER }] = await Promise.all([
		import("./file.ts"),
		import("./definition.ts"),
	]);
	const own = defineService(home, env);
	const { definition } = await readInstalledFile(service, own);
	if (definition && definition.root !== own.root) return false;
	return TAKEN_OVER.every((key) => (env[key] || undefined) === definition?.environment[key]);
}

/** Whether the service's process is the dashboard, or has started it. */
async function isOrDescendsFrom(pid: number, ancestor: number): Promise<boolean> {
	for (let one = pid; one > 1; ) {
		if (one === ancestor) return true;
		one = (await processTable.read(one))?.ppid ?? 0;
	}
	return false;
}
