import { basename } from "node:path";
import type { NewActivity } from "../../contract/activity.ts";
import type { FileEvent } from "./shelf.ts";

/** What happens within this is told together. */
const GATHER_MS = 1_000;
/** Turns of one file are told when it has been quiet for this long. */
const QUIET_MS = 60_000;
/** More files than this in one go are one entry. */
const NAMED = 3;
const LISTED = 100;

const TITLES: Record<FileEvent, (file: string) => string> = {
	new: (file) => `A new transcript: ${file}`,
	"began anew": (file) => `The transcript ${file} was emptied or written anew, and is read from its beginning`,
	renamed: (file) => `The transcript ${file} was renamed or rotated, and is read on where it is now`,
	gone: (file) => `The transcript ${file} is gone; what it told is kept`,
	unreadable: (file) => `The transcript ${file} cannot be read`,
	"readable again": (file) => `The transcript ${file} can be read again`,
};
const MANY: Record<FileEvent, string> = {
	new: "new transcripts",
	"began anew": "transcripts were emptied or written anew",
	renamed: "transcripts were renamed or rotated",
	gone: "transcripts are gone; what they told is kept",
	unreadable: "transcripts cannot be read",
	"readable again": "transcripts can be read again",
};

interface Grown {
	source: string;
	turns: number;
	quiet: NodeJS.Timeout;
}

/** Tells of files in the activity feed, calmly: what happens to many at once is one entry, and so is a stretch of talk. */
export class FileNews {
	private readonly gathered = new Map<FileEvent, Map<string, string | undefined>>();
	private readonly grown = new Map<string, Grown>();
	private timer: NodeJS.Timeout | null = null;

	constructor(private readonly record: (entry: NewActivity) => void) {}

	tell(path: string, event: FileEvent, detail?: string): void {
		const files = this.gathered.get(event) ?? new Map<string, string | undefined>();
		this.gathered.set(event, files.set(path, detail));
		this.timer ??= setTimeout(() => this.flushEvents(), GATHER_MS);
	}

	/** A transcript told of so many turns more. */
	grew(path: string, source: string, turns: number): void {
		const known = this.grown.get(path);
		if (known) clearTimeout(known.quiet);
		const quiet = setTimeout(() => this.flushGrown(path), QUIET_MS);
		this.grown.set(path, { source, turns: (known?.turns ?? 0) + turns, quiet });
	}

	/** Tells what waits. */
	flush(): void {
		this.flushEvents();
		for (const path of [...this.grown.keys()]) this.flushGrown(path);
	}

	private flushEvents(): void {
		if (this.timer) clearTimeout(this.timer);
		this.timer = null;
		for (const [event, files] of this.gathered) {
			const outcome = event === "unreadable" ? "failed" : "ok";
			if (files.size <= NAMED) {
				for (const [path, detail] of files) {
					const more = detail === undefined ? path : `${path}\n${detail}`;
					this.record({ kind: "tool", title: TITLES[event](basename(path)), detail: more, outcome });
				}
			} else {
				const listed = [...files.keys()].slice(0, LISTED);
				const rest = files.size > LISTED ? [`and ${files.size - LISTED} more`] : [];
				const detail = [...listed, ...rest].join("\n");
				this.record({ kind: "tool", title: `${files.size} ${MANY[event]}`, detail, outcome });
			}
		}
		this.gathered.clear();
	}

	private flushGrown(path: string): void {
		const grown = this.grown.get(path);
		if (!grown) return;
		clearTimeout(grown.quiet);
		this.grown.delete(path);
		const turns = grown.turns === 1 ? "1 turn" : `${grown.turns} turns`;
		const title = `Recorded ${turns} of ${grown.source}, from ${basename(path)}`;
		this.record({ kind: "tool", title, detail: path, outcome: "ok" });
	}
}
