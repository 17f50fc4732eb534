import { digest, fields, words } from "../../fields.ts";

/** Who said something, and a digest of it: `u` the person, `a` the model, `t` a call of a tool. */
export type Mark = string;

/** A message may be written again with more in it, soon after. */
const MAX_LATEST = 16;
/** The program writes its history again at once. What comes later is said anew, even if it was said before. */
const REPLAY_MS = 2_000;

/** What a history remembers between lines: digests, no texts. */
export interface HistoryCarry {
	/** All that was said and done, in its order. */
	marks: Mark[];
	/** The latest messages by their ids, with what they said. */
	latest: [id: string, mark: Mark | null][];
	/** All messages, by digests of their ids. */
	ids: string[];
	/** While the history is being written again: what of it has not come yet, and since when. */
	replay: { left: Mark[]; since: string | null } | null;
}

/**
 * What was said before, so that it is known again when the program writes its history anew, under other ids and at other
 * times. It counts: what was said twice may come twice.
 */
export class History {
	private marks: Mark[];
	private latest: [string, Mark | null][];
	private readonly ids: Set<string>;
	private replay: HistoryCarry["replay"];
	/** Of calls, for speed. */
	private readonly calls: Set<Mark>;

	constructor(carry: unknown) {
		const known = fields(carry) ?? {};
		this.marks = texts(known.marks);
		this.latest = pairs(known.latest);
		this.ids = new Set(texts(known.ids));
		const replay = fields(known.replay);
		this.replay = replay && { left: texts(replay.left), since: words(replay.since) };
		this.calls = new Set(this.marks.filter((mark) => mark.startsWith("t")));
	}

	carry(): HistoryCarry {
		const { marks, latest, ids, replay } = this;
		return {
			marks: [...marks],
			latest: [...latest],
			ids: [...ids],
			replay: replay && { left: [...replay.left], since: replay.since },
		};
	}

	/** Nothing was said yet. */
	get isEmpty(): boolean {
		return !this.marks.some(isSaid);
	}

	/** What was said first by the person. */
	get first(): Mark | null {
		return this.marks.find((mark) => mark.startsWith("u")) ?? null;
	}

	/** All that was said, to be crossed out. */
	said(): Mark[] {
		return this.marks.filter(isSaid);
	}

	/** A message that is said, or written again with more in it. */
	addMessage(id: string, mark: Mark | null): void {
		const before = this.latest.find(([one]) => one === id);
		if (before && before[1] === mark) return;
		if (before?.[1]) {
			const at = this.marks.lastIndexOf(before[1]);
			if (at >= 0) this.marks.splice(at, 1);
		}
		if (mark) this.marks.push(mark);
		this.ids.add(shortId(id));
		this.latest = [...this.latest.filter(([one]) => one !== id), [id, mark] as [string, Mark | null]].slice(
			-MAX_LATEST,
		);
	}

	knowsMessage(id: string): boolean {
		return this.ids.has(shortId(id));
	}

	knowsCall(key: string): boolean {
		return this.calls.has(callMark(key));
	}

	addCall(key: string): void {
		const mark = callMark(key);
		this.calls.add(mark);
		this.marks.push(mark);
	}

	get isReplaying(): boolean {
		return this.replay !== null;
	}

	/** From here on the history is written again, message by message. */
	beginReplay(since: string | null): void {
		this.replay = { left: this.said(), since };
	}

	endReplay(): void {
		this.replay = null;
	}

	/** Ends it when so much time has passed that this is another matter. */
	endReplayBefore(at: string | null): void {
		if (this.replay?.since && at && Date.parse(at) - Date.parse(this.replay.since) > REPLAY_MS) this.replay = null;
	}

	/** Whether a message is one that is written again; the last of them ends it. */
	replays(mark: Mark): boolean {
		if (!this.replay || !crossOut(this.replay.left, mark)) return false;
		if (this.replay.left.length === 0) this.replay = null;
		return true;
	}
}

/** Takes one of this kind out of what is left; false when there is none. */
function crossOut(left: Mark[], mark: Mark): boolean {
	const at = left.indexOf(mark);
	if (at < 0) return false;
	left.splice(at, 1);
	return true;
}

export function saidMark(who: "u" | "a", text: string): Mark {
	return who + digest(text, 8);
}

function shortId(id: string): string {
	return digest(id, 6);
}

function callMark(key: string): Mark {
	return `t${digest(key, 8)}`;
}

function isSaid(mark: Mark): boolean {
	return !mark.startsWith("t");
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function pairs(value: unknown): [string, Mark | null][] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((pair): [string, Mark | null][] => {
		const [id, mark]: unknown[] = Array.isArray(pair) ? pair : [];
		return typeof id === "string" ? [[id, words(mark)]] : [];
	});
}
