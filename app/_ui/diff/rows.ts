import type { Hunk } from "./shown-file.ts";

export type Sign = " " | "+" | "-";

/** One line on one side. `pair`: the line on the other side that it took the place of, to mark what differs. */
export interface Line {
	sign: Sign;
	number: number;
	text: string;
	pair: string | null;
}

export type UnifiedRow =
	| { kind: "gap"; text: string }
	| { kind: "note"; text: string }
	| { kind: "line"; sign: Sign; old: number | null; new: number | null; text: string; pair: string | null };

export type SplitRow =
	| { kind: "gap"; text: string }
	| { kind: "note"; text: string }
	| { kind: "lines"; left: Line | null; right: Line | null };

/** The lines of a file's diff one below the other. Pure, and linear in the lines. */
export function unifiedRows(hunks: readonly Hunk[]): UnifiedRow[] {
	const rows: UnifiedRow[] = [];
	walk(hunks, {
		gap: (text) => rows.push({ kind: "gap", text }),
		note: (text) => rows.push({ kind: "note", text }),
		same: (text, before, after) => rows.push({ kind: "line", sign: " ", old: before, new: after, text, pair: null }),
		changed: (removed, added) => {
			for (const { number, text, pair } of removed) {
				rows.push({ kind: "line", sign: "-", old: number, new: null, text, pair });
			}
			for (const { number, text, pair } of added) {
				rows.push({ kind: "line", sign: "+", old: null, new: number, text, pair });
			}
		},
	});
	return rows;
}

/** The same with what was on the left, and what is on the right. */
export function splitRows(hunks: readonly Hunk[]): SplitRow[] {
	const rows: SplitRow[] = [];
	walk(hunks, {
		gap: (text) => rows.push({ kind: "gap", text }),
		note: (text) => rows.push({ kind: "note", text }),
		same: (text, before, after) =>
			rows.push({
				kind: "lines",
				left: { sign: " ", number: before, text, pair: null },
				right: { sign: " ", number: after, text, pair: null },
			}),
		changed: (removed, added) => {
			for (let at = 0; at < Math.max(removed.length, added.length); at++) {
				rows.push({ kind: "lines", left: removed[at] ?? null, right: added[at] ?? null });
			}
		},
	});
	return rows;
}

interface Walker {
	gap(text: string): void;
	note(text: string): void;
	same(text: string, before: number, after: number): void;
	/** Lines that took the place of others, or of none. */
	changed(removed: readonly Line[], added: readonly Line[]): void;
}

function walk(hunks: readonly Hunk[], walker: Walker): void {
	let end = 1;
	for (const hunk of hunks) {
		let before = hunk.oldStart;
		let after = hunk.newStart;
		const skipped = before - end;
		if (skipped > 0) walker.gap(`${skipped} ${skipped === 1 ? "line" : "lines"} the same`);
		let removed: Line[] = [];
		let added: Line[] = [];
		const flush = () => {
			if (removed.length > 0 || added.length > 0) walker.changed(...paired(removed, added));
			removed = [];
			added = [];
		};
		for (const line of hunk.lines) {
			const text = line.slice(1);
			if (line.startsWith("-")) {
				if (added.length > 0) flush();
				removed.push({ sign: "-", number: before++, text, pair: null });
			} else if (line.startsWith("+")) added.push({ sign: "+", number: after++, text, pair: null });
			else if (line.startsWith("\\")) {
				flush();
				walker.note(text.trim());
			} else {
				flush();
				walker.same(text, before++, after++);
			}
		}
		flush();
		end = before;
	}
}

/** The first removed line was replaced by the first added one, and so on, as far as it is as many. */
function paired(removed: readonly Line[], added: readonly Line[]): [Line[], Line[]] {
	const pair = (line: Line, other: Line | undefined) => ({ ...line, pair: other?.text ?? null });
	return [removed.map((line, at) => pair(line, added[at])), added.map((line, at) => pair(line, removed[at]))];
}
