import { readdir } from "node:fs/promises";
import { loadConfig } from "../config/load.ts";
import type { Paths } from "../config/paths.ts";
import { daemonNameSchema } from "../contract/daemon.ts";
import { areGone } from "../process-table/end-members.ts";
import { sendSignal } from "../process-table/signals.ts";
import { waitUntil, within } from "../process-table/wait-until.ts";
import type { Identity } from "../supervisor/identity.ts";
import { lookForInstance } from "../supervisor/instance.ts";

/** Within the time-out for a stop in the unit, and less than a session's end waits for. */
const PATIENCE_MS = 12_000;

/**
 * Asks every daemon to end in its own way, and waits until they have. For when the whole session ends: whoever is left is
 * killed without a word by the session's systemd. What is wanted of the daemons stays as it is, so that they are back after
 * the next boot.
 *
 * @returns the names of those that were asked
 */
export async function askDaemonsToEnd(paths: Paths, patienceMs = PATIENCE_MS): Promise<string[]> {
	const names = await readdir(`${paths.home}/daemons`).catch(() => []);
	const signals = await signalsOf(paths);
	const asked: { name: string; identity: Identity }[] = [];
	for (const name of names) {
		if (!daemonNameSchema.safeParse(name).success) continue;
		const { running } = await lookForInstance(paths.daemon(name));
		if (!running) continue;
		sendSignal(-running.identity.pid, signals.get(name) ?? "SIGTERM");
		asked.push({ name, identity: running.identity });
	}
	const identities = asked.map(({ identity }) => identity);
	await waitUntil(() => areGone(identities), within(patienceMs));
	return asked.map(({ name }) => name);
}

/** A configuration with a mistake keeps nobody from being asked. */
async function signalsOf(paths: Paths): Promise<Map<string, NodeJS.Signals>> {
	return loadConfig(paths).then(
		({ daemons }) => new Map(daemons.map(({ name, stop }) => [name, stop.signal])),
		() => new Map(),
	);
}
