import type { Change, TurnChange } from "../../../server/transcripts/changes.ts";
import type { Format } from "../../../server/transcripts/format.ts";

const PATH = "/home/dev/.tool/file.jsonl";

/** What lines tell: objects are written as JSON, texts are lines as they are. */
export function tell(format: Format, lines: readonly unknown[], path = PATH): Change[] {
	const reader = format.open(null);
	return lines.flatMap((line, offset) =>
		reader.read(typeof line === "string" ? line : JSON.stringify(line), { path, offset }),
	);
}

/** The turns among them: who said what. */
export function turnsOf(changes: readonly Change[]): TurnChange[] {
	return changes.filter((change) => change.type === "turn");
}

/** As `role: text`. */
export function said(changes: readonly Change[]): string[] {
	return turnsOf(changes).map(({ role, text }) => `${role}: ${text}`);
}
