import { readdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { loadConfig } from "../../config/load.ts";
import { type Ownership, takeOwnership } from "../../config/ownership.ts";
import type { Paths } from "../../config/paths.ts";
import { settleDaemon } from "../../config/settle.ts";
import type { DaemonConfig } from "../../config/types.ts";
import type { NewActivity } from "../../contract/activity.ts";
import type { DaemonStatus } from "../../contract/daemon.ts";
import { daemonNameSchema } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { readProcessRecord } from "../../supervisor/records.ts";
import { Supervisor } from "../../supervisor/supervisor.ts";
import { withMend } from "../../system-failure.ts";
import { checkNames } from "../daemon-names.ts";
import { oneLine } from "../print/terminal.ts";
import { reportError } from "../report-error.ts";
import { withDatabase } from "../with-database.ts";
import type { Outcome } from "./act.ts";
import { actInOrder, afterOf } from "./order.ts";

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
 * The daemons that a stop is about: those named, else those that run, and those that are wanted up and would be back with
 * the next dashboard.
 */
export function namesToStop(daemons: readonly DaemonStatus[], names: readonly string[]): readonly string[] {
	if (names.length > 0) return names;
	return daemons.filter(({ pid, desired }) => pid !== null || desired === "up").map(({ name }) => name);
}

/**
 * Stops daemons while no dashboard runs, each verified to be the very process that was started. Without names: all that
 * run, also those that `config.json` no longer has.
 */
export async function stopOffline(paths: Paths, { names, timeoutMs, note }: OfflineRequest): Promise<OfflineStop> {
	const owner = await own(paths);
	const journal: NewActivity[] = [];
	try {
		const configs = await stoppable(paths);
		checkNames(
			names,
			configs.map(({ name }) => name),
		);
		const supervisor = new Supervisor({ paths, daemons: configs, logger: { error: reportUnexpected } });
		supervisor.on("activity", (entry) => journal.push({ ...entry, at: entry.at ?? new Date().toISOString() }));
		try {
			await supervisor.adopt({ start: false });
			const before = supervisor.status();
			keepEndings(journal, before);
			const outcomes = await actInOrder("stop", namesToStop(before, names), afterOf(configs), (name) =>
				stopOne(supervisor, name, timeoutMs),
			);
			return { outcomes, before, daemons: supervisor.status() };
		} finally {
			await supervisor.close();
		}
	} finally {
		await record(paths, journal, note);
		owner.release();
	}
}

/** That a process was found again is news for a dashboard only; that one had ended will not be found out a second time. */
function keepEndings(journal: NewActivity[], found: readonly DaemonStatus[]): void {
	const running = new Set(found.filter(({ pid }) => pid !== null).map(({ name }) => name));
	journal.splice(0, journal.length, ...journal.filter(({ daemon }) => !running.has(daemon ?? "")));
}

/** Tells the activity feed, as the dashboard would have; a database that is out of order is no reason not to stop. */
async function record(paths: Paths, journal: readonly NewActivity[], note: (text: string) => void): Promise<void> {
	if (journal.length === 0) return;
	try {
		await withDatabase(paths, async (db) => {
			const { recordActivity } = await import("../../inbox/record-activity.ts");
			for (const entry of journal) await recordActivity(db, entry);
		});
	} catch (error) {
		if (!(error instanceof NightshiftError)) throw error;
		note(`This stop is not in the activity feed: ${oneLine(error.message)}`);
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

/** The daemons of the configuration, and those that only have a record. A broken configuration keeps nobody from stopping. */
async function stoppable(paths: Paths): Promise<DaemonConfig[]> {
	const configured = await loadConfig(paths).then(
		(config) => config.daemons,
		() => [],
	);
	const known = new Set(configured.map((one) => one.name));
	const strays = (await recorded(paths)).filter((name) => !known.has(name));
	return [...configured, ...strays.map((name) => settleDaemon(name, {}, paths.home))];
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
