import { closestMatch } from "leven";

/** How a name is compared: `code_developer`, `Code Developer` and `code-developer` are one. */
function plain(name: string): string {
	return name.toLowerCase().replaceAll(/[-_.\s]+/g, "-");
}

/**
 * The daemon that is meant: the one of exactly this name, else the only one whose name is the same but for letter case and
 * what joins its words. `several` when more than one could be meant.
 */
export function findDaemon(name: string, daemons: readonly string[]): { one: string } | { several: string[] } | null {
	if (daemons.includes(name)) return { one: name };
	const same = daemons.filter((daemon) => plain(daemon) === plain(name));
	const [one, other] = same;
	if (one === undefined) return null;
	return other === undefined ? { one } : { several: same };
}

/**
 * Whether what is written for a daemon is nobody's word: its parts are joined (`code_developer`), or it has a digit. What is
 * written with blanks (`my bot`), or is one plain word (`docs`), may as well be a part of a sentence.
 */
export function isSurelyName(written: string): boolean {
	return /[-_.\d]/.test(written) && !/\s/.test(written);
}

/** The daemon whose name is nearly this one, for a hint; null when none is near. */
export function nearestDaemon(name: string, daemons: readonly string[]): string | null {
	const near = closestMatch(plain(name), daemons.map(plain), { maxDistance: 2 });
	return daemons.find((daemon) => plain(daemon) === near) ?? null;
}

/** A regular expression's source that fits every daemon's name in any way it may be written, the longest first. */
export function anyName(daemons: readonly string[]): string {
	const byLength = [...daemons].sort((a, b) => b.length - a.length);
	return (
		byLength
			.map((name) =>
				name
					.split(/[-_.]+/)
					.map(escaped)
					.join("[-_.\\s]+"),
			)
			.join("|") || "(?!)"
	);
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
