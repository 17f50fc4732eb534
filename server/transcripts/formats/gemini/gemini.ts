import { basename } from "node:path";
import type { Change } from "../../changes.ts";
import { digest, type Fields, fields, fieldsIn, kindOf, moment, parseObject, words } from "../../fields.ts";
import type { Format, LinePlace, Reader } from "../../format.ts";
import { triggerOf } from "../../trigger.ts";
import { folderIn, modelsCalls, modelsText, personsMessage, shellEscape, textOf } from "./content.ts";
import { History, saidMark } from "./history.ts";
import { compare, markOf } from "./rewritten.ts";
import { callChanges, responseChange, usageOf } from "./tools.ts";

/** What the program says itself. */
const NOTICES = new Set(["info", "error", "warning"]);
const MAX_OPEN = 100;

/** Gemini CLI, `~/.gemini/tmp/<project>/chats/session-….jsonl`. */
export const GEMINI: Format = {
	name: "gemini",
	patterns: ["*/chats/*.jsonl", "*/chats/*/*.jsonl"],
	amounts: ["inputTokens", "outputTokens", "thoughtTokens", "totalTokens"],
	open: (carry) => new GeminiReader(carry),
};

/**
 * The file is a log of updates, in which the history is written again and again. What was told once stays as it was told
 * first; it is told again only when the program adds to it.
 */
class GeminiReader implements Reader {
	private at: string | null;
	private session: string | null;
	private cwd: string | null;
	private sidechain: boolean;
	/** Calls whose output the model has not been given yet. */
	private open: string[];
	private readonly history: History;
	private kept: unknown = null;

	constructor(carry: unknown) {
		const known = fields(carry) ?? {};
		this.at = moment(known.at);
		this.session = words(known.session);
		this.cwd = words(known.cwd);
		this.sidechain = known.sidechain === true;
		this.open = Array.isArray(known.open) ? known.open.filter((one) => typeof one === "string") : [];
		this.history = new History(known.history);
	}

	carry(): unknown {
		const { at, session, cwd, sidechain, open } = this;
		this.kept ??= { at, session, cwd, sidechain, open: [...open], history: this.history.carry() };
		return this.kept;
	}

	read(text: string, { path }: LinePlace): Change[] {
		const trimmed = text.trim();
		if (trimmed === "") return [];
		if (OF_NO_INTEREST.test(trimmed)) return this.located(path);
		const line = parseObject(trimmed);
		if (!line) return [{ type: "malformed" }];
		this.kept = null;
		const set = fields(line.$set);
		if (set) return [...this.located(path, set), ...this.update(set)];
		if (typeof line.type === "string") return [...this.located(path), ...this.live(line)];
		if (typeof line.sessionId === "string") return this.header(line, path);
		if (typeof line.$rewindTo === "string")
			return [...this.located(path), this.event(`back:${digest(trimmed)}`, "Went back to an earlier point")];
		const update = Object.keys(line).find((key) => key.startsWith("$"));
		return update ? [{ type: "unknown", kind: kindOf("update", update.slice(1)) }] : [{ type: "malformed" }];
	}

	/** The first line, and again at each resume. */
	private header(line: Fields, path: string): Change[] {
		this.sidechain ||= line.kind === "subagent";
		const at = moment(line.startTime);
		this.at = at ?? this.at;
		return [...this.located(path, line), ...timeOf(at)];
	}

	/** Which conversation it is, when that is new. A file whose header is damaged is known by its name. */
	private located(path: string, line: Fields | null = null): Change[] {
		const session = (this.sidechain && words(line?.parentSessionId)) || words(line?.sessionId) || this.session;
		const known = session ?? basename(path).replace(/\.jsonl$/i, "");
		if (known === this.session) return [];
		this.session = known;
		this.kept = null;
		return [{ type: "about", session: known, ...(this.cwd && { cwd: this.cwd }) }];
	}

	private update(set: Fields): Change[] {
		const title = words(set.summary)?.trim();
		const about: Change[] = title && !this.sidechain ? [{ type: "about", title }] : [];
		return Array.isArray(set.messages) ? [...about, ...this.rewritten(fieldsIn(set.messages))] : about;
	}

	/** The whole history again: what is new in it is told, also what stands for what was left out. */
	private rewritten(messages: readonly Fields[]): Change[] {
		this.history.endReplay();
		const compared = compare(messages, this.history);
		return compared.flatMap(({ message, as, mark }): Change[] => {
			const id = idOf(message);
			const at = moment(message.timestamp) ?? this.at;
			if (message.type === "user") {
				const { text, context } = personsMessage(message);
				const folder = this.folder(context);
				if (as === "known" || !mark || !text) return folder;
				this.history.addMessage(id, mark);
				return [...folder, as === "summary" ? this.event(id, text, at) : this.typed(id, text, at), ...timeOf(at)];
			}
			if (message.type !== "gemini") return [];
			const calls = this.calls(message, id, at, true);
			if (as === "known" || !mark) return calls;
			this.history.addMessage(id, mark);
			return as === "acknowledgement" ? calls : [...this.answer(message, id, at), ...calls, ...timeOf(at)];
		});
	}

	/** A message as it is said, or the history message by message under new ids. */
	private live(message: Fields): Change[] {
		const at = moment(message.timestamp) ?? this.at;
		this.at = at;
		return [...this.said(message, idOf(message), at), ...timeOf(moment(message.timestamp))];
	}

	private said(message: Fields, id: string, at: string | null): Change[] {
		if (message.type === "user") return this.person(message, id, at);
		if (message.type === "gemini") return this.model(message, id, at);
		if (NOTICES.has(String(message.type))) {
			const text = textOf(message.content)?.trim();
			return text ? [this.event(id, text, at)] : [];
		}
		return [{ type: "unknown", kind: kindOf("message", message.type) }];
	}

	private person(message: Fields, id: string, at: string | null): Change[] {
		const { text, whole, context, responses } = personsMessage(message);
		const told = [...this.folder(context), ...this.responses(responses, at)];
		// The history begins again, with the program's context.
		const again = context !== null && !this.history.isEmpty;
		if (again) this.history.beginReplay(at);
		else this.history.endReplayBefore(at);
		if (!text || whole === null || this.history.knowsMessage(id)) return told;
		const mark = saidMark("u", whole);
		if (this.history.replays(mark)) return told;
		this.history.addMessage(id, mark);
		// One that begins with something that nobody said begins with a summary.
		return [...told, again ? this.event(id, text, at) : this.typed(id, text, at)];
	}

	private model(message: Fields, id: string, at: string | null): Change[] {
		// Only an answer that has just come has a price.
		if (fields(message.tokens)) this.history.endReplay();
		else this.history.endReplayBefore(at);
		const mark = markOf(message);
		if (this.history.isReplaying && (mark === null || this.history.replays(mark)))
			return this.calls(message, id, at, true);
		this.history.addMessage(id, mark);
		return [...this.answer(message, id, at), ...this.calls(message, id, at, false)];
	}

	private answer(message: Fields, id: string, at: string | null): Change[] {
		const text = modelsText(message);
		const model = words(message.model);
		const usage = usageOf(message, id, this.sidechain);
		return [
			...(text ? [{ type: "turn", key: id, role: "assistant", at, text, ...this.side() } as const] : []),
			...(model && !this.sidechain ? [{ type: "about", model } as const] : []),
			...(usage ? [usage] : []),
		];
	}

	/**
	 * Calls that the program recorded, which it does again when they have ended; or else as the model made them.
	 *
	 * @param again the message is part of a history that is written again
	 */
	private calls(message: Fields, id: string, at: string | null, again: boolean): Change[] {
		const recorded = fieldsIn(message.toolCalls);
		const calls = recorded.length > 0 ? recorded : modelsCalls(message);
		return calls.flatMap((call, index) => {
			const key = words(call.id) ?? `${id}:${index}`;
			const known = this.history.knowsCall(key);
			if (known && (again || !this.open.includes(key))) return [];
			if (!known) {
				this.history.addCall(key);
				this.open = [...this.open, key].slice(-MAX_OPEN);
			}
			return callChanges(call, key, at, this.sidechain);
		});
	}

	private responses(responses: readonly Fields[], at: string | null): Change[] {
		return responses.flatMap((response) => {
			const key = words(response.id);
			if (!key || !this.open.includes(key)) return [];
			this.open = this.open.filter((one) => one !== key);
			return [responseChange(response, key, at, this.sidechain)];
		});
	}

	private typed(key: string, text: string, at: string | null): Change {
		const shell = shellEscape(text);
		if (shell) return { ...this.event(key, `!${shell.command}`, at), output: shell.output };
		const trigger = this.sidechain ? null : triggerOf(text);
		return { type: "turn", key, role: "user", at, text, ...this.side(), ...(trigger && { trigger }) };
	}

	private event(key: string, text: string, at: string | null = this.at): Change & { type: "turn" } {
		return { type: "turn", key, role: "system", at, text, ...this.side() };
	}

	private folder(context: string | null): Change[] {
		const cwd = context && folderIn(context);
		if (!cwd || cwd === this.cwd) return [];
		this.cwd = cwd;
		return [{ type: "about", cwd }];
	}

	private side() {
		return this.sidechain && { sidechain: true };
	}
}

/** Half of the lines say when the file was last written, and nothing else. */
const OF_NO_INTEREST = /^\{"\$set":\{"lastUpdated":"[^"\\]*"\}\}$/;

function idOf(message: Fields): string {
	return words(message.id) ?? `message:${digest(JSON.stringify([message.type, message.timestamp, markOf(message)]))}`;
}

function timeOf(at: string | null): Change[] {
	return at ? [{ type: "time", at }] : [];
}
