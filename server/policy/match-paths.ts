import { isAbsolute, join, relative, sep } from "node:path";
import picomatch from "picomatch";
import { expandTilde } from "../config/expand.ts";
import type { Pattern } from "./pattern.ts";
import { followLinks, type Place } from "./places.ts";

/**
 * Whether a pattern that allows covers everything the request touches: at least one path is known, and each of them
 * fits. Without a glob, and with one relative to the worktree, they must all be in the worktree, and nothing of git's.
 * An absolute glob is about what it says.
 */
export function coversPlaces(pattern: Pattern, places: readonly Place[], worktree: string): boolean {
	if (places.length === 0) return false;
	const glob = pattern.rest === null ? null : readGlob(pattern.rest, worktree);
	return places.every((place) => {
		const isRight = place.inside && !(place.isFolder && CHANGES.has(pattern.kind));
		if (glob === null) return isRight;
		if (
			place.leadsTo.length === 0 ||
			place.leadsTo.some((one) => one.split(sep).some((name) => /^\.git$/i.test(name)))
		) {
			return false;
		}
		if ((!glob.isAbsolute || glob.negated) && !isRight) return false;
		const fits = matcher(glob, { generous: glob.negated });
		return place.leadsTo.every((one) => fits(one) !== glob.negated);
	});
}

/** Its folder as a whole is not meant by those. */
const CHANGES: ReadonlySet<string> = new Set(["edit", "delete", "move", "*"]);

/**
 * Whether a pattern that forbids, or wants to be asked, is about anything that the request touches, wherever it is: as
 * it is spelt, or where it leads; a folder means what is in it, and capital letters mean nothing.
 */
export function concernsPlaces(pattern: Pattern, places: readonly Place[], worktree: string): boolean {
	if (pattern.rest === null) return true;
	const glob = readGlob(pattern.rest, worktree);
	const fits = matcher(glob, { generous: !glob.negated });
	return places.some((place) => [place.spelt, ...place.leadsTo].some((one) => fits(one) !== glob.negated));
}

/** The pattern that means exactly these places, when they are one in the worktree; else null. */
export function exactPathPattern(kind: string, places: readonly Place[], worktree: string): string | null {
	const [place, ...others] = places;
	const real = followLinks(worktree);
	if (!place?.inside || place.isFolder || others.length > 0 || place.leadsTo.length !== 1 || real === null) return null;
	const path = relative(real, place.leadsTo[0] ?? "").replaceAll(sep, "/");
	return `${kind}:${path.replaceAll(/[\\*?[\]{}()!+@|$^]/g, "\\$&")}`;
}

interface Glob {
	/** Absolute, with forward slashes: as it is written, and with the links of its fixed beginning followed. */
	globs: string[];
	negated: boolean;
	/** As it was written: not relative to the worktree. */
	isAbsolute: boolean;
}

function readGlob(text: string, worktree: string): Glob {
	const negated = text.startsWith("!");
	const written = expandTilde(negated ? text.slice(1) : text);
	const whole = isAbsolute(written) ? written : `${escapeGlob(worktree)}${sep}${written}`;
	// A backslash before a sign of globs takes its meaning away; on Windows it also stands between folders.
	const steps = sep === "\\" ? whole.split(/\\(?![*?[\]{}()!+@|$^])|\//) : whole.split("/");
	const magic = steps.findIndex((step) => /[*?[\]{}()!+@|]/.test(step.replaceAll(/\\./g, "")));
	const fixed = (magic < 0 ? steps : steps.slice(0, magic)).map((step) => step.replaceAll(/\\(.)/g, "$1"));
	const rest = magic < 0 ? [] : steps.slice(magic);
	const base = join(fixed.join(sep) || sep);
	const bases = [...new Set([base, followLinks(base) ?? base])];
	const globs = bases.map((one) => [escapeGlob(one).replaceAll(sep, "/").replace(/\/$/, ""), ...rest].join("/") || "/");
	return { globs, negated, isAbsolute: isAbsolute(written) };
}

function escapeGlob(path: string): string {
	return path.replaceAll(/[*?[\]{}()!+@|$^]/g, "\\$&");
}

function matcher({ globs }: Glob, { generous }: { generous: boolean }): (path: string) => boolean {
	const options = { dot: true, nonegate: true, nocase: generous };
	const all = generous ? globs.flatMap((glob) => [glob, `${glob}/**`]) : globs;
	const one = picomatch(
		all.map((glob) => glob.normalize("NFC")),
		options,
	);
	return (path) => one(path.replaceAll(sep, "/").normalize("NFC"));
}
