import { isDeepStrictEqual } from "node:util";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { coalesce } from "./coalesce.ts";
import type { StateStore } from "./store.ts";

/** A daemon that writes its status file in a loop reaches the browsers at most this often. */
const FLOOD_MS = 50;

/** Carries what the supervisor sees into the live state. Ends with the returned function. */
export function followDaemons(supervisor: Supervisor, store: StateStore): () => void {
	const flows = new Map(
		supervisor.names().map((name) => [
			name,
			coalesce(FLOOD_MS, () => {
				const daemon = supervisor.statusOf(name);
				const known = store.state.daemons.find((one) => one.name === name);
				if (!isDeepStrictEqual(daemon, known)) store.apply({ type: "daemon", daemon });
			}),
		]),
	);
	const onChange = ({ name }: { name: string }) => flows.get(name)?.call();
	supervisor.on("change", onChange);
	const onVitals: Parameters<typeof supervisor.on<"vitals">>[1] = (samples, uptimeSeconds) =>
		store.apply({ type: "vitals", samples, uptimeSeconds });
	supervisor.on("vitals", onVitals);
	return () => {
		supervisor.off("change", onChange);
		supervisor.off("vitals", onVitals);
		for (const flow of flows.values()) flow.cancel();
	};
}
