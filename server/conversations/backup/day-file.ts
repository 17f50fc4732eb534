import { createHash } from "node:crypto";
import { clockOf } from "./clock.ts";
import type { Day } from "./day.ts";
import { renderMark } from "./day-mark.ts";
import { renderTurn } from "./markdown.ts";
import type { Span } from "./record-rows.ts";
import type { RecordSnapshot } from "./snapshot.ts";
import { renderSummary, type Shown, titleOf } from "./summary-markdown.ts";
import { TextDigest } from "./text-digest.ts";

/** A conversation of a day, and which of its turns are shown. */
export interface Chapter extends Shown {
	id: number;
	span: Span;
	/** Of all that its log says. */
	digest: string;
}

/** How the file of a day ends: see `renderMark`. */
export interface DayFacts {
	complete: boolean;
	writtenAt: string;
	/** See `madeOf`. */
	of: string;
}

/** The same for the same Markdown: to make it would take going through all that was said. */
export function madeOf({ name, zone }: Day, chapters: readonly Chapter[], complete: boolean): string {
	const parts = chapters.map(({ file, digest, span }) => [file, digest, span.from?.getTime(), span.to?.getTime()]);
	return createHash("sha256")
		.update(JSON.stringify([name, zone, complete, parts]))
		.digest("hex");
}

/**
 * The Markdown of a day, in pieces: what the conversations were about, then what was said in them. `told` is given the
 * digest of all but the last line when it is known.
 */
export function* renderDay(
	snapshot: RecordSnapshot,
	day: Day,
	chapters: readonly Chapter[],
	{ complete, writtenAt, of }: DayFacts,
	told: (digest: string) => void,
): Generator<string> {
	const text = new TextDigest();
	for (const piece of pieces(snapshot, day, chapters, complete)) {
		text.add(piece);
		yield piece;
	}
	const digest = text.end();
	told(digest);
	yield renderMark({ version: 1, day: day.name, digest, of, conversations: chapters.length, complete, writtenAt });
}

function* pieces(snapshot: RecordSnapshot, day: Day, chapters: readonly Chapter[], complete: boolean) {
	const clock = clockOf(day);
	const which = complete ? "All conversations of the day" : "The conversations that a backup was asked for in";
	yield `# Conversations of ${day.name}\n\n${which}. Times are those of ${day.zone}.\n\n## Summary\n\n`;
	for (const [index, chapter] of chapters.entries()) yield renderSummary(chapter, index + 1, clock);
	for (const [index, chapter] of chapters.entries()) {
		yield `---\n\n## ${index + 1}. ${titleOf(chapter)}\n\n`;
		for (const turn of snapshot.turns(chapter.id, chapter.span)) yield renderTurn(turn, clock);
	}
}
