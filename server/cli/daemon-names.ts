import { NightshiftError } from "../contract/errors.ts";

/** Throws `unknown-daemon`, with the names there are, when one of `names` is none of them. */
export function checkNames(names: readonly string[], known: readonly string[]): void {
	const stranger = names.find((name) => !known.includes(name));
	if (stranger === undefined) return;
	const list = known.length > 0 ? `config.json has: ${known.join(", ")}` : "config.json has none yet";
	throw new NightshiftError("unknown-daemon", `There is no daemon named "${stranger}"; ${list}.`, { name: stranger });
}
