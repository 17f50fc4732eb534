import type { Change } from "../../changes.ts";
import { digest } from "../../fields.ts";
import { triggerOf } from "../../trigger.ts";
import { type CodexCarry, type Pending, toCarry } from "./carry.ts";
import type { Place } from "./tools.ts";

/** The kinds of lines in which a text may be told. */
type Kind = "item" | "event" | "response";
const MAX_RECENT = 8;
const MAX_FAILED = 50;

/** What is remembered between lines, and what follows from it: who tells texts in this file, and which were told. */
export class Memory {
	private state: CodexCarry;

	constructor(carry: unknown) {
		this.state = toCarry(carry);
	}

	get now(): CodexCarry {
		return this.state;
	}

	learn(news: Partial<CodexCarry>): void {
		this.state = { ...this.state, ...news };
	}

	/** A text that an event tells: from now on events do, and what waited for them is told here. */
	byEvent(kind: Kind, role: "user" | "assistant", said: Said, place: Place): Change[] {
		if (this.state.teller !== "events" || this.state.pending) this.learn({ teller: "events", pending: null });
		return said.text ? this.told(kind, role, { ...said, text: said.text }, place) : [];
	}

	/** A text in the person's name that goes to the model. Until it is known who tells texts here, it waits. */
	byPersonsItem(said: Pending, place: Place): Change[] {
		if (this.state.teller === "events") return [];
		if (this.state.teller === null && !this.state.pending) {
			this.learn({ pending: said });
			return [];
		}
		return [...this.settle(place), ...this.told("response", "user", said, place)];
	}

	/** A text that comes from the model. */
	byModelsItem(said: Said, place: Place): Change[] {
		if (this.state.teller === "events") return [];
		const before = this.settle(place);
		return said.text ? [...before, ...this.told("response", "assistant", { ...said, text: said.text }, place)] : before;
	}

	/** The assistant has begun to answer, and no event has told what was asked: items do. */
	settle(place: Place): Change[] {
		const { pending, teller } = this.state;
		if (teller !== null) return [];
		this.learn({ teller: "items", pending: null });
		return pending ? this.told("response", "user", pending, place) : [];
	}

	/** An event told that a call has failed; its output, which may not say so, is yet to come. */
	failed(key: string): void {
		this.learn({ failed: [...this.state.failed, key].slice(-MAX_FAILED) });
	}

	/** Its output has come. */
	ended(key: string): void {
		if (this.state.failed.includes(key)) this.learn({ failed: this.state.failed.filter((one) => one !== key) });
	}

	/** Which count of tokens a total belongs to: when it falls, another has begun, and what was counted before stays. */
	partOfCount(total: number): number {
		const { count } = this.state;
		const part = total < count.total ? count.part + 1 : count.part;
		if (part !== count.part || total !== count.total) this.learn({ count: { part, total } });
		return part;
	}

	/** A turn, unless a line of another kind has just told the same. */
	private told(kind: Kind, role: "user" | "assistant", { key, text, at }: Pending, { sidechain }: Place): Change[] {
		const mark = `${role}:${digest(text)}`;
		const same = this.state.recent.findIndex((one) => one.endsWith(mark) && !one.startsWith(`${kind}:`));
		if (same >= 0) {
			this.learn({ recent: this.state.recent.toSpliced(same, 1) });
			return [];
		}
		this.learn({ recent: [...this.state.recent, `${kind}:${mark}`].slice(-MAX_RECENT) });
		if (sidechain) return [{ type: "turn", key, role, at, text, sidechain }];
		const trigger = role === "user" ? triggerOf(text) : null;
		return [{ type: "turn", key, role, at, text, ...(trigger && { trigger }) }];
	}
}

interface Said {
	key: string;
	text: string | null;
	at: string | null;
}
