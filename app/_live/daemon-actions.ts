import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { ownEntry } from "../../server/contract/own-entry.ts";
import type { Verb } from "../_words/control-words.ts";
import { RequestError, request } from "./socket.ts";
import { liveStore } from "./store.ts";
import { daemonNamed } from "./use-daemon.ts";

/** The button goes back to what it was when nothing has come of it after this long. */
const EFFECT_MS = 15_000;

interface Actions {
	/** What was clicked and is not yet seen in the daemon's own state, by daemon. */
	pending: Readonly<Record<string, Verb>>;
	/** Why the last click came to nothing, in one sentence, by daemon. */
	failures: Readonly<Record<string, string>>;
}

const actionStore = createStore<Actions>(() => ({ pending: {}, failures: {} }));

export function usePendingVerb(name: string): Verb | null {
	return useStore(actionStore, ({ pending }) => ownEntry(pending, name) ?? null);
}

export function useActionFailure(name: string): string | null {
	return useStore(actionStore, ({ failures }) => ownEntry(failures, name) ?? null);
}

/**
 * Asks the dashboard to start, stop or restart a daemon. The click is shown at once as pending; what confirms it is only
 * the daemon's own state coming up through the live state. An error or a time-out puts the button back and says why.
 */
export async function act(name: string, verb: Verb): Promise<void> {
	if (ownEntry(actionStore.getState().pending, name)) return;
	const before = stateOf(name);
	setFailure(name, null);
	setPending(name, verb);
	try {
		await request(`daemon:${verb}`, { name });
		if (!reached(verb, name)) await changed(name, before, EFFECT_MS);
	} catch (error) {
		setFailure(name, sentenceOf(error, verb));
	} finally {
		setPending(name, null);
	}
}

function sentenceOf(error: unknown, verb: Verb): string {
	if (error instanceof RequestError && error.code === "no-confirmation") {
		return `No confirmation of the ${verb} came in time. What is shown here is what is known.`;
	}
	return error instanceof Error ? error.message : `The ${verb} did not work; the dashboard's log has the details.`;
}

/** Starting what runs and stopping what is stopped is done already, so nothing will change. */
function reached(verb: Verb, name: string): boolean {
	const phase = find(name)?.phase;
	return (verb === "start" && phase === "running") || (verb === "stop" && phase === "stopped");
}

function changed(name: string, before: string, timeoutMs: number): Promise<void> {
	if (stateOf(name) !== before) return Promise.resolve();
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			unsubscribe();
			reject(new Error("The dashboard accepted it, but the daemon has not changed yet."));
		}, timeoutMs);
		const unsubscribe = liveStore.subscribe(() => {
			if (stateOf(name) === before) return;
			clearTimeout(timer);
			unsubscribe();
			resolve();
		});
	});
}

/** What a start, stop or restart changes first, as one comparable string. */
function stateOf(name: string): string {
	const daemon = find(name);
	return daemon ? [daemon.phase, daemon.desired, daemon.pid, daemon.startedAt, daemon.lastExit?.at].join("|") : "";
}

function find(name: string): DaemonStatus | undefined {
	const { position } = liveStore.getState();
	return position ? daemonNamed(position.state, name) : undefined;
}

function setPending(name: string, verb: Verb | null): void {
	actionStore.setState(({ pending }) => ({ pending: withEntry(pending, name, verb) }));
}

function setFailure(name: string, sentence: string | null): void {
	actionStore.setState(({ failures }) => ({ failures: withEntry(failures, name, sentence) }));
}

function withEntry<T>(record: Readonly<Record<string, T>>, key: string, value: T | null): Record<string, T> {
	const { [key]: _old, ...rest } = record;
	return value === null ? rest : { ...rest, [key]: value };
}
