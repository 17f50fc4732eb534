import { readFileSync } from "node:fs";
import { processTable } from "../../server/process-table/table.ts";
import type { ProcessInfo } from "../../server/process-table/types.ts";

/** A living process that some overseer of this state directory has started, or a child of one. */
export interface MemberProcess extends ProcessInfo {
	daemon: string;
	token: string;
}

/** All living processes whose environment at start names this state directory: the process table's truth (Linux). */
export async function memberProcesses(home: string): Promise<MemberProcess[]> {
	const living = (await processTable.list()).filter((one) => !one.zombie);
	return living.flatMap((one) => {
		const env = environmentOf(one.pid);
		const daemon = env.get("NIGHTSHIFT_DAEMON");
		if (env.get("NIGHTSHIFT_HOME") !== home || daemon === undefined) return [];
		return [{ ...one, daemon, token: env.get("NIGHTSHIFT_INSTANCE") ?? "" }];
	});
}

function environmentOf(pid: number): Map<string, string> {
	let text = "";
	try {
		text = readFileSync(`/proc/${pid}/environ`, "utf8");
	} catch {
		// It has ended meanwhile.
	}
	return new Map(
		text.split("\0").map((entry) => {
			const at = entry.indexOf("=");
			return [entry.slice(0, at), entry.slice(at + 1)];
		}),
	);
}
