import { basename } from "node:path";
import type { Change } from "../../changes.ts";
import { digest, type Fields, fields, kindOf, moment, parseObject, words } from "../../fields.ts";
import type { Format, LinePlace, Reader } from "../../format.ts";
import { triggerOf } from "../../trigger.ts";
import { type CodexCarry, type Pending, toCarry } from "./carry.ts";
import { OTHER_EVENTS, OTHER_ITEMS, OTHER_LINES, OTHER_RESPONSES, QUICK } from "./known.ts";
import { plainText, typedText } from "./texts.ts";
import { callOf, countedTokens, endOf, outputOf, type Place, shellEscape } from "./tools.ts";

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;
/** The kinds of lines in which a text may be told. */
type Kind = "item" | "event" | "response";
const MAX_RECENT = 8;
const MAX_FAILED = 50;

/** Codex CLI, `~/.codex/sessions/<year>/<month>/<day>/rollout-….jsonl`, also as older versions wrote them. */
export const CODEX: Format = {
	name: "codex",
	patterns: ["**/rollout-*.jsonl"],
	amounts: ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens", "totalTokens"],
	open: (carry) => new CodexReader(carry),
};

class CodexReader implements Reader {
	private state: CodexCarry;

	constructor(carry: unknown) {
		this.state = toCarry(carry);
	}

	carry(): unknown {
		return this.state;
	}

	read(text: string, { path }: LinePlace): Change[] {
		const trimmed = text.trim();
		if (trimmed === "") return [];
		const quick = trimmed.endsWith("}") ? QUICK.exec(trimmed)?.[1] : undefined;
		if (quick !== undefined) return this.timed(moment(quick), this.located(path), () => []);
		const line = parseObject(trimmed);
		if (!line) return [{ type: "malformed" }];
		const payload = fields(line.payload);
		const meta = metaOf(line, payload);
		if (!meta && typeof line.type !== "string" && line.record_type !== "state") return [{ type: "malformed" }];
		const about = meta ? this.begun(meta, path) : this.located(path);
		return this.timed(moment(line.timestamp), about, (at) => {
			if (meta) return timeChanges(moment(meta.timestamp));
			const place = { at, sidechain: this.state.sidechain, id: `line:${digest(trimmed)}` };
			return payload ? this.wrapped(line.type, payload, place) : this.bare(line, place);
		});
	}

	/** Which conversation it is comes first; then what the line tells, and its time. */
	private timed(own: string | null, about: Change[], tell: (at: string | null) => Change[]): Change[] {
		if (own && own !== this.state.at) this.learn({ at: own });
		return [...about, ...tell(own ?? this.state.at), ...timeChanges(own)];
	}

	private learn(news: Partial<CodexCarry>): void {
		this.state = { ...this.state, ...news };
	}

	/** The first line of a file, or of one that it goes on from: the first one counts. */
	private begun(meta: Fields, path: string): Change[] {
		if (this.state.session) return [];
		const thread = words(meta.id) ?? words(meta.session_id) ?? threadOfPath(path);
		const from = fields(fields(meta.source)?.subagent);
		const sidechain = from !== null || fields(meta.source)?.subagent !== undefined || meta.thread_source === "subagent";
		const session = (sidechain && words(fields(from?.thread_spawn)?.parent_thread_id)) || thread;
		const cwd = words(meta.cwd);
		this.learn({ thread, session, sidechain, cwd, at: moment(meta.timestamp) ?? this.state.at });
		return [{ type: "about", session, ...(cwd && { cwd }) }];
	}

	/** A file whose first line is damaged is known by its name. */
	private located(path: string): Change[] {
		if (this.state.session) return [];
		const session = threadOfPath(path);
		this.learn({ session, thread: session });
		return [{ type: "about", session }];
	}

	private wrapped(type: unknown, payload: Fields, place: Place): Change[] {
		if (type === "response_item") return this.response(payload, place);
		if (type === "event_msg") return this.event(payload, place);
		if (type === "turn_context") return this.context(payload);
		if (type === "compacted")
			return [system(`compacted:${place.id}`, plainText(payload.message) ?? "Compacted", place)];
		return typeof type === "string" && OTHER_LINES.has(type) ? [] : [{ type: "unknown", kind: kindOf(type) }];
	}

	/** Before the autumn of 2025 lines were the model's items themselves. */
	private bare(line: Fields, place: Place): Change[] {
		if (line.record_type === "state") return [];
		if (this.state.teller === null) this.learn({ teller: "items" });
		return this.response(line, place);
	}

	private context({ cwd, model }: Fields): Change[] {
		const news = { cwd: words(cwd) ?? this.state.cwd, model: words(model) ?? this.state.model };
		if (news.cwd === this.state.cwd && news.model === this.state.model) return [];
		this.learn(news);
		return [
			{
				type: "about",
				...(news.cwd && { cwd: news.cwd }),
				...(news.model && !this.state.sidechain && { model: news.model }),
			},
		];
	}

	/** What goes to the model and comes from it. */
	private response(item: Fields, place: Place): Change[] {
		if (item.type === "message") return this.message(item, place);
		const call = callOf(item, place);
		if (call) return [...this.settlePending(place), call];
		const output = outputOf(item, this.state.failed, place);
		if (output?.type === "result") {
			if (this.state.failed.includes(output.key))
				this.learn({ failed: this.state.failed.filter((key) => key !== output.key) });
			return [output];
		}
		if (typeof item.type === "string" && OTHER_RESPONSES.has(item.type)) return [];
		return [{ type: "unknown", kind: kindOf("response_item", item.type) }];
	}

	private message(item: Fields, place: Place): Change[] {
		const key = words(item.id) ?? place.id;
		if (item.role === "assistant") {
			if (this.state.teller === "events") return [];
			const text = plainText(item.content);
			return [
				...this.settlePending(place),
				...(text ? this.told("response", "assistant", { key, text, at: place.at }, place) : []),
			];
		}
		if (item.role !== "user") return [];
		const shell = shellEscape(plainText(item.content) ?? "");
		if (shell) return [{ ...system(key, `!${shell.command}`, place), output: shell.output }];
		const text = typedText(item.content);
		if (!text || this.state.teller === "events") return [];
		const pending = { key, text, at: place.at };
		if (this.state.teller === "items") return this.told("response", "user", pending, place);
		const before = this.state.pending ? this.settlePending(place) : [];
		if (before.length > 0) return [...before, ...this.told("response", "user", pending, place)];
		this.learn({ pending });
		return [];
	}

	/** The assistant has begun to answer, and no event has told what was asked: items do. */
	private settlePending(place: Place): Change[] {
		const { pending, teller } = this.state;
		if (teller !== null) return [];
		this.learn({ teller: "items", pending: null });
		return pending ? this.told("response", "user", pending, place) : [];
	}

	private event(event: Fields, place: Place): Change[] {
		const { at } = place;
		const message = plainText(event.message);
		switch (event.type) {
			case "item_completed":
				return this.item(fields(event.item) ?? {}, place);
			case "user_message": {
				const text = event.kind === undefined || event.kind === "plain" ? typedText(event.message) : null;
				return this.byEvent("event", "user", { key: `user:${place.id}`, text, at }, place);
			}
			case "agent_message":
				return this.byEvent("event", "assistant", { key: `agent:${place.id}`, text: message, at }, place);
			case "token_count":
				return this.tokens(event, place);
			case "exec_command_end":
				return this.ended(event, place);
			case "thread_name_updated": {
				const title = words(event.thread_name);
				return title && !place.sidechain ? [{ type: "about", title }] : [];
			}
			case "turn_aborted":
				return [system(`aborted:${place.id}`, "Interrupted", place)];
			case "thread_rolled_back":
				return [system(`back:${place.id}`, "Went back to an earlier point", place)];
			case "error":
			case "stream_error":
			case "warning":
				return message ? [system(`notice:${place.id}`, message, place)] : [];
			default:
				return typeof event.type === "string" && OTHER_EVENTS.has(event.type)
					? []
					: [{ type: "unknown", kind: kindOf("event_msg", event.type) }];
		}
	}

	private item(item: Fields, place: Place): Change[] {
		const key = words(item.id) ?? place.id;
		const { at } = place;
		switch (item.type) {
			case "UserMessage":
				return this.byEvent("item", "user", { key, text: typedText(item.content), at }, place);
			case "AgentMessage":
				return this.byEvent("item", "assistant", { key, text: plainText(item.content), at }, place);
			case "CommandExecution":
				// The person's own are told by the item that goes to the model.
				return item.source === "user_shell" ? [] : this.ended(item, place);
			case "FileChange":
				return this.ended(item, place);
			default:
				return typeof item.type === "string" && OTHER_ITEMS.has(item.type)
					? []
					: [{ type: "unknown", kind: kindOf("item", item.type) }];
		}
	}

	private byEvent(
		kind: Kind,
		role: "user" | "assistant",
		said: { key: string; text: string | null; at: string | null },
		place: Place,
	): Change[] {
		if (this.state.teller !== "events" || this.state.pending) this.learn({ teller: "events", pending: null });
		return said.text ? this.told(kind, role, { ...said, text: said.text }, place) : [];
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

	private ended(item: Fields, place: Place): Change[] {
		const end = endOf(item, place);
		if (!end) return [];
		if (!end.ok) this.learn({ failed: [...this.state.failed, end.key].slice(-MAX_FAILED) });
		return [end];
	}

	/** Totals so far. When they fall, another count has begun, and what was counted before stays. */
	private tokens(event: Fields, { sidechain }: Place): Change[] {
		const counted = countedTokens(event);
		if (!counted) return [];
		const { count, thread, model } = this.state;
		const part = counted.total < count.total ? count.part + 1 : count.part;
		if (part !== count.part || counted.total !== count.total) this.learn({ count: { part, total: counted.total } });
		const key = `total:${thread}:${part}`;
		return [{ type: "usage", key, model, amounts: counted.amounts, ...(sidechain && { sidechain }) }];
	}
}

function system(key: string, text: string, { at, sidechain }: Place) {
	return { type: "turn", key, role: "system", at, text, ...(sidechain && { sidechain }) } as const;
}

function timeChanges(at: string | null): Change[] {
	return at ? [{ type: "time", at }] : [];
}

/** What a file says of itself in its first line, in this or in the older form. */
function metaOf(line: Fields, payload: Fields | null): Fields | null {
	if (line.type === "session_meta") return payload;
	return line.type === undefined && !payload && typeof line.id === "string" && "timestamp" in line ? line : null;
}

function threadOfPath(path: string): string {
	const name = basename(path).replace(/\.jsonl$/i, "");
	return UUID.exec(name)?.[0] ?? name;
}
