import type { Paths } from "../../../server/config/paths.ts";
import { readJson } from "../../../server/config/write-json.ts";
import { isAlive } from "../../support/processes.ts";
import { eventually } from "../../support/wait.ts";

/** The dashboard's process once it serves; with `other`, one that is not that. */
export function servingPid({ dashboard }: Paths, other?: number): Promise<number> {
	return eventually(async () => {
		const { pid, url } = ((await readJson(dashboard)) ?? {}) as { pid?: number; url?: string };
		if (!pid || !url || pid === other || !(await isAlive(pid))) return null;
		const response = await fetch(`${url}/healthz`).catch(() => null);
		return response?.status === 200 ? pid : null;
	});
}
