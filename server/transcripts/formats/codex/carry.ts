import { amount, type Fields, fields, moment, words } from "../../fields.ts";

/** A text of the person that waits for the next line to say whether an event tells it again. */
export interface Pending {
	key: string;
	text: string;
	at: string | null;
}

/** What the reader remembers between lines. */
export interface CodexCarry {
	/** The last time that a line had. */
	at: string | null;
	/** Of the file itself. */
	thread: string | null;
	/** The conversation: of a subagent that of whoever sent it. */
	session: string | null;
	sidechain: boolean;
	cwd: string | null;
	model: string | null;
	/**
	 * What tells texts in this file: events, as the versions since the autumn of 2025 write them, or only the items that go to the
	 * model and come from it. Null: nothing has told any yet.
	 */
	teller: "events" | "items" | null;
	pending: Pending | null;
	/** Digests of the latest texts, after the kind of line that told them: the same may be told in another kind. */
	recent: string[];
	/** Calls of tools that are known to have failed before their output has come. */
	failed: string[];
	/** How many times the count of tokens began anew, and where it stands. */
	count: { part: number; total: number };
}

const NOTHING: CodexCarry = {
	at: null,
	thread: null,
	session: null,
	sidechain: false,
	cwd: null,
	model: null,
	teller: null,
	pending: null,
	recent: [],
	failed: [],
	count: { part: 0, total: 0 },
};

/** What an earlier reader has left; whatever is no such thing counts as nothing. */
export function toCarry(value: unknown): CodexCarry {
	const known = fields(value);
	if (!known) return NOTHING;
	const count = fields(known.count) ?? {};
	return {
		at: moment(known.at),
		thread: words(known.thread),
		session: words(known.session),
		sidechain: known.sidechain === true,
		cwd: words(known.cwd),
		model: words(known.model),
		teller: known.teller === "events" || known.teller === "items" ? known.teller : null,
		pending: toPending(fields(known.pending)),
		recent: texts(known.recent),
		failed: texts(known.failed),
		count: { part: amount(count.part), total: amount(count.total) },
	};
}

function toPending(value: Fields | null): Pending | null {
	const key = words(value?.key);
	const text = words(value?.text);
	return key && text ? { key, text, at: moment(value?.at) } : null;
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
