/** Long enough to recognise, short enough for Windows' paths of 260 characters. */
const MAX_NAME = 60;
const PREFIX = "nightshift/";

/**
 * The name of an item's branch and folder: `US-112: Codebase Quality…` → `us-112-codebase-quality`, `PRIORITY 2.5` keeps
 * its dot. Lowercase ASCII, and valid as part of a git ref (git-check-ref-format) and as a folder everywhere.
 */
export function itemName(id: string, title: string): string {
	const head = plain(id, /[^a-z0-9.]+/g).replaceAll(/\.{2,}/g, ".") || "item";
	const tail = plain(title, /[^a-z0-9]+/g);
	const name = tail ? `${head}-${tail}` : head;
	if (name.length <= MAX_NAME) return tidyEnd(name);
	const cut = name.slice(0, MAX_NAME + 1);
	const word = cut.lastIndexOf("-");
	return tidyEnd(word > head.length ? cut.slice(0, word) : cut.slice(0, MAX_NAME));
}

/** `us-112-…` → `nightshift/us-112-…`. */
export function branchOf(name: string): string {
	return PREFIX + name;
}

/** The name itself, or the first of `name-2`, `name-3`, … that is not taken. */
export async function freeName(name: string, isTaken: (candidate: string) => Promise<boolean>): Promise<string> {
	let candidate = name;
	for (let nth = 2; await isTaken(candidate); nth += 1) candidate = `${name}-${nth}`;
	return candidate;
}

/** Accents go, everything else that is not wanted becomes a dash. */
function plain(text: string, unwanted: RegExp): string {
	const letters = text
		.normalize("NFKD")
		.replaceAll(/\p{M}+/gu, "")
		.toLowerCase();
	return letters.replaceAll(unwanted, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
}

/** A ref may not end in a dot or in `.lock`. */
function tidyEnd(name: string): string {
	return name.replace(/[-.]+$/, "").replace(/\.lock$/, "-lock");
}
