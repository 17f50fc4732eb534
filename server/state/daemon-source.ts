import { isDeepStrictEqual } from "node:util";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { type Coalesced, coalesce } from "./coalesce.ts";
import type { StateStore } from "./store.ts";

/** A daemon that writes its status file in a loop reaches the browsers at most this often. */
const FLOOD_MS = 50;

/** Carries what the supervisor sees into the live state. Ends with the returned function. */
export function followDaemons(supervisor: Supervisor, store: StateStore): () => void {
	const flows = new Map<string, Coalesced>();
	const carry = (name: string) => {
		if (!supervisor.names().includes(name)) return; // taken out meanwhile
		const daemon = supervisor.statusOf(name);
		const known = store.state.daemons.find((one) => one.name === name);
		if (!isDeepStrictEqual(daemon, known)) store.apply({ type: "daemon", daemon });
	};
	const flowOf = (name: string): Coalesced => {
		const known = flows.get(name);
		if (known) return known;
		const flow = coalesce(FLOOD_MS, () => carry(name));
		flows.set(name, flow);
		return flow;
	};
	const onChange = ({ name }: { name: string }) => flowOf(name).call();
	const onDaemons = (names: string[]) => {
		for (const [name, flow] of flows) {
			if (names.includes(name)) continue;
			flow.cancel();
			flows.delete(name);
		}
		for (const name of names) carry(name); // all are known before they are put in order
		store.apply({ type: "daemons", names });
	};
	const onVitals: Parameters<typeof supervisor.on<"vitals">>[1] = (samples, uptimeSeconds) =>
		store.apply({ type: "vitals", samples, uptimeSeconds });
	supervisor.on("change", onChange).on("daemons", onDaemons).on("vitals", onVitals);
	return () => {
		supervisor.off("change", onChange).off("daemons", onDaemons).off("vitals", onVitals);
		for (const flow of flows.values()) flow.cancel();
	};
}
