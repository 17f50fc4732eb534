import { basename, dirname } from "node:path";
import type { Change } from "../../changes.ts";
import { digest, type Fields, fields, fieldsIn, kindOf, moment, parseObject, words } from "../../fields.ts";
import type { Format, LinePlace, Reader } from "../../format.ts";
import { Calls } from "./calls.ts";
import { folderIn, personsMessage, textOf } from "./content.ts";
import { History, saidMark } from "./history.ts";
import { compare, markOf } from "./rewritten.ts";
import { answered, happened, type Place, timeOf, typed } from "./told.ts";

/** What the program says itself. */
const NOTICES = new Set(["info", "error", "warning"]);
/** Half of the lines say when the file was last written, and nothing else. */
const OF_NO_INTEREST = /^\{"\$set":\{"lastUpdated":"[^"\\]*"\}\}$/;

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
	private readonly history: History;
	private readonly calls: Calls;
	/** As it was given out last, as long as nothing has changed. */
	private kept: unknown = null;

	constructor(carry: unknown) {
		const known = fields(carry) ?? {};
		this.at = moment(known.at);
		this.session = words(known.session);
		this.cwd = words(known.cwd);
		this.sidechain = known.sidechain === true;
		this.history = new History(known.history);
		this.calls = new Calls(known.calls, this.history);
	}

	carry(): unknown {
		const { at, session, cwd, sidechain } = this;
		this.kept ??= { at, session, cwd, sidechain, calls: this.calls.carry(), history: this.history.carry() };
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
		if (typeof line.$rewindTo === "string") {
			const place = this.placeOf({ id: `back:${digest(trimmed)}` });
			return [...this.located(path), happened("Went back to an earlier point", place)];
		}
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
		const parent = this.sidechain ? (words(line?.parentSessionId) ?? parentOfPath(path)) : null;
		const own = parent ?? words(line?.sessionId) ?? this.session;
		const session = own ?? basename(path).replace(/\.jsonl$/i, "");
		if (session === this.session) return [];
		this.session = session;
		this.kept = null;
		return [{ type: "about", session, ...(this.cwd && { cwd: this.cwd }) }];
	}

	private update(set: Fields): Change[] {
		const title = words(set.summary)?.trim();
		const about: Change[] = title && !this.sidechain ? [{ type: "about", title }] : [];
		return Array.isArray(set.messages) ? [...about, ...this.rewritten(fieldsIn(set.messages))] : about;
	}

	/** The whole history again: what is new in it is told, also what stands for what was left out. */
	private rewritten(messages: readonly Fields[]): Change[] {
		this.history.endReplay();
		return compare(messages, this.history).flatMap(({ message, as, mark }): Change[] => {
			const place = this.placeOf(message);
			const isNew = as !== "known" && mark !== null;
			if (message.type === "user") {
				const { text, context } = personsMessage(message);
				const folder = this.folder(context);
				if (!isNew || !text) return folder;
				this.history.addMessage(place.id, mark);
				return [...folder, as === "summary" ? happened(text, place) : typed(text, place), ...timeOf(place.at)];
			}
			if (message.type !== "gemini") return [];
			const calls = this.calls.made(message, place, true);
			if (!isNew) return calls;
			this.history.addMessage(place.id, mark);
			return as === "acknowledgement" ? calls : [...answered(message, place), ...calls, ...timeOf(place.at)];
		});
	}

	/** A message as it is said, or the history message by message under new ids. */
	private live(message: Fields): Change[] {
		const place = this.placeOf(message);
		this.at = place.at;
		return [...this.said(message, place), ...timeOf(moment(message.timestamp))];
	}

	private said(message: Fields, place: Place): Change[] {
		if (message.type === "user") return this.person(message, place);
		if (message.type === "gemini") return this.model(message, place);
		if (typeof message.type !== "string" || !NOTICES.has(message.type))
			return [{ type: "unknown", kind: kindOf("message", message.type) }];
		const text = textOf(message.content)?.trim();
		return text ? [happened(text, place)] : [];
	}

	private person(message: Fields, place: Place): Change[] {
		const { text, whole, context, responses } = personsMessage(message);
		const told = [...this.folder(context), ...this.calls.given(responses, place)];
		// The history begins again, with the program's context.
		const again = context !== null && !this.history.isEmpty;
		if (again) this.history.beginReplay(place.at);
		else this.history.endReplayBefore(place.at);
		if (!text || whole === null || this.history.knowsMessage(place.id)) return told;
		const mark = saidMark("u", whole);
		if (this.history.replays(mark)) return told;
		this.history.addMessage(place.id, mark);
		// One that begins with something that nobody said begins with a summary.
		return [...told, again ? happened(text, place) : typed(text, place)];
	}

	private model(message: Fields, place: Place): Change[] {
		// Only an answer that has just come has a price.
		if (fields(message.tokens)) this.history.endReplay();
		else this.history.endReplayBefore(place.at);
		const mark = markOf(message);
		if (this.history.isReplaying && (mark === null || this.history.replays(mark)))
			return this.calls.made(message, place, true);
		this.history.addMessage(place.id, mark);
		return [...answered(message, place), ...this.calls.made(message, place, false)];
	}

	private folder(context: string | null): Change[] {
		const cwd = context && folderIn(context);
		if (!cwd || cwd === this.cwd) return [];
		this.cwd = cwd;
		return [{ type: "about", cwd }];
	}

	private placeOf(message: Fields): Place {
		const at = moment(message.timestamp);
		const id = words(message.id) ?? `message:${digest(`${words(message.type)} ${at} ${markOf(message)}`)}`;
		return { id, at: at ?? this.at, sidechain: this.sidechain };
	}
}

/** Of `chats/<conversation>/<subagent>.jsonl`. */
function parentOfPath(path: string): string | null {
	const folder = dirname(path);
	return basename(dirname(folder)) === "chats" ? basename(folder) : null;
}
