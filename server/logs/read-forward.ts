import type { DaemonPaths } from "../config/paths.ts";
import type { LogPage } from "../contract/log.ts";
import { withView } from "./find-lines.ts";
import { type FindOptions, MAX_ANSWER_BYTES, type Presenter } from "./findings.ts";
import type { LogView } from "./log-view.ts";
import { LineSplitter, type RawLine } from "./split-lines.ts";

const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * The lines from an offset on, at most `count`. What comes in the middle of a line begins with the rest of that line.
 * `end` is where the next ones begin.
 */
export async function readFrom(
	paths: DaemonPaths,
	from: number,
	count: number,
	{ present, maxBytes = MAX_ANSWER_BYTES }: FindOptions = {},
): Promise<LogPage> {
	return withView(paths, async (view) => {
		const lines: RawLine[] = [];
		let room = maxBytes;
		for await (const line of linesForward(view, from)) {
			room -= line.bytes.length;
			if (lines.length >= count || (room < 0 && lines.length > 0)) {
				return shownPage(lines, line.offset, view.start, present);
			}
			lines.push(line);
		}
		return shownPage(lines, view.end, view.start, present);
	});
}

/** Every line from an offset on, as it is. */
export async function* linesForward(view: LogView, from: number): AsyncGenerator<RawLine> {
	const splitter = new LineSplitter(LONGEST_LINE);
	for await (const chunk of view.read(from)) yield* splitter.push(chunk);
	yield* splitter.end();
}

function shownPage(lines: RawLine[], end: number, start: number, present: Presenter = (texts) => texts): LogPage {
	const texts = present(lines.map(({ bytes }) => bytes.toString("utf8")));
	const first = lines[0]?.offset ?? end;
	return {
		lines: lines.map(({ offset, cut }, index) => ({ offset, cut, text: texts[index] ?? "" })),
		end,
		older: first > start ? first : null,
	};
}
