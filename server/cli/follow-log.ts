import { once } from "node:events";
import type { Writable } from "node:stream";
import type { LogFollower } from "../logs/follow-log.ts";
import type { Chunk } from "../logs/log-view.ts";
import type { Matcher } from "../logs/matcher.ts";
import { LineSplitter, type RawLine } from "../logs/split-lines.ts";
import { LogTextFilter } from "./print/log-text.ts";

/** Only the beginning of a longer line is looked at and printed. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Where a log is printed: exactly as it is, or, on a terminal, without what would play tricks on whoever looks at it. */
export interface LogPrinter {
	/** Resolves when there is room for more. */
	print(bytes: Buffer): Promise<void>;
	end(): Promise<void>;
}

export function logPrinter(out: Writable, { isTerminal }: { isTerminal: boolean }): LogPrinter {
	const filter = isTerminal ? new LogTextFilter() : null;
	const write = async (data: Buffer | string) => {
		if (data.length > 0 && !out.write(data)) await Promise.race([once(out, "drain"), once(out, "close")]);
	};
	return {
		print: (bytes) => write(filter ? filter.push(bytes) : bytes),
		end: () => write(filter ? filter.end() : ""),
	};
}

/** Prints what there is and what comes, until `signal` ends it; with a matcher only the lines that match. */
export async function followLog(
	follower: LogFollower,
	{ print }: LogPrinter,
	matcher: Matcher | null,
	signal: AbortSignal,
): Promise<void> {
	const filter = matcher && lineFilter(matcher);
	while (await follower.next(signal)) {
		for await (const chunk of follower.read()) {
			await print(filter ? filter(chunk) : chunk.bytes);
			if (signal.aborted) return;
		}
	}
}

function lineFilter(matcher: Matcher): (chunk: Chunk) => Buffer {
	const splitter = new LineSplitter(LONGEST_LINE);
	return (chunk) => {
		const hits = [...splitter.push(chunk)].filter(({ bytes }) => matcher.matches(bytes.toString("utf8")));
		return Buffer.concat(hits.flatMap(({ bytes }: RawLine) => [bytes, NEWLINE]));
	};
}

const NEWLINE = Buffer.from("\n");

/** Aborted when the person has seen enough: Ctrl-C, or `nightshift logs -f | head` closes the pipe. */
export function interruption(out: Writable): AbortSignal {
	const controller = new AbortController();
	const abort = () => controller.abort();
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, abort);
	out.once("error", abort);
	out.once("close", abort);
	return controller.signal;
}
