import { NightshiftError } from "../../contract/errors.ts";
import type { Problem } from "../../transcripts/find-transcripts.ts";
import { FORMATS, type FormatName } from "../../transcripts/formats.ts";
import { scan } from "../../transcripts/scan.ts";
import { type Context, DONE } from "../context.ts";
import { printScanned, type ScannedRow, toRow } from "../print/scanned.ts";
import { oneLine } from "../print/terminal.ts";

export interface ScanOptions {
	format?: FormatName;
}

/** `nightshift chats scan PATH…`: reads transcripts where they are and stores nothing. */
export async function scanChats(context: Context, paths: readonly string[], { format }: ScanOptions): Promise<number> {
	const problems: Problem[] = [];
	const note = (problem: Problem) => {
		problems.push(problem);
		context.note(oneLine(`${problem.path}: ${problem.why}`));
	};
	const rows: ScannedRow[] = [];
	let opened = false;
	for await (const conversation of scan(paths, format ? FORMATS[format] : null, note)) {
		if (context.json) {
			// One by one: together they may be more than fits into memory, or into one text.
			await context.printPart(`${opened ? "," : '{"conversations":['}\n${JSON.stringify(conversation)}`, true);
			opened = true;
		} else rows.push(toRow(conversation));
	}
	if (opened) await context.printPart("\n]}\n", true);
	else if (rows.length > 0) context.print(rows, () => printScanned(rows));
	else throw nothing(paths, problems);
	return DONE;
}

function nothing(paths: readonly string[], problems: readonly Problem[]): NightshiftError {
	const places = paths.length > 3 ? `these ${paths.length} places` : paths.join(" and ");
	const because =
		problems.length > 0
			? "what is there cannot be read"
			: "no file there is one of Claude Code, Gemini CLI, Codex CLI or a plain log";
	return new NightshiftError("not-found", `There are no transcripts in ${places}: ${because}.`, { paths: [...paths] });
}
