import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { readProcessRecord, readSupervision } from "../../server/supervisor/records.ts";
import type { MemberProcess } from "./members.ts";
import { readWitness } from "./witness.ts";
import type { World } from "./world.ts";

/** What is not at rest yet, or not as it must be: one sentence each. Empty when all is quiet. */
export async function unrest(world: World): Promise<string[]> {
	const { statuses, mistake } = await world.report();
	const processes = await world.processes();
	const found: string[] = mistake ? [`config.json is said to have a mistake: ${mistake}`] : [];
	for (const { name, crashes } of world.cast) {
		const status = statuses.find((one) => one.name === name);
		const wrong = status
			? (world.expectation(name).differs(status, crashes) ??
				(await againstTheTable(
					world,
					status,
					processes.filter(({ daemon }) => daemon === name),
				)))
			: "is not there";
		if (wrong) found.push(`${name} ${wrong}`);
	}
	return found;
}

/** Compares what is reported of one daemon with the process table and with its record. */
async function againstTheTable(world: World, status: DaemonStatus, living: MemberProcess[]): Promise<string | null> {
	const paths = world.paths.daemon(status.name);
	const record = await readProcessRecord(paths);
	const wished = (await readSupervision(paths))?.desired ?? "down";
	if (wished !== status.desired) return `is wanted ${status.desired}, on record is ${wished}`;
	const list = living.map(({ pid, command, token }) => `${command} ${pid} of ${token.slice(0, 8)}`).join(", ");
	if (status.pid === null) return living.length > 0 ? `is reported as ended, but there live: ${list}` : null;
	if (!living.some(({ pid }) => pid === status.pid)) return `is reported as pid ${status.pid}, which does not live`;
	if (record?.identity?.pid !== status.pid)
		return `is reported as pid ${status.pid}, on record is ${record?.identity?.pid}`;
	if (!readWitness(world.folder, status.name).tokens.includes(record.instance)) return "has not begun to run yet";
	const others = living.filter(({ token }) => token !== record.instance);
	return others.length > 0 ? `of ${record.instance.slice(0, 8)} runs beside others: ${list}` : null;
}

/** Promises that are broken, once all is quiet: one sentence each. */
export async function broken(world: World): Promise<string[]> {
	const found = [...world.breaches];
	for (const { name } of world.cast) {
		const { tokens, overlaps } = readWitness(world.folder, name);
		if (overlaps.length > 0) found.push(`two instances of ${name} lived at once: ${overlaps.join(", ")}`);
		const wrong = await world.sequences.get(name)?.check(tokens);
		if (wrong) found.push(`the log of ${name}: ${wrong}`);
	}
	for (const stranger of world.strangers) {
		const harm = await stranger.harm();
		if (harm) found.push(harm);
	}
	return found;
}
