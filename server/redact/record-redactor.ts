import { ASSIGNMENT_HINT, redactKeptAssignments } from "./kept-assignments.ts";
import { redactKeys } from "./pem.ts";
import { MARK } from "./redactor.ts";
import { findSecrets } from "./secret-patterns.ts";
import { type Environment, secretValues } from "./secret-values.ts";
import { spotsOf } from "./spots.ts";
import { redactTokens, TOKEN_HINT } from "./token-shapes.ts";

/** Texts without their secrets, and how many were blotted out. */
export interface Redacted {
	texts: string[];
	found: number;
}

/** Blots out secrets in texts of any length that are to be kept: as many come out as went in. */
export type RecordRedactor = (texts: readonly string[]) => Promise<Redacted>;

const HINTS = [TOKEN_HINT, ASSIGNMENT_HINT];
/** After which the other half of a pair may stand on the next line. */
const PAIRED = /^A(?:KIA|SIA)$/;
/** What secretlint's rules look for, beside what was blotted out before they are asked. */
const LIBRARY_HINT =
	/sk-|gh[pousr]_|github_pat_|xox|A(?:KIA|SIA|3T|GPA|IDA|ROA|IPA|NPA|NVA)|npm_|_authToken|SG\.|shp|lin_api_|ops_ey|hooks\.slack|x-oauth-basic|(?:mongodb|mysql|postgres)\S{0,12}:\/\/\S{0,200}@/i;
const KEY_HINT = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/**
 * Makes what blots out secrets of a record: private keys, well-known tokens, passwords in addresses and settings, and what
 * secretlint knows. Ordinary text, of which there is the most, is only looked through for where a secret may be; the patterns
 * see no more than those lines. Takes time linear in the texts.
 *
 * @param environments whose secret-looking variables have values that are never kept
 */
export function recordRedactor(environments: readonly Environment[]): RecordRedactor {
	const known = knownValues(environments);
	return async (texts) => {
		const work = texts.map((text) => clean(text, known));
		await askLibrary(work.flatMap(({ pieces }) => pieces));
		return {
			texts: work.map(({ pieces }) => pieces.map(({ text }) => text).join("")),
			found: work.reduce((sum, { keys, pieces }) => sum + keys + pieces.reduce((all, { found }) => all + found, 0), 0),
		};
	};
}

/** A part of a text, and what was found in it. */
interface Piece {
	text: string;
	found: number;
	/** The library should look at it. */
	open: boolean;
}

function clean(whole: string, known: RegExp | null): { pieces: Piece[]; keys: number } {
	let keys = 0;
	let text = whole;
	if (known?.test(text)) {
		const before = text;
		text = text.replace(known, MARK);
		keys += marksIn(text) - marksIn(before);
	}
	const ends = keyEnds(text);
	if (ends > 0) text = redactKeys(text.split("\n")).join("\n");
	keys += ends;
	const pieces: Piece[] = [];
	let at = 0;
	for (const { start, end } of spotsOf(text, HINTS, PAIRED)) {
		const spot = text.slice(start, end);
		const blotted = redactKeptAssignments(redactTokens(spot));
		if (start > at) pieces.push({ text: text.slice(at, start), found: 0, open: false });
		pieces.push({ text: blotted, found: marksIn(blotted) - marksIn(spot), open: LIBRARY_HINT.test(blotted) });
		at = end;
	}
	pieces.push({ text: at === 0 ? text : text.slice(at), found: 0, open: false });
	return { pieces, keys };
}

/** One question for all of them: the library is asked seldom, and each question costs it more than the text. */
async function askLibrary(pieces: readonly Piece[]): Promise<void> {
	const open = pieces.filter((piece) => piece.open);
	if (open.length === 0) return;
	const ranges = await findSecrets(open.map(({ text }) => text).join("\n"));
	let at = 0;
	let next = 0;
	for (const piece of open) {
		const { text } = piece;
		const end = at + text.length;
		let clean = "";
		let done = 0;
		for (let range = ranges[next]; range && range.start < end; range = ranges[next]) {
			const from = Math.max(done, range.start - at);
			const to = Math.min(text.length, range.end - at);
			// Of what was blotted out already only the surroundings are left.
			if (!text.slice(from, to).includes(MARK)) {
				clean += text.slice(done, from) + MARK;
				done = to;
				piece.found += 1;
			}
			if (range.end > end) break; // it goes on in the next piece
			next += 1;
		}
		piece.text = clean + text.slice(done);
		at = end + 1;
	}
}

/** How many private keys there are, also of those that begin before the text or end after it. */
function keyEnds(text: string): number {
	if (!text.includes("PRIVATE KEY")) return 0;
	let begun = 0;
	let open = 0;
	for (const [, which] of text.matchAll(KEY_HINT)) {
		if (which === "BEGIN") {
			begun += 1;
			open += 1;
		} else if (open > 0) open -= 1;
		else begun += 1;
	}
	return begun;
}

/** All values that are secret in themselves, the longest first: one may be the beginning of another. */
function knownValues(environments: readonly Environment[]): RegExp | null {
	const values = secretValues(environments).map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
	return values.length === 0 ? null : new RegExp(values.join("|"), "g");
}

function marksIn(text: string): number {
	let count = 0;
	for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) count += 1;
	return count;
}
