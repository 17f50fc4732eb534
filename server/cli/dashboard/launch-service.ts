import { setTimeout as delay } from "node:timers/promises";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { startThroughService } from "../../service/handover.ts";
import type { ServiceManager } from "../../service/types.ts";
import type { Running } from "./find.ts";
import { READY_MS, waitUntilUp } from "./wait-until-up.ts";

const LOOK_MS = 250;

/**
 * Starts the dashboard through the service that is installed for this state directory, and waits until it answers.
 *
 * @returns null when there is none that would start it as it is asked for: then the caller starts it
 * @throws NightshiftError `dashboard-down` with why it does not run; `service-failed`
 */
export async function launchThroughService(paths: Paths, env: NodeJS.ProcessEnv): Promise<Running | null> {
	const service = await startThroughService(paths.home, env);
	return service && awaitService(paths, service);
}

/** Waits for the dashboard of a service that was just started. */
export async function awaitService(paths: Paths, service: ServiceManager): Promise<Running> {
	const over = new AbortController();
	const failed = untilFailed(service, over.signal);
	const running = await waitUntilUp(paths, { withinMs: READY_MS, ended: failed });
	over.abort();
	if (running) return running;
	const sentence = (await failed) ?? `The dashboard of ${service.title} does not answer yet: see "nightshift status".`;
	throw new NightshiftError("dashboard-down", sentence);
}

/** Resolves with why the service does not run, once it has failed; with null when nobody wants to know any more. */
async function untilFailed(service: ServiceManager, over: AbortSignal): Promise<string | null> {
	while (!over.aborted) {
		const failure = await service.failure();
		if (failure) return failure;
		await delay(LOOK_MS, undefined, { signal: over }).catch(() => undefined);
	}
	return null;
}
