import type { DaemonConfig } from "../../config/types.ts";
import { inOrder } from "../../supervisor/start-order.ts";
import type { Outcome } from "./act.ts";

/** Which daemons one starts after. */
export type After = (name: string) => readonly string[];

/** What the settings say; those that are not in them start after nobody. */
export function afterOf(daemons: readonly Pick<DaemonConfig, "name" | "after">[]): After {
	const known = new Map(daemons.map(({ name, after }) => [name, after]));
	return (name) => known.get(name) ?? [];
}

/**
 * Acts on all of them side by side, but on each only when those it starts after have settled; for `stop` when those that
 * start after it have. One that fails does not keep the others from it.
 */
export async function actInOrder(
	action: "start" | "stop",
	names: readonly string[],
	after: After,
	act: (name: string) => Promise<Outcome>,
): Promise<Outcome[]> {
	const forwards = inOrder(names, after);
	const order = action === "start" ? forwards : forwards.toReversed();
	const needs = action === "start" ? after : (name: string) => order.filter((other) => after(other).includes(name));
	const settled = new Map<string, Promise<Outcome>>();
	for (const name of order) {
		// In this order they have come before; where daemons wait for each other, the first one does not wait.
		const first = needs(name).flatMap((other) => settled.get(other) ?? []);
		settled.set(
			name,
			Promise.all(first).then(() => act(name)),
		);
	}
	return Promise.all(names.flatMap((name) => settled.get(name) ?? []));
}
