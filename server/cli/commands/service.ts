import { NightshiftError } from "../../contract/errors.ts";
import { defineService } from "../../service/definition.ts";
import { askDaemonsToEnd } from "../../service/farewell.ts";
import { type Installed, installService, uninstallService } from "../../service/install.ts";
import { serviceManager } from "../../service/manager.ts";
import { reportService, type ServiceReport } from "../../service/report.ts";
import { sessionEnds } from "../../service/systemd/session.ts";
import type { ServiceManager } from "../../service/types.ts";
import { type Context, DONE, FAILED } from "../context.ts";
import { findDashboard } from "../dashboard/find.ts";
import { haltDashboard } from "../dashboard/halt.ts";
import { awaitService } from "../dashboard/launch-service.ts";
import { prepareHome } from "../dashboard/start-all.ts";
import { printFindings } from "../print/findings.ts";
import { printService } from "../print/service.ts";

export interface InstallOptions {
	/** Replace a file that was edited by hand. */
	force?: boolean;
	/** False: leave the start to the next login or boot. */
	start?: boolean;
	/** Start at boot too, where that is a setting of its own. */
	linger?: boolean;
}

/** `nightshift service install`: from now on the service manager runs the dashboard. */
export async function installCommand(
	context: Context,
	{ force, start = true, linger }: InstallOptions,
): Promise<number> {
	const { paths } = context;
	const manager = await serviceManager(paths.home);
	const installed = await install(context, manager, force);
	await prepareHome(context);
	if (linger) await manager.startAtBoot();
	const did = start ? await handOver(context, manager, installed) : null;
	const report = await reportService(manager, paths.home);
	context.print({ done: installed, ...report }, () =>
		[describeInstalled(installed, manager), did].filter(Boolean).join("\n"),
	);
	return tellProblems(context, report);
}

/** `nightshift service uninstall`: the dashboard that it runs ends with it; the daemons go on. */
export async function uninstallCommand({ paths, print }: Context): Promise<number> {
	const manager = await serviceManager(paths.home);
	const before = await reportService(manager, paths.home);
	const found = await findDashboard(paths);
	// Where the service manager cannot end the dashboard without the daemons, it is ended first.
	if (found.state !== "down" && before.active !== false && before.installed) await haltDashboard(paths, found.identity);
	const done = await uninstallService(manager, paths.home);
	const ended = found.state !== "down" && (await findDashboard(paths)).state === "down";
	print({ done, ...(await reportService(manager, paths.home)) }, () => {
		if (done === "absent") return "Nightshift does not start by itself here: there is nothing to take away.";
		const after = ended ? ' Its dashboard has ended and the daemons go on: "nightshift start" brings it back.' : "";
		return `Took away ${manager.title} (${manager.file}).${after}`;
	});
	return DONE;
}

/** `nightshift service status`. */
export async function statusCommand({ paths, print }: Context): Promise<number> {
	const report = await reportService(await serviceManager(paths.home), paths.home);
	const found = await findDashboard(paths);
	print(report, () => printService(report, found.state === "down" ? null : found.identity.pid));
	return report.problems.some(({ severity }) => severity === "error") ? FAILED : DONE;
}

/** `nightshift service print`: what `install` would write, for a look at it or for another way to start things. */
export async function printCommand({ paths, printExact }: Context): Promise<number> {
	const manager = await serviceManager(paths.home);
	const text = manager.describe(defineService(paths.home));
	printExact({ file: manager.file, text }, text);
	return DONE;
}

/** `nightshift farewell`, called by the unit of systemd whenever the dashboard has ended. */
export async function farewellCommand({ paths, print }: Context): Promise<number> {
	const asked = (await sessionEnds()) ? await askDaemonsToEnd(paths) : [];
	print({ asked }, () => (asked.length > 0 ? `The session ends; asked to end: ${asked.join(", ")}.` : null));
	return DONE;
}

/** An edited file is shown with what would change before the refusal. */
async function install(context: Context, manager: ServiceManager, force = false): Promise<Installed> {
	try {
		return await installService(manager, context.paths.home, { force });
	} catch (error) {
		const difference = error instanceof NightshiftError ? error.details.difference : null;
		if (typeof difference === "string") context.note(`${difference}\n`);
		throw error;
	}
}

/** Lets the service run the dashboard, in the place of one that was started by hand or from an earlier version of the file. */
async function handOver({ paths }: Context, manager: ServiceManager, installed: Installed): Promise<string> {
	const found = await findDashboard(paths);
	const { active } = await manager.state();
	if (active && found.state === "up" && installed === "unchanged") {
		return `It runs the dashboard already (process ${found.identity.pid}).`;
	}
	if (found.state !== "down") await haltDashboard(paths, found.identity);
	await manager.start();
	const { identity } = await awaitService(paths, manager);
	const went = found.state === "down" ? "" : ", in place of the one that ran; the daemons went on";
	return `It runs the dashboard now (process ${identity.pid})${went}.`;
}

function describeInstalled(installed: Installed, { title, file }: ServiceManager): string {
	const what = { created: "Installed", updated: "Brought up to date", unchanged: "Nothing to change:" }[installed];
	return `${what} ${title} (${file}).`;
}

/** On standard error: they are not what was asked for. */
function tellProblems({ note, json }: Context, { problems }: ServiceReport): number {
	if (problems.length > 0 && !json) note(`\n${printFindings(problems)}`);
	return problems.some(({ severity }) => severity === "error") ? FAILED : DONE;
}
