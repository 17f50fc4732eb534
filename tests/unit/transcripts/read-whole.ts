import type { Change } from "../../../server/transcripts/changes.ts";
import type { Format, Reader } from "../../../server/transcripts/format.ts";
import { Gatherer } from "../../../server/transcripts/gather.ts";
import { type Line, LineSplitter } from "../../../server/transcripts/lines.ts";

/** All lines of a finished file. */
export function linesOf(bytes: Buffer): Line[] {
	const splitter = new LineSplitter();
	const lines = [...splitter.push(bytes)];
	const rest = splitter.rest();
	return rest ? [...lines, rest] : lines;
}

/** What lines tell, one after the other. */
export function changesOf(reader: Reader, path: string, lines: readonly Line[]): Change[] {
	return lines.flatMap(({ text, offset }) =>
		text === null ? [{ type: "malformed" }] : reader.read(text, { path, offset }),
	);
}

/** The one conversation of a finished file. */
export function readWhole(format: Format, path: string, bytes: Buffer) {
	const changes = changesOf(format.open(null), path, linesOf(bytes));
	const sessions = new Set(changes.flatMap((change) => (change.type === "about" && change.session) || []));
	if (sessions.size !== 1) throw new Error(`${path} is of ${sessions.size} conversations`);
	const gatherer = new Gatherer([...sessions].join(), format);
	for (const change of changes) gatherer.apply(change);
	return gatherer.result();
}
