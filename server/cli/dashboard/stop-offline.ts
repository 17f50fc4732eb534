import { readdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { loadConfig } from "../../config/load.ts";
import { type Ownership, takeOwnership } from "../../config/ownership.ts";
import type { Paths } from "../../config/paths.ts";
import { settleDaemon } from "../../config/settle.ts";
import type { DaemonConfig } from "../../config/types.ts";
import type { DaemonStatus } from "../../contract/daemon.ts";
import { daemonNameSchema } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { readProcessRecord } from "../../supervisor/records.ts";
import { Supervisor } from "../../supervisor/supervisor.ts";
import { withMend } from "../../system-failure.ts";
import { checkNames } from "../daemon-names.ts";
import { reportError } from "../report-error.ts";
import type { Outcome } from "./act.ts";
import { actInOrder, afterOf } from "./order.ts";
import { StopJournal } from "./stop-journal.ts";
import { namesToStop } from "./stop-names.ts";

/** A dashboard that has just been ended still holds its lock for a moment. */
const OWNER_MS = 3_000;
const LOOK_MS = 50;

interface OfflineRequest {
	/** Empty: all that run. */
	names: readonly string[];
	/** When force is used; undefined: when the daemon's own configuration says. */
	timeoutMs: number | undefined;
	/** Told what went wrong beside the stop itself. */
	note(text: string): void;
}

export interface OfflineStop {
	outcomes: Outcome[];
	/** All daemons, before and afterwards. */
	before: DaemonStatus[];
	daemons: DaemonStatus[];
}

/**
 * Stops daemons while no dashboard runs, each verified to be the very process that was started. Without names: all that
 * run, also those that `config.json` no longer has.
 */
export async function stopOffline(paths: Paths, { names, timeoutMs, note }: OfflineRequest): Promise<OfflineStop> {
	const owner = await own(paths);
	const journal = new StopJournal();
	try {
		const { configs, mistake } = await stoppable(paths);
		const known = configs.map(({ name }) => name);
		if (mistake && names.some((name) => !known.includes(name))) throw mistake;
		checkNames(names, known);
		const supervisor = new Supervisor({ paths, daemons: configs, logger: { error: reportUnexpected } });
		supervisor.on("activity", (entry) => journal.add(entry));
		try {
			await supervisor.adopt({ start: false });
			const before = supervisor.status();
			journal.dropFound(before);
			const outcomes = await actInOrder("stop", namesToStop(before, names), afterOf(configs), (name) =>
				stopOne(supervisor, name, timeoutMs),
			);
			return { outcomes, before, daemons: supervisor.status() };
		} finally {
			await supervisor.close();
		}
	} finally {
		await journal.write(paths, note).finally(() => owner.release());
	}
}

/** Whether any daemon has a record of a running process. */
export async function anyRecordLeft(paths: Paths): Promise<boolean> {
	return (await recorded(paths)).length > 0;
}

async function stopOne(supervisor: Supervisor, name: string, timeoutMs: number | undefined): Promise<Outcome> {
	try {
		return { name, status: await supervisor.stop(name, { timeoutMs }) };
	} catch (error) {
		return { name, error };
	}
}

/**
 * The daemons of the configuration, and those that only have a record. A broken configuration keeps nobody from stopping,
 * and is told when it may be why a name is not known.
 */
async function stoppable(paths: Paths): Promise<{ configs: DaemonConfig[]; mistake: unknown }> {
	const { configured, mistake } = await loadConfig(paths).then(
		({ daemons }) => ({ configured: daemons, mistake: null }),
		(error: unknown) => ({ configured: [], mistake: error }),
	);
	const known = new Set(configured.map((one) => one.name));
	const strays = (await recorded(paths)).filter((name) => !known.has(name));
	return { configs: [...configured, ...strays.map((name) => settleDaemon(name, {}, paths.home))], mistake };
}

async function recorded(paths: Paths): Promise<string[]> {
	const names = await readdir(`${paths.home}/daemons`).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	const usable = names.filter((name) => daemonNameSchema.safeParse(name).success);
	const records = await Promise.all(usable.map((name) => readProcessRecord(paths.daemon(name))));
	return usable.filter((_, index) => records[index] !== null);
}

async function own(paths: Paths): Promise<Ownership> {
	for (const deadline = Date.now() + OWNER_MS; ; await delay(LOOK_MS)) {
		const owner = withMend(paths.owner, () => takeOwnership(paths.owner));
		if (owner) return owner;
		if (Date.now() > deadline) break;
	}
	const sentence = `A dashboard is just starting or ending in ${paths.home}: try again in a moment.`;
	throw new NightshiftError("state-dir-owned", sentence);
}

function reportUnexpected({ err }: { err?: unknown }, message: string): void {
	reportError(new NightshiftError("internal", `${message}: ${err instanceof Error ? err.message : String(err)}`));
}
