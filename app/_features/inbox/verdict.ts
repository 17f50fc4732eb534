import type { Option, Question } from "../../../server/contract/question.ts";

/** What an option's id or label begins with when it lets something happen, and when it does not. */
const APPROVES =
	/^(approved?|allow(ed)?|accept(ed)?|yes|ok(ay)?|confirm|merge|run|go|proceed|ship|do)(?![\p{L}\p{N}])(?! (not|nothing)\b)/iu;
const DECLINES =
	/^(reject(ed)?|den(y|ied)|declined?|refused?|no|don['’]?t|do not|not now|send[ -]back|cancel|stop)(?![\p{L}\p{N}])/iu;
/** It decides about more than this one time: never by a single key. */
const STANDS =
	/\b(always|never|forever|every|all|rule|remember|from now on|for \d+ days|for this (item|session))\b|without asking|(don['’]?t|do not) ask/i;

/** The option that lets it happen, this once. Null when none plainly does, or more than one may. */
export function approvingOption(question: Question): Option | null {
	return isVerdict(question) ? theOne(question.options, APPROVES, DECLINES) : null;
}

/** The option that declines it, this once. Null likewise. */
export function decliningOption(question: Question): Option | null {
	return isVerdict(question) ? theOne(question.options, DECLINES, APPROVES) : null;
}

/** Sent back without a word, nobody knows what to change. */
export function needsWords({ kind, options }: Question, answer: string): boolean {
	const option = options.find(({ id }) => id === answer);
	return kind === "review" && option !== undefined && DECLINES.test(plain(option.id));
}

/** What the asker would take: the one it recommends, else what it takes by default. Null when it said neither. */
export function suggestedAnswer(question: Question): NonNullable<Question["answer"]> | null {
	const recommended = question.options.filter((option) => option.recommended).map(({ id }) => id);
	if (question.kind === "multi" && recommended.length > 0) return recommended;
	if (question.kind !== "form" && question.kind !== "text" && recommended.length === 1) return recommended[0] ?? null;
	return question.onDeadline === "default" ? question.default : null;
}

function isVerdict({ kind }: Question): boolean {
	return kind === "approval" || kind === "review";
}

/** By id first, then by label; among several the one that says it is for once. Never one that may as well be the opposite. */
function theOne(options: readonly Option[], pattern: RegExp, opposite: RegExp): Option | null {
	const single = options.filter(
		({ id, label }) =>
			!STANDS.test(plain(id)) && !STANDS.test(label) && !opposite.test(plain(id)) && !opposite.test(label.trim()),
	);
	const byId = single.filter(({ id }) => pattern.test(plain(id)));
	const found = byId.length > 0 ? byId : single.filter(({ label }) => pattern.test(label.trim()));
	const once = found.filter(({ id, label }) => /\bonce\b/i.test(`${plain(id)} ${label}`));
	const named = found.length > 1 ? once : found;
	return named.length === 1 ? (named[0] ?? null) : null;
}

/** `allow_once`, `allow-once` and `allowOnce` are the same words. */
function plain(id: string): string {
	return id
		.replace(/([a-z])([A-Z])/g, "$1 $2")
		.replaceAll(/[_-]+/g, " ")
		.trim();
}
