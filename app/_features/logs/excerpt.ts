import { visibleText } from "../../../server/contract/visible-text.ts";

/** Of a longer line the surroundings of the first hit are shown. */
const LONGEST = 600;
const BEFORE = 120;

/** A found line as it may be shown, in pieces: what was searched for, and what stands around it. */
export function excerpt(line: string, search: string): { piece: string; isHit: boolean }[] {
	const whole = visibleText(line);
	const wanted = search.toLowerCase();
	const first = whole.toLowerCase().indexOf(wanted);
	const from = whole.length > LONGEST && first > BEFORE ? first - BEFORE : 0;
	const text = `${from > 0 ? "… " : ""}${whole.slice(from, from + LONGEST)}${from + LONGEST < whole.length ? " …" : ""}`;
	const folded = text.toLowerCase();
	// There are letters whose small form is longer: then the places do not fit, and nothing is marked.
	if (wanted === "" || folded.length !== text.length) return [{ piece: text, isHit: false }];
	const pieces: { piece: string; isHit: boolean }[] = [];
	let at = 0;
	for (let hit = folded.indexOf(wanted); hit >= 0; hit = folded.indexOf(wanted, at)) {
		if (hit > at) pieces.push({ piece: text.slice(at, hit), isHit: false });
		at = hit + wanted.length;
		pieces.push({ piece: text.slice(hit, at), isHit: true });
	}
	if (at < text.length) pieces.push({ piece: text.slice(at), isHit: false });
	return pieces;
}
