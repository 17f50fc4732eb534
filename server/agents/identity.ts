import { createHash } from "node:crypto";

/**
 * A name for what a person judges by: the same for the same value in another process, whatever the order of its keys.
 *
 * @throws RangeError when it is nested too deep to be written down.
 */
export function identityOf(value: unknown): string {
	return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 24);
}

/** JSON with sorted keys: another process of the agent may order them differently. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_, one: unknown) =>
		typeof one === "object" && one !== null && !Array.isArray(one)
			? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
			: one,
	);
}
