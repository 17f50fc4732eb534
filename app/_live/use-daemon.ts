import { useShallow } from "zustand/react/shallow";
import type { DaemonStatus } from "../../server/contract/daemon.ts";
import type { LiveState } from "../../server/contract/state.ts";
import type { DaemonFacts } from "../_words/daemon-words.ts";
import { useLiveState } from "./store.ts";

const NO_NAMES: string[] = [];
const NOTHING: Partial<DaemonFacts> = {};

export function daemonNamed(state: LiveState, name: string): DaemonStatus | undefined {
	return state.daemons.find((one) => one.name === name);
}

/** The names of all daemons in the configuration's order. */
export function useDaemonNames(): string[] {
	return useLiveState(
		useShallow((state) => state.daemons.map((one) => one.name)),
		NO_NAMES,
	);
}

/** A daemon without its figures, so that the once-a-second vitals do not render what does not show them. */
export function useDaemonFacts(select: (state: LiveState) => DaemonStatus | null | undefined): DaemonFacts | null {
	const facts = useLiveState(
		useShallow((state): Partial<DaemonFacts> => {
			const daemon = select(state);
			if (!daemon) return NOTHING;
			const { cpuPercent: _cpu, memoryBytes: _memory, uptimeSeconds: _uptime, ...rest } = daemon;
			return rest;
		}),
		NOTHING,
	);
	return isKnown(facts) ? facts : null;
}

function isKnown(facts: Partial<DaemonFacts>): facts is DaemonFacts {
	return facts.name !== undefined;
}
