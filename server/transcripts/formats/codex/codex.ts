import { basename } from "node:path";
import type { Change } from "../../changes.ts";
import { digest, type Fields, fields, moment, parseObject, words } from "../../fields.ts";
import type { Format, LinePlace, Reader } from "../../format.ts";
import { eventChanges, happened, unlessKnown } from "./events.ts";
import { modelItemChanges } from "./items.ts";
import { OTHER_LINES, QUICK } from "./known.ts";
import { Memory } from "./memory.ts";
import { plainText } from "./texts.ts";
import type { Place } from "./tools.ts";

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;

/** Codex CLI, `~/.codex/sessions/<year>/<month>/<day>/rollout-….jsonl`, also as older versions wrote them. */
export const CODEX: Format = {
	name: "codex",
	patterns: ["**/rollout-*.jsonl"],
	amounts: ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens", "totalTokens"],
	open: (carry) => new CodexReader(carry),
};

class CodexReader implements Reader {
	private readonly memory: Memory;

	constructor(carry: unknown) {
		this.memory = new Memory(carry);
	}

	carry(): unknown {
		return this.memory.now;
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
			const place = { at, sidechain: this.memory.now.sidechain, id: `line:${digest(trimmed)}` };
			return payload ? this.wrapped(line.type, payload, place) : this.bare(line, place);
		});
	}

	/** Which conversation it is comes first; then what the line tells, and its time. */
	private timed(own: string | null, about: Change[], tell: (at: string | null) => Change[]): Change[] {
		if (own && own !== this.memory.now.at) this.memory.learn({ at: own });
		return [...about, ...tell(own ?? this.memory.now.at), ...timeChanges(own)];
	}

	/** The first line of a file, or of one that it goes on from: the first one counts. */
	private begun(meta: Fields, path: string): Change[] {
		if (this.memory.now.session) return [];
		const thread = words(meta.id) ?? words(meta.session_id) ?? threadOfPath(path);
		const source = fields(meta.source);
		const sidechain = source?.subagent !== undefined || meta.thread_source === "subagent";
		const parent = words(fields(fields(source?.subagent)?.thread_spawn)?.parent_thread_id);
		const session = (sidechain && parent) || thread;
		const cwd = words(meta.cwd);
		this.memory.learn({ thread, session, sidechain, cwd, at: moment(meta.timestamp) ?? this.memory.now.at });
		return [{ type: "about", session, ...(cwd && { cwd }) }];
	}

	/** A file whose first line is damaged is known by its name. */
	private located(path: string): Change[] {
		if (this.memory.now.session) return [];
		const session = threadOfPath(path);
		this.memory.learn({ session, thread: session });
		return [{ type: "about", session }];
	}

	private wrapped(type: unknown, payload: Fields, place: Place): Change[] {
		if (type === "response_item") return modelItemChanges(payload, this.memory, place);
		if (type === "event_msg") return eventChanges(payload, this.memory, place);
		if (type === "turn_context") return this.context(payload);
		if (type === "compacted")
			return [happened(`compacted:${place.id}`, plainText(payload.message) ?? "Compacted", place)];
		return unlessKnown(OTHER_LINES, type);
	}

	/** Before the autumn of 2025 lines were the model's items themselves. */
	private bare(line: Fields, place: Place): Change[] {
		if (line.record_type === "state") return [];
		if (this.memory.now.teller === null) this.memory.learn({ teller: "items" });
		return modelItemChanges(line, this.memory, place);
	}

	private context(context: Fields): Change[] {
		const { cwd, model, sidechain } = this.memory.now;
		const news = { cwd: words(context.cwd) ?? cwd, model: words(context.model) ?? model };
		if (news.cwd === cwd && news.model === model) return [];
		this.memory.learn(news);
		return [
			{ type: "about", ...(news.cwd && { cwd: news.cwd }), ...(news.model && !sidechain && { model: news.model }) },
		];
	}
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
