import type { Fingerprint } from "./fingerprint.ts";

/** What is different between two fingerprints, in words: what the person set first, then the program, then what is around it. */
export function describeChanges(before: Fingerprint, now: Fingerprint): string[] {
	return [
		...settingsChanges(before.settings, now.settings),
		...fileChanges(before.files, now.files),
		...commitChanges(before.commits, now.commits),
		...versionChange("Nightshift", before.nightshift, now.nightshift),
		...versionChange("Node", before.node, now.node),
		...(before.boot !== null && now.boot !== null && before.boot !== now.boot ? ["The machine was started anew."] : []),
	];
}

function settingsChanges(before: Fingerprint["settings"], now: Fingerprint["settings"]): string[] {
	return namesOf(before, now).flatMap((name) => {
		const [old, present] = [before[name], now[name]];
		if (!present) return [`The setting ${name} was taken out.`];
		if (!old) return [`The setting ${name} is new${present.shown === null ? "" : `: ${present.shown}`}.`];
		if (old.hash === present.hash) return [];
		const differ = old.shown !== null && present.shown !== null && old.shown !== present.shown;
		return [`The setting ${name} was changed${differ ? ` from ${old.shown} to ${present.shown}` : ""}.`];
	});
}

function fileChanges(before: Fingerprint["files"], now: Fingerprint["files"]): string[] {
	return namesOf(before, now).flatMap((path) => {
		const [old, present] = [before[path], now[path]];
		if (!present) return [`The file ${path} is gone.`];
		if (!old) return [`The file ${path} is new.`];
		const same = old.hash !== null && present.hash !== null ? old.hash === present.hash : sameStamp(old, present);
		if (same) return [];
		const size = old.size === present.size ? "" : `, from ${old.size} to ${present.size} bytes`;
		return [`The file ${path} was changed at ${present.modifiedAt}${size}.`];
	});
}

type File = Fingerprint["files"][string];

function sameStamp(one: File, other: File): boolean {
	return one.size === other.size && one.modifiedAt === other.modifiedAt;
}

function commitChanges(before: Fingerprint["commits"], now: Fingerprint["commits"]): string[] {
	return namesOf(before, now).flatMap((folder) => {
		const [old, present] = [before[folder], now[folder]];
		if (old === present) return [];
		if (!present) return [`The checkout ${folder} can no longer be read by git.`];
		const from = old ? ` instead of ${old.slice(0, 10)}` : "";
		return [`The checkout ${folder} is at commit ${present.slice(0, 10)}${from}.`];
	});
}

function versionChange(what: string, before: string, now: string): string[] {
	return before === now ? [] : [`${what} went from ${before} to ${now}.`];
}

function namesOf(before: object, now: object): string[] {
	return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
}
