import { readlinkSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, parse, relative, resolve, sep } from "node:path";

/** A path of a request, as far as it can be told where it leads. */
export interface Place {
	/**
	 * Absolute, all links followed: step by step as the system does, and with each `..` taken out before, as some
	 * programs do. They are the same nearly always. Empty when it cannot be told.
	 */
	leadsTo: string[];
	/** Absolute, as it is written. */
	spelt: string;
	/** All that it may lead to is in the folder (or is the folder), and none of it belongs to git. */
	inside: boolean;
	/** It is the folder itself. */
	isFolder: boolean;
}

const MAX_LINKS = 40;

/** Where a path leads, also one that does not exist yet. `folder`: absolute. */
export function placeOf(path: string, folder: string): Place {
	const spelt = isAbsolute(path) ? path : `${folder}${sep}${path}`;
	const real = followLinks(folder);
	const ways = [followLinks(spelt), followLinks(resolve(spelt))];
	const known = ways.filter((one) => one !== null);
	// What a program may take for something else than a path in this folder: an address, a home folder.
	const odd = path === "" || path.includes("\0") || /^~|^[a-z][a-z\d+.-]+:\/\//i.test(path);
	if (odd || real === null || known.length < ways.length) {
		return { leadsTo: known, spelt: normalize(spelt), inside: false, isFolder: false };
	}
	const within = known.map((one) => relative(real, one));
	if (within.some((one) => one.startsWith("~")))
		return { leadsTo: known, spelt: normalize(spelt), inside: false, isFolder: false };
	return {
		leadsTo: [...new Set(known)],
		spelt: normalize(spelt),
		inside: within.every((one) => isWithin(one) && !one.split(sep).some(isGits)),
		isFolder: within.some((one) => one === ""),
	};
}

/** Whether what `relative` says leads nowhere out. */
export function isWithin(path: string): boolean {
	return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** The path with all links followed as the system would, `..` after links included; null when that cannot be told. */
export function followLinks(path: string): string | null {
	if (path.includes("\0")) return null;
	let at = parse(path).root;
	const steps = path.slice(at.length).split(SEPARATOR);
	for (let links = 0; steps.length > 0; ) {
		const step = steps.shift();
		if (!step || step === ".") continue;
		if (step === "..") {
			at = dirname(at);
			continue;
		}
		const next = join(at, step);
		const target = linkAt(next);
		if (target === undefined || (target !== null && ++links > MAX_LINKS)) return null;
		if (target === null) {
			// A program may make the step out of a file or of nothing, where the system would refuse it.
			if (steps.includes("..") && !isDirectory(next)) return null;
			at = next;
			continue;
		}
		if (isAbsolute(target)) at = parse(target).root;
		steps.unshift(...target.slice(isAbsolute(target) ? at.length : 0).split(SEPARATOR));
	}
	return at;
}

const SEPARATOR = sep === "\\" ? /[\\/]+/ : /\/+/;

/** Where the link leads; null for what is none, or is not there; undefined when it cannot be read. */
function linkAt(path: string): string | null | undefined {
	try {
		return readlinkSync(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return code === "EINVAL" || code === "ENOENT" || code === "ENOTDIR" || code === "UNKNOWN" ? null : undefined;
	}
}

function isDirectory(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false; // Nothing is there, or it may not be seen: either way it cannot be relied on.
	}
}

/** Git's own folder or file, in all the spellings that some file system takes for it. */
function isGits(name: string): boolean {
	const plain = name
		.normalize("NFKC")
		.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
		.toLowerCase()
		.replace(/:.*$/s, "")
		.replace(/[. ]+$/, "");
	return plain === ".git" || /^git~\d+$/.test(plain);
}
