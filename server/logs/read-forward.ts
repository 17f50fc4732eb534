import type { DaemonPaths } from "../config/paths.ts";
import type { LogPage } from "../contract/log.ts";
import { findLines, withView } from "./find-lines.ts";
import { type FindOptions, MAX_ANSWER_BYTES, type Presenter } from "./findings.ts";
import { CONTEXT_LINES } from "./follow-lines.ts";
import type { LogView } from "./log-view.ts";
import { EVERY_LINE } from "./matcher.ts";
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
		const context = present ? await textsBefore(view, from) : [];
		const lines: RawLine[] = [];
		let room = maxBytes;
		for await (const line of linesForward(view, from)) {
			room -= line.bytes.length;
			if (lines.length >= count || (room < 0 && lines.length > 0)) {
				return shownPage(lines, line.offset, view.start, { context, present });
			}
			lines.push(line);
		}
		return shownPage(lines, view.end, view.start, { context, present });
	});
}

/** Every line from an offset on, as it is. */
export async function* linesForward(view: LogView, from: number): AsyncGenerator<RawLine> {
	const splitter = new LineSplitter(LONGEST_LINE);
	for await (const chunk of view.read(from)) yield* splitter.push(chunk);
	yield* splitter.end();
}

/** What a line means may stand in those before it: a line from inside a private key looks like nothing. */
async function textsBefore(view: LogView, from: number): Promise<string[]> {
	const { lines } = await findLines(view, { before: from, matcher: EVERY_LINE, limit: CONTEXT_LINES });
	return lines.map(({ text }) => text);
}

interface Showing {
	context: string[];
	present: Presenter | undefined;
}

function shownPage(
	lines: RawLine[],
	end: number,
	start: number,
	{ context, present = (texts) => texts }: Showing,
): LogPage {
	const own = lines.map(({ bytes }) => bytes.toString("utf8"));
	const texts = present([...context, ...own]).slice(context.length);
	const first = lines[0]?.offset ?? end;
	return {
		lines: lines.map(({ offset, cut }, index) => ({ offset, cut, text: texts[index] ?? "" })),
		end,
		older: first > start ? first : null,
	};
}
