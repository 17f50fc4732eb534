/** One sentence about places that cannot be read; null: there are none. */
export function describeUnreadable(places: ReadonlySet<string>): string | null {
	const [first] = places;
	if (first === undefined) return null;
	const [others, them] = places.size > 1 ? [` and ${places.size - 1} more`, "them"] : ["", "it"];
	return `${first}${others} cannot be read; make ${them} readable for your user.`;
}

/**
 * One sentence about folders that the system does not watch; null: it is about the folder alone, which is told with what
 * cannot be read.
 *
 * @param everyMs how often they are looked at instead
 */
export function describeUnwatched(error: unknown, everyMs: number): string | null {
	const { code = "unknown" } = error as NodeJS.ErrnoException;
	if (code === "EACCES" || code === "EPERM" || code === "ENOENT") return null;
	const mend = code === "ENOSPC" ? "raise fs.inotify.max_user_watches" : "raise the limit of open files";
	return `The system does not watch all folders of transcripts (${code}): they are looked at every ${everyMs / 1_000} s instead. To have it told at once, ${mend} and restart this daemon.`;
}

/** What was caught up with. */
export function describeCatchUp(files: number, turns: number): string {
	return `Caught up with ${files === 1 ? "1 transcript" : `${files} transcripts`}: ${turns === 1 ? "1 new turn" : `${turns} new turns`}`;
}
