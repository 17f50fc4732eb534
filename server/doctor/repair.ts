import { chmod, readFile, rm } from "node:fs/promises";
import type { Paths } from "../config/paths.ts";
import type { Finding, Repair } from "./finding.ts";

/** What was done about a finding, or why it was not. */
export interface Repaired {
	id: string;
	done: boolean;
	/** For people, in one sentence. */
	did: string;
}

/** Does what is without any risk, one after the other. */
export async function repairAll(findings: readonly Finding[], paths: Paths): Promise<Repaired[]> {
	const repaired: Repaired[] = [];
	for (const { id, repair } of findings) if (repair) repaired.push({ id, ...(await carryOut(repair, paths)) });
	return repaired;
}

async function carryOut(repair: Repair, paths: Paths): Promise<Omit<Repaired, "id">> {
	try {
		if (repair.kind === "close") {
			await chmod(repair.path, repair.mode);
			return { done: true, did: `Closed ${repair.path} to other users (mode ${repair.mode.toString(8)}).` };
		}
		return await removeStale(repair, paths);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		return { done: false, did: `${repair.path} could not be changed: ${code ?? message}.` };
	}
}

/** As the owner of the state directory, so that no dashboard writes a new record in between. */
async function removeStale(
	{ path, text }: Extract<Repair, { kind: "remove" }>,
	{ owner }: Paths,
): Promise<Omit<Repaired, "id">> {
	const { takeOwnership } = await import("../config/ownership.ts");
	const ownership = takeOwnership(owner);
	if (!ownership) return { done: false, did: `${path} was left to the dashboard that runs.` };
	try {
		if ((await readFile(path, "utf8")) !== text) return { done: false, did: `${path} has changed and was left alone.` };
		await rm(path);
		return { done: true, did: `Removed ${path}, which named a process that is gone.` };
	} finally {
		ownership.release();
	}
}
