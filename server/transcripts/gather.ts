import type { Change, Role, ToolUse, TurnChange } from "./changes.ts";
import type { Format } from "./format.ts";

/** One thing said or done, as the transcripts leave it. */
export interface GatheredTurn {
	key: string;
	role: Role;
	text: string;
	at: string | null;
	tool?: ToolUse & { output: string | null };
	output?: string;
	trigger?: "word" | "whole";
}

/** A conversation as its transcripts tell it. */
export interface Gathered {
	sessionId: string;
	cwd: string | null;
	title: string | null;
	startedAt: string | null;
	endedAt: string | null;
	/** Of what was typed, answered and done by tools. */
	firstTurnAt: string | null;
	lastTurnAt: string | null;
	/** In the order of their first use. */
	models: string[];
	/** Without that of subagents. */
	usage: Record<string, number>;
	sidechainUsage: Record<string, number>;
	malformedLines: number;
	/** Lines of kinds that are not known, by kind. */
	unknownLines: Record<string, number>;
	/** In the order of their times. */
	turns: GatheredTurn[];
}

interface Result {
	at: string | null;
	output: string;
	ok: boolean;
}

/** Applies what lines tell of one conversation, in memory. Applying a change again changes nothing. */
export class Gatherer {
	private readonly turns = new Map<string, TurnChange>();
	private readonly results = new Map<string, Result>();
	private readonly usages = new Map<string, Change & { type: "usage" }>();
	private readonly models = new Set<string>();
	private readonly unknown = new Map<string, number>();
	private readonly times = new Span();
	private cwd: string | null = null;
	private title: string | null = null;
	private malformed = 0;

	constructor(
		readonly sessionId: string,
		private readonly format: Format,
	) {}

	apply(change: Change): void {
		if (change.type === "turn") this.turns.set(change.key, change);
		else if (change.type === "result") this.results.set(change.key, change);
		else if (change.type === "drop") this.turns.delete(change.key);
		else if (change.type === "time") this.times.add(change.at);
		else if (change.type === "usage") this.usages.set(change.key, change);
		else if (change.type === "malformed") this.malformed += 1;
		else if (change.type === "unknown") this.unknown.set(change.kind, (this.unknown.get(change.kind) ?? 0) + 1);
		else this.learn(change);
	}

	/** What there is so far: the person's and the assistant's own, what subagents did, and what just happened. */
	result(): { conversation: Gathered; sidechain: GatheredTurn[]; events: GatheredTurn[] } {
		const all = [...this.turns.values()].map((turn) => ({ turn, told: this.told(turn) }));
		const pick = (wanted: (turn: TurnChange) => boolean) =>
			inOrder(all.filter(({ turn }) => wanted(turn)).map(({ told }) => told));
		const turns = pick((turn) => !turn.sidechain && turn.role !== "system");
		return {
			conversation: { ...this.about(), ...this.turnTimes(turns), turns },
			sidechain: pick((turn) => turn.sidechain === true),
			events: pick((turn) => !turn.sidechain && turn.role === "system"),
		};
	}

	private learn({ cwd, title, model }: Change & { type: "about" }): void {
		this.cwd = cwd ?? this.cwd;
		this.title = title ?? this.title;
		if (model) this.models.add(model);
	}

	private told({ key, role, text, at, tool, output, trigger }: TurnChange): GatheredTurn {
		const result = this.results.get(key);
		const out = result?.output ?? output ?? null;
		const turn = { key, role, text, at, ...(trigger && { trigger }) };
		if (tool) return { ...turn, tool: { ...tool, ok: result?.ok ?? tool.ok, output: out } };
		return out === null ? turn : { ...turn, output: out };
	}

	private about() {
		return {
			sessionId: this.sessionId,
			cwd: this.cwd,
			title: this.title,
			startedAt: this.times.first,
			endedAt: this.times.last,
			models: [...this.models],
			usage: this.sum(false),
			sidechainUsage: this.sum(true),
			malformedLines: this.malformed,
			unknownLines: Object.fromEntries(this.unknown),
		};
	}

	private turnTimes(turns: readonly GatheredTurn[]) {
		const span = new Span();
		for (const { key, at } of turns) for (const moment of [at, this.results.get(key)?.at]) if (moment) span.add(moment);
		return { firstTurnAt: span.first, lastTurnAt: span.last };
	}

	private sum(sidechain: boolean): Record<string, number> {
		const sums = new Map<string, number>(sidechain ? [] : this.format.amounts.map((name) => [name, 0]));
		for (const usage of this.usages.values())
			if ((usage.sidechain ?? false) === sidechain)
				for (const [name, amount] of Object.entries(usage.amounts)) sums.set(name, (sums.get(name) ?? 0) + amount);
		return Object.fromEntries(sums);
	}
}

/** The first and the last of moments in ISO 8601 in UTC. */
class Span {
	first: string | null = null;
	last: string | null = null;

	add(at: string): void {
		if (this.first === null || at < this.first) this.first = at;
		if (this.last === null || at > this.last) this.last = at;
	}
}

/** By time; what has none comes right after what it came after. */
function inOrder(turns: GatheredTurn[]): GatheredTurn[] {
	let last = "";
	const placed = turns.map((turn) => {
		last = turn.at ?? last;
		return { turn, at: last };
	});
	return placed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ turn }) => turn);
}
