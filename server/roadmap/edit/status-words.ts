import type { WritableStatus } from "../../contract/roadmap.ts";
import { EMOJI } from "../decoration.ts";
import { leadingStatus, STATUS_MARK, STATUS_WORDS, WRITTEN_MARKS } from "../status.ts";

/** How a status is written, the usual way last. */
const SPELLINGS: Record<WritableStatus, readonly string[]> = {
	planned: ["Planned"],
	"in-progress": ["In Progress", "In progress"],
	done: ["Complete", "Completed", "Done"],
	blocked: ["Blocked"],
	cancelled: ["Cancelled"],
};

/** What a value starts with: other emoji, marks, and the words that name the status, with their emphasis. */
const LEAD = new RegExp(
	`^(?<before>(?:(?!${STATUS_MARK})${EMOJI}\\s*)*[*_]*)(?<marks>(?:${STATUS_MARK}\\s*)*)(?<open>[*_]*)(?<words>${STATUS_WORDS})?`,
	"iu",
);
const MARK_IN_HEADING = new RegExp(`(?<mark>${STATUS_MARK})(?<gap>[\\s*_]*)(?<words>${STATUS_WORDS})?`, "giu");
const WORDS_IN_LABEL = new RegExp(`(?<![\\p{L}\\p{N}])${STATUS_WORDS}`, "iu");

/** How one document writes its statuses. */
export class StatusWords {
	/** Whether it has marks at all. */
	readonly #marks: boolean;

	constructor(private readonly text: string) {
		this.#marks = text.trim() === "" || new RegExp(STATUS_MARK, "u").test(text);
	}

	/** A status where there was none: "📝 Planned". */
	fresh(status: WritableStatus): string {
		return this.#marks ? `${WRITTEN_MARKS[status]} ${this.#word(status)}` : this.#word(status);
	}

	/**
	 * The value of a Status field with another status. What follows the status stays: "📝 **Planned** (May)" becomes
	 * "✅ **Done** (May)". A value without a status gets one before it.
	 */
	inField(value: string, status: WritableStatus): string {
		const { before = "", marks = "", open = "", words: named } = LEAD.exec(value)?.groups ?? {};
		// "📝 Complete documentation" is planned: its words are no status.
		const words = named && marks && leadingStatus(named) !== leadingStatus(marks) ? undefined : named;
		const rest = value.slice(before.length + marks.length + open.length + (words ?? "").length);
		if (words !== undefined) {
			const mark = marks === "" ? "" : WRITTEN_MARKS[status] + (/\s*$/.exec(marks)?.[0] ?? "");
			return `${before}${mark}${open}${this.#like(words, status)}${rest}`;
		}
		if (marks === "") return value === "" ? this.fresh(status) : `${this.fresh(status)} - ${value}`;
		if (open + rest === "") return before + WRITTEN_MARKS[status];
		return `${before}${WRITTEN_MARKS[status]} ${this.#word(status)} - ${open}${rest}`;
	}

	/** The part of a heading before its id with another status; null when it shows none. */
	beforeId(label: string, status: WritableStatus): string | null {
		const marked = this.#replaceMark(label, status);
		if (marked !== null) return marked;
		const words = WORDS_IN_LABEL.exec(label);
		if (!words) return null;
		const end = words.index + words[0].length;
		return label.slice(0, words.index) + this.#like(words[0], status) + label.slice(end);
	}

	/** The part of a heading after its id with another status; null when it shows none. */
	afterId(rest: string, status: WritableStatus): string | null {
		return this.#replaceMark(rest, status);
	}

	/** A mark that names its status is surer than one that may be part of a title. */
	#replaceMark(text: string, status: WritableStatus): string | null {
		const found = [...text.matchAll(MARK_IN_HEADING)];
		const match = found.find(({ groups }) => groups?.words) ?? found[0];
		if (!match?.groups) return null;
		const { gap = "", words } = match.groups;
		const by = WRITTEN_MARKS[status] + gap + (words ? this.#like(words, status) : "");
		return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
	}

	/** The word in capitals, or small, when the one in its place was. */
	#like(words: string, status: WritableStatus): string {
		const word = this.#word(status);
		if (words === words.toLowerCase()) return word.toLowerCase();
		return words === words.toUpperCase() ? word.toUpperCase() : word;
	}

	/** As the document spells it most often. */
	#word(status: WritableStatus): string {
		const spellings = SPELLINGS[status];
		const usual = spellings.at(-1) ?? status;
		if (spellings.length === 1) return usual;
		const use = (word: string) =>
			this.text.match(new RegExp(`${WRITTEN_MARKS[status]} ?[*_]*${word}\\b`, "g"))?.length ?? 0;
		return spellings.reduce((best, word) => (use(word) > use(best) ? word : best), usual);
	}
}
