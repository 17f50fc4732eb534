import { basename } from "node:path";
import type { Change, Role } from "../../changes.ts";
import { amount, digest, fields, moment, words } from "../../fields.ts";
import type { Format, LinePlace, Reader } from "../../format.ts";
import { triggerOf } from "../../trigger.ts";
import { type Head, headOf } from "./heads.ts";

/** A turn grows line by line, and is told anew with each; from this length on it goes on as another one. */
const MAX_TURN = 16_384;
/** Of a tool, what its text begins with: `Bash: ls`, `grep(…)`. */
const TOOL_NAME = /^([\w.-]{1,60})[:(]/;

/** The turn that the next line may go on with. */
interface OpenTurn {
	key: string;
	role: Role;
	at: string | null;
	text: string;
	/** Empty lines after it: part of it only when something follows. */
	blank: number;
}

/** What the reader remembers between lines. */
interface Carry {
	session: string | null;
	at: string | null;
	/** A digest of all turns before: the same words said again have another place, and therefore another key. */
	chain: string;
	/** Of lines that have a time: that time, and a digest of its lines so far. */
	moment: { time: string; chain: string } | null;
	open: OpenTurn | null;
}

/** Plain text: `[time] [session] [TYPE] text`, or `User:` and `Assistant:` before what each says. */
export const LOG: Format = {
	name: "log",
	patterns: ["**/*.log"],
	amounts: [],
	after: (mark) => ({ chain: digest(mark) }),
	open: (carry) => new LogReader(carry),
};

class LogReader implements Reader {
	private state: Carry;

	constructor(carry: unknown) {
		const known = fields(carry) ?? {};
		this.state = {
			session: words(known.session),
			at: moment(known.at),
			chain: words(known.chain) ?? "",
			moment: toMoment(known.moment),
			open: toOpen(known.open),
		};
	}

	carry(): unknown {
		return this.state;
	}

	read(line: string, { path }: LinePlace): Change[] {
		const text = line.trimEnd();
		const head = text === "" ? null : headOf(text);
		if (head) return this.begin(head, text, path);
		const { open } = this.state;
		if (!open) return text === "" ? [] : [{ type: "malformed" }];
		if (text === "") {
			this.state = { ...this.state, open: { ...open, blank: open.blank + 1 } };
			return [];
		}
		return this.goOn(open, text);
	}

	private begin(head: Head, line: string, path: string): Change[] {
		const session = head.session ?? this.state.session ?? sessionOfPath(path);
		const at = head.at ?? this.state.at;
		const about: Change[] = session === this.state.session ? [] : [{ type: "about", session }];
		const key = this.keyOf(head, line);
		const open = { key, role: head.role, at, text: head.text, blank: 0 };
		this.state = { ...this.state, session, at, open };
		const time: Change[] = head.at ? [{ type: "time", at: head.at }] : [];
		return [...about, ...turnOf(open), ...time];
	}

	private goOn(open: OpenTurn, line: string): Change[] {
		const separator = "\n".repeat(open.blank + 1);
		const grown =
			open.text.length + line.length > MAX_TURN
				? { ...open, key: this.chained(line), text: line, blank: 0 }
				: { ...open, text: open.text === "" ? line : open.text + separator + line, blank: 0 };
		this.state = { ...this.state, open: grown };
		return turnOf(grown);
	}

	/**
	 * A line with a time is known by itself and those of the same time before it, so that a log whose beginning was cut off
	 * keeps its keys; others by their place.
	 */
	private keyOf(head: Head, line: string): string {
		if (head.time === null || head.at === null) return this.chained(line);
		const before = this.state.moment?.time === head.time ? this.state.moment.chain : "";
		const chain = digest(`${before}\n${line}`);
		this.state = { ...this.state, moment: { time: head.time, chain } };
		return chain;
	}

	private chained(line: string): string {
		const chain = digest(`${this.state.chain}\n${line}`);
		this.state = { ...this.state, chain };
		return chain;
	}
}

function turnOf({ key, role, at, text }: OpenTurn): Change[] {
	if (text === "") return [];
	if (role === "tool") {
		const name = TOOL_NAME.exec(text)?.[1] ?? "tool";
		return [{ type: "turn", key, role, at, text, tool: { name, input: text, ok: null } }];
	}
	const trigger = role === "user" ? triggerOf(text) : null;
	return [{ type: "turn", key, role, at, text, ...(trigger && { trigger }) }];
}

/** The name of the file, and a digest of where it is: other folders have files of the same name. */
function sessionOfPath(path: string): string {
	return `${basename(path).slice(0, 80)}-${digest(path, 8)}`;
}

function toMoment(value: unknown): Carry["moment"] {
	const known = fields(value);
	const [time, chain] = [words(known?.time), words(known?.chain)];
	return time && chain ? { time, chain } : null;
}

function toOpen(value: unknown): OpenTurn | null {
	const known = fields(value);
	const key = words(known?.key);
	const role = known?.role;
	if (!known || !key || (role !== "user" && role !== "assistant" && role !== "tool" && role !== "system")) return null;
	return { key, role, at: moment(known.at), text: words(known.text) ?? "", blank: amount(known.blank) };
}
