import { onTestFinished } from "vitest";
import type { Paths } from "../../server/config/paths.ts";
import type { DaemonConfig } from "../../server/config/types.ts";
import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { readProcessRecord } from "../../server/supervisor/records.ts";
import { Supervisor } from "../../server/supervisor/supervisor.ts";
import { carriersOf, end } from "./processes.ts";

export interface Supervised {
	supervisor: Supervisor;
	/** Every status that was announced, oldest first. */
	seen: DaemonStatus[];
	/** Resolves with the first announced status (or the present one) that fits. */
	until(fits: (status: DaemonStatus) => boolean, name?: string): Promise<DaemonStatus>;
	/** The instance token on record. */
	instance(name?: string): Promise<string>;
	errors: unknown[];
}

/** A supervisor over real processes; when the test ends everything it started is ended. */
export async function supervise(
	paths: Paths,
	daemons: DaemonConfig[],
	{ adopt = true }: { adopt?: boolean } = {},
): Promise<Supervised> {
	const errors: unknown[] = [];
	const supervisor = new Supervisor({ paths, daemons, logger: { error: (context) => errors.push(context) } });
	const seen: DaemonStatus[] = [];
	const instances = new Set<string>();
	supervisor.on("change", (status) => seen.push(status));
	onTestFinished(async () => {
		for (const { name } of daemons) {
			const record = await readProcessRecord(paths.daemon(name));
			if (record) instances.add(record.instance);
		}
		await supervisor.close();
		for (const token of instances) for (const one of await carriersOf(token)) end(one.pid);
	});
	if (adopt) await supervisor.adopt();
	return {
		supervisor,
		seen,
		errors,
		until: (fits, name = daemons[0]?.name ?? "") =>
			new Promise((resolve) => {
				const look = (status: DaemonStatus) => {
					if (status.name !== name || !fits(status)) return;
					supervisor.off("change", look);
					resolve(status);
				};
				supervisor.on("change", look);
				look(supervisor.statusOf(name));
			}),
		instance: async (name = daemons[0]?.name ?? "") => {
			const record = await readProcessRecord(paths.daemon(name));
			if (!record) throw new Error(`${name} has no process record`);
			instances.add(record.instance);
			return record.instance;
		},
	};
}
