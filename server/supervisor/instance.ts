import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { IdentityMarks } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import { processTable } from "../process-table/table.ts";
import type { StartedProcess } from "../process-table/types.ts";
import { programEnvironment } from "./environment.ts";
import { oomKillCount } from "./exit-cause.ts";
import { captureIdentity, type Identity, verifyIdentity } from "./identity.ts";
import { currentSize, logEnd, offsetOf } from "./log-tail.ts";
import {
	type ProcessRecord,
	readProcessRecord,
	removeProcessRecord,
	removeUnusableRecord,
	writeProcessRecord,
} from "./records.ts";
import { RunningProcess } from "./running-process.ts";
import { settingsOf } from "./settings.ts";
import { explainSpawnError, spawnDaemon } from "./spawn.ts";
import { findUnrecorded } from "./unrecorded.ts";

export interface Surroundings {
	/** Told what a person need not know: the start goes on. */
	onError(error: unknown): void;
	config: DaemonConfig;
	paths: DaemonPaths;
	home: string;
	/** The dashboard's address, for the program's NIGHTSHIFT_URL. */
	url: string | null;
}

/** A new instance, and its record as it should be on disk. */
export interface Started {
	process: RunningProcess;
	record: ProcessRecord;
}

/**
 * Starts a new instance and records who it is. The instance token is on disk before the program is started, so that no
 * moment of this dashboard's death can leave a daemon that its successor would not find.
 *
 * @throws NightshiftError `start-failed`
 */
export async function startInstance({ config, paths, home, url, onError }: Surroundings): Promise<Started> {
	const instance = randomUUID();
	const startedAt = new Date();
	const oomKills = oomKillCount();
	const record: ProcessRecord = {
		v: 1,
		name: config.name,
		instance,
		startedAt: startedAt.toISOString(),
		oomKills,
		identity: null,
		settings: settingsOf(config),
	};
	try {
		const [logFrom] = await Promise.all([
			// A look at the whole log takes longer than all the rest: only who waits for words in it waits for that.
			config.ready.log === null ? null : logEnd(paths),
			// Nothing of this outlasts a power cut, so the restart need not wait for the disk.
			writeProcessRecord(paths, record, { durable: false }),
		]);
		const { status: statusFile, stopRequest: stopFile } = paths;
		const env = programEnvironment(config, { home, instance, statusFile, stopFile, url });
		const sizeBefore = currentSize(paths); // before its first byte: its first words may be its last, and say why
		const child = await spawnDaemon(config, paths, env);
		const exited = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve();
		const identity = await captureIdentity(child.pid, instance);
		record.logFrom = logFrom ?? (await offsetOf(paths, sizeBefore));
		if (!identity)
			await exited; // it ended before it could be looked at
		// Without it the token on record still finds the process.
		else await writeProcessRecord(paths, { ...record, identity }).catch(onError);
		const boot = await processTable.boot();
		const nobody: Identity = { pid: child.pid, instance, boot, startTime: "", executable: null };
		const process = RunningProcess.ofChild(child, identity ?? nobody, startedAt, oomKills);
		return { process, record: { ...record, identity } };
	} catch (error) {
		await removeProcessRecord(paths, instance).catch(onError);
		if (error instanceof NightshiftError) throw error;
		throw new NightshiftError("start-failed", explainSpawnError(error, config, paths), {}, { cause: error });
	}
}

export interface Look {
	/** What was recorded; null when there is no record that names anybody. */
	record: ProcessRecord | null;
	/** The recorded instance, when it is verified to be alive. */
	running: { identity: Identity; startedAt: Date; instance: string; marks: IdentityMarks } | null;
}

/** Looks for the instance that was started earlier; changes nothing. */
export async function lookForInstance(paths: DaemonPaths): Promise<Look> {
	const record = await readProcessRecord(paths);
	if (!record) return { record: null, running: null };
	const { instance } = record;
	const identity = record.identity ?? (await findByToken(instance));
	const verdict = identity && (await verifyIdentity(identity));
	if (!identity || verdict?.verdict !== "same") return { record, running: null };
	const startedAt = new Date(record.startedAt);
	return { record, running: { identity, startedAt, instance, marks: verdict.marks } };
}

export type Found =
	| { kind: "running"; process: RunningProcess; marks: IdentityMarks; record: ProcessRecord }
	/** It ran, and does no more. */
	| { kind: "ended"; record: ProcessRecord; remains: string[] }
	| { kind: "nothing"; remains: string[] };

/**
 * Finds the instance that an earlier dashboard started and takes it over. A record that names nobody, or somebody else,
 * is cleaned away without a signal to anybody; what lives all the same is looked for by its own marks.
 *
 * `remains`: tokens of instances of which something is left that no record names.
 */
export async function findInstance({ config, paths, home, onError }: Omit<Surroundings, "url">): Promise<Found> {
	const { record, running } = await lookForInstance(paths);
	if (running && record) {
		const { identity, startedAt, marks } = running;
		if (!record.identity) await writeProcessRecord(paths, { ...record, identity }).catch(onError);
		const process = RunningProcess.adopt(identity, startedAt, record.oomKills);
		return { kind: "running", process, marks, record: { ...record, identity } };
	}
	const { root, remains } = await findUnrecorded(home, config);
	const found = root && (await adoptUnrecorded(root, config.name));
	if (found) {
		await writeProcessRecord(paths, found.record).catch(onError);
		return found;
	}
	if (record) return { kind: "ended", record, remains: remains.filter((token) => token !== record.instance) };
	await removeUnusableRecord(paths).catch(onError); // empty, half-written or not ours
	return { kind: "nothing", remains };
}

/** Takes over a daemon that lives, although its record is lost. */
async function adoptUnrecorded(
	root: StartedProcess,
	name: string,
): Promise<Extract<Found, { kind: "running" }> | null> {
	const { pid, instance } = root;
	const identity = await captureIdentity(pid, instance);
	if (!identity || identity.startTime !== root.startTime) return null; // it ended meanwhile
	const startedAt = root.startedAt ?? new Date();
	const { marks } = await verifyIdentity(identity);
	const oomKills = oomKillCount();
	const record: ProcessRecord = { v: 1, name, instance, startedAt: startedAt.toISOString(), oomKills, identity };
	return { kind: "running", process: RunningProcess.adopt(identity, startedAt, oomKills), marks, record };
}

/** The oldest process that carries the token: the dashboard died between starting it and recording it. */
async function findByToken(instance: string): Promise<Identity | null> {
	for (const one of await processTable.list()) {
		if (!one.zombie && (await processTable.carriesInstance(one.pid, instance))) {
			return captureIdentity(one.pid, instance);
		}
	}
	return null;
}
