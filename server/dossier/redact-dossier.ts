import type { Dossier } from "../contract/dossier.ts";
import { redactArguments } from "../redact/arguments.ts";
import { redactThoroughly } from "../redact/redact-thoroughly.ts";
import { MARK } from "../redact/redactor.ts";
import type { Environment } from "../redact/secret-values.ts";

/** What names the dossier and its parts, and is made by Nightshift alone. */
const STRUCTURE: ReadonlySet<string> = new Set(["v", "id", "daemon", "instance", "kind"]);

/**
 * A dossier without secrets: all texts in it, from whatever depth, are gone through together.
 *
 * @param environments whose secret-looking variables must not be in it
 */
export async function redactDossier(dossier: Dossier, environments: readonly Environment[]): Promise<Dossier> {
	const plain = { ...dossier, command: redactArguments(dossier.command) };
	const texts: string[] = [];
	mapTexts(plain, (text) => {
		texts.push(text);
		return text;
	});
	const clean = (await redactThoroughly(texts, environments)).values();
	return mapTexts(plain, () => clean.next().value ?? MARK);
}

/** The same value with each of its texts replaced, always in the same order. */
function mapTexts<T>(value: T, change: (text: string) => string, isTop = true): T {
	if (typeof value === "string") return change(value) as T;
	if (Array.isArray(value)) return value.map((one) => mapTexts(one, change, false)) as T;
	if (value === null || typeof value !== "object") return value;
	const entries = Object.entries(value).map(([key, one]) => [
		key,
		isTop && STRUCTURE.has(key) ? one : mapTexts(one, change, false),
	]);
	return Object.fromEntries(entries) as T;
}
