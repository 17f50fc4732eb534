import type { Change, TurnChange } from "../../transcripts/changes.ts";

/** What a batch of lines makes of one turn. */
export interface TurnUpdate {
	/** What it is from now on; null: only its result is told. */
	turn: TurnChange | null;
	/** What its tool put out; undefined: nothing new. */
	output?: string;
	ok?: boolean;
	/** Of a result whose turn is not here. */
	at: string | null;
	sidechain: boolean;
	/** What was stored of it before goes: it was taken back. */
	anew: boolean;
	/** Nothing comes in its place. */
	gone: boolean;
}

/** What a batch of lines tells of one conversation. */
export interface SessionUpdate {
	/** The tool's own id; null: none was told in this batch, so it is the one the file spoke of last. */
	session: string | null;
	cwd?: string;
	title?: string;
	/** Models that were used, in the order of their first use. */
	models: Set<string>;
	/** The first and the last moment that it knows. */
	from: string | null;
	to: string | null;
	turns: Map<string, TurnUpdate>;
	usage: Map<string, { model: string | null; amounts: Record<string, number> }>;
}

/** What a batch of lines tells, by what it is told of. */
export interface Folded {
	sessions: SessionUpdate[];
	/** The last that was told; null: none. */
	lastSession: string | null;
	malformed: number;
	unknown: Record<string, number>;
}

/** Takes together what a batch of lines tells, so that each turn and each conversation is written once. Pure. */
export function foldChanges(changes: readonly Change[]): Folded {
	const sessions = new Map<string | null, SessionUpdate>();
	const folded: Folded = { sessions: [], lastSession: null, malformed: 0, unknown: {} };
	let current: SessionUpdate | null = null;
	const speakOf = (session: string | null): SessionUpdate => {
		const known = sessions.get(session);
		if (known) return known;
		const update = emptyUpdate(session);
		sessions.set(session, update);
		folded.sessions.push(update);
		return update;
	};
	for (const change of changes) {
		if (change.type === "malformed") folded.malformed += 1;
		else if (change.type === "unknown") folded.unknown[change.kind] = (folded.unknown[change.kind] ?? 0) + 1;
		else {
			if (change.type === "about" && change.session !== undefined && change.session !== folded.lastSession) {
				folded.lastSession = change.session;
				current = speakOf(change.session);
			}
			current ??= speakOf(folded.lastSession);
			fold(current, change);
		}
	}
	return folded;
}

type Told = Exclude<Change, { type: "malformed" } | { type: "unknown" }>;

function fold(update: SessionUpdate, change: Told): void {
	switch (change.type) {
		case "about":
			if (change.cwd !== undefined) update.cwd = change.cwd;
			if (change.title !== undefined) update.title = change.title;
			if (change.model !== undefined) update.models.add(change.model);
			return;
		case "time":
			widen(update, change.at);
			return;
		case "usage":
			update.usage.set(change.key, { model: change.model, amounts: change.amounts });
			return;
		case "drop":
			update.turns.set(change.key, { ...emptyTurn(), anew: true, gone: true });
			return;
		case "turn": {
			const turn = turnOf(update, change.key);
			turn.turn = change;
			turn.gone = false;
			if (change.output !== undefined) turn.output = change.output;
			if (typeof change.tool?.ok === "boolean") turn.ok = change.tool.ok;
			return;
		}
		case "result": {
			const turn = turnOf(update, change.key);
			turn.output = change.output;
			turn.ok = change.ok;
			turn.at = change.at;
			turn.sidechain = change.sidechain ?? false;
			turn.gone = false;
		}
	}
}

function widen(update: SessionUpdate, at: string): void {
	if (update.from === null || at < update.from) update.from = at;
	if (update.to === null || at > update.to) update.to = at;
}

function turnOf(update: SessionUpdate, key: string): TurnUpdate {
	const known = update.turns.get(key);
	if (known) return known;
	const turn = emptyTurn();
	update.turns.set(key, turn);
	return turn;
}

function emptyTurn(): TurnUpdate {
	return { turn: null, at: null, sidechain: false, anew: false, gone: false };
}

function emptyUpdate(session: string | null): SessionUpdate {
	return { session, models: new Set(), from: null, to: null, turns: new Map(), usage: new Map() };
}
