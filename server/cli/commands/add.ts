import { resolve } from "node:path";
import { type DaemonEntry, editConfig, withDaemon } from "../../config/edit-config.ts";
import { loadConfig } from "../../config/load.ts";
import { makePrivate } from "../../config/private-directory.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { type Context, DONE } from "../context.ts";

export interface AddOptions {
	cwd?: string;
	env?: Record<string, string>;
	autostart?: boolean;
	after?: string[];
	program?: string;
	workspace?: string;
	start?: boolean;
}

/** `nightshift add NAME -- COMMAND…`: a dashboard that runs takes it up at once. */
export async function add(context: Context, name: string, command: string[], options: AddOptions): Promise<number> {
	const { paths } = context;
	makePrivate(paths.home);
	const { daemons } = await loadConfig(paths);
	if (daemons.some((daemon) => daemon.name === name)) {
		const sentence = `There is a daemon named "${name}" already; change it in ${paths.config}, or "nightshift remove ${name}" first.`;
		throw new NightshiftError("config-invalid", sentence);
	}
	const entry = entryOf(command, options);
	await editConfig(paths, (text) => withDaemon(text, name, entry));
	if (options.start) {
		const { start } = await import("./start.ts");
		return start(context, [name], {});
	}
	context.print({ name, config: paths.config, daemon: entry }, () => {
		const next = options.autostart ? "It starts with the dashboard" : "It is not started";
		return `${name} is in ${paths.config} now. ${next}; "nightshift start ${name}" starts it.`;
	});
	return DONE;
}

function entryOf(command: string[], { cwd, env, autostart, after, program, workspace }: AddOptions): DaemonEntry {
	return {
		...(program ? { program, workspace: resolve(workspace ?? ".") } : { command, cwd: resolve(cwd ?? ".") }),
		...(env && { env }),
		...(autostart && { autostart }),
		...(after && { after }),
	};
}
