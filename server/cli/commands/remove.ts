import { checkEdit, editConfig, withoutDaemon } from "../../config/edit-config.ts";
import { loadConfig } from "../../config/load.ts";
import { type Context, DONE, FAILED } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { complaintOf } from "../dashboard/act.ts";
import { stopAll } from "../dashboard/stop-all.ts";

/** `nightshift remove NAME`: it is stopped first, so that nothing runs on that nobody looks after. */
export async function remove(context: Context, name: string, { timeout }: { timeout?: number }): Promise<number> {
	const { paths, note } = context;
	const { daemons } = await loadConfig(paths);
	checkNames(
		[name],
		daemons.map((daemon) => daemon.name),
	);
	const change = (text: string) => withoutDaemon(text, name);
	await checkEdit(paths, change); // before anything is stopped: others may start after it
	const { outcomes } = await stopAll(paths, { names: [name], dashboardOnly: false, timeoutMs: timeout, note });
	const complaint = outcomes.flatMap((outcome) => complaintOf(outcome, "stop") ?? [])[0];
	if (complaint) {
		note(`${complaint} It stays in ${paths.config} until it is stopped.`);
		return FAILED;
	}
	await editConfig(paths, change);
	const { dir } = paths.daemon(name);
	context.print({ name, config: paths.config, records: dir }, () => {
		return `${name} is taken out of ${paths.config}. Its logs and records stay in ${dir}.`;
	});
	return DONE;
}
