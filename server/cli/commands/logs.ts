import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { loadConfig } from "../../config/load.ts";
import type { Paths } from "../../config/paths.ts";
import { daemonNameSchema } from "../../contract/daemon.ts";
import { findLines, tailStart, withView } from "../../logs/find-lines.ts";
import { LogFollower } from "../../logs/follow-log.ts";
import { EVERY_LINE, matching } from "../../logs/matcher.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { followLog, interruption, type LogPrinter, logPrinter } from "../follow-log.ts";

export interface LogsOptions {
	lines: number;
	follow?: boolean;
	/** A regular expression: only the lines that match. */
	grep?: string;
	ignoreCase?: boolean;
}

/** What one JSON document may hold. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const NEWLINE = Buffer.from("\n");

/** `nightshift logs NAME`: the last lines as the daemon wrote them, across rotated files; `-f` goes on with what it writes. */
export async function logs(context: Context, name: string, options: LogsOptions): Promise<number> {
	await checkDaemon(context.paths, name);
	const files = context.paths.daemon(name);
	const matcher =
		options.grep === undefined ? null : matching(new RegExp(options.grep, options.ignoreCase ? "iu" : "u"));
	if (context.json) {
		const find = { matcher: matcher ?? EVERY_LINE, limit: options.lines, maxBytes: MAX_JSON_BYTES };
		const { lines } = await withView(files, (view) => findLines(view, find));
		context.print({ name, lines: lines.map(({ text }) => text) }, () => null);
		return DONE;
	}

	const out = process.stdout;
	const signal = interruption(out);
	const printer = logPrinter(out, { isTerminal: out.isTTY === true });
	const { start, end } = await withView(files, async (view) => ({ start: view.start, end: view.end }));
	if (start === end) context.note(`${name} has written nothing yet.`);
	const follower = await LogFollower.open(files, async (view) => {
		if (!matcher) return tailStart(view, options.lines);
		const { lines, end } = await findLines(view, { matcher, limit: options.lines, maxBytes: MAX_JSON_BYTES });
		for (const { text } of lines) await printer.print(Buffer.from(`${text}\n`));
		return end;
	});
	try {
		if (options.follow) await followLog(follower, printer, matcher, signal);
		else if (!matcher) await printOnce(follower, printer, signal);
	} finally {
		await follower.close();
		await printer.end();
	}
	return DONE;
}

async function printOnce(follower: LogFollower, { print }: LogPrinter, signal: AbortSignal): Promise<void> {
	let last: Buffer | null = null;
	for await (const { bytes } of follower.read()) {
		await print(bytes);
		if (signal.aborted) return;
		last = bytes;
	}
	if (last && last.at(-1) !== NEWLINE[0]) await print(NEWLINE);
}

/**
 * Whoever has a folder has a log, also when config.json is broken or does not have it any more.
 *
 * @throws NightshiftError `unknown-daemon`
 */
async function checkDaemon(paths: Paths, name: string): Promise<void> {
	const folders: string[] = await readdir(dirname(paths.daemon("any").dir)).catch(() => []);
	if (daemonNameSchema.safeParse(name).success && folders.includes(name)) return;
	const configured = await loadConfig(paths).catch(() => null);
	checkNames([name], configured?.daemons.map((daemon) => daemon.name) ?? folders);
}
