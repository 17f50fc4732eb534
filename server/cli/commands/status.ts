import { installedService } from "../../service/handover.ts";
import type { Context } from "../context.ts";
import { DONE, NOT_RUNNING } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { readStatusNow } from "../dashboard/status.ts";
import { dim } from "../print/colors.ts";
import { printStatus } from "../print/status.ts";

/** `nightshift status [NAME…]`: with names, only those; 3 when one of them is not running. */
export async function status(context: Context, names: string[]): Promise<number> {
	const { found, status: all } = await readStatusNow(context.paths);
	checkNames(
		names,
		all.daemons.map((daemon) => daemon.name),
	);
	const daemons = names.length > 0 ? all.daemons.filter(({ name }) => names.includes(name)) : all.daemons;
	const shown = { ...all, daemons };
	const service = names.length > 0 ? null : await installedService(context.paths.home);
	const byItself = service && dim(`Starts by itself through ${service.title}: see "nightshift service".`);
	context.print(shown, () => [printStatus(shown), byItself].filter(Boolean).join("\n\n"));
	if (found.state === "silent") {
		context.note(
			`The dashboard (pid ${found.identity.pid}) runs but does not answer; "nightshift restart --dashboard-only" mends that.`,
		);
	}
	return names.length > 0 && daemons.some(({ phase }) => phase !== "running") ? NOT_RUNNING : DONE;
}
