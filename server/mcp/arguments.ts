import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import { ownEntry } from "../contract/own-entry.ts";
import { cleanMarkdown, cleanWords } from "./clean-text.ts";

/** How much of a wrong value a sentence repeats. */
const SHOWN = 60;

/**
 * What a model sent, read with patience: what can only mean one thing is taken as that, and said in `notes`; what cannot
 * be understood is a sentence in `mistakes` that says what to send instead, and then nothing is done. Every field is read
 * whatever became of the others, so that one answer names all mistakes.
 */
export class Arguments {
	/** What was changed about what was sent, one sentence each. */
	readonly notes: string[] = [];
	/** Why nothing can be done, one sentence each. */
	readonly mistakes: string[] = [];
	private readonly given: Record<string, unknown>;

	/** @param known the names of the tool's arguments */
	constructor(given: unknown, known: readonly string[]) {
		this.given = this.asObject(given);
		const strangers = Object.keys(this.given).filter((name) => !known.includes(name));
		if (strangers.length === 0) return;
		const names = strangers.slice(0, 5).map((name) => shown(name));
		const there = known.length > 0 ? `the arguments are ${known.join(", ")}` : "this tool takes none";
		this.notes.push(`Ignored ${names.join(", ")}: ${there}.`);
	}

	/** As it came; undefined also for null and for an empty text, which models send for "nothing". */
	raw(name: string): unknown {
		const value = ownEntry(this.given, name);
		return value === null || value === "" ? undefined : value;
	}

	/** A short text, on however many lines, without anything unseen. */
	words(name: string): string | undefined {
		const text = this.text(name);
		return text === undefined ? undefined : cleanWords(text) || undefined;
	}

	/** Markdown. */
	markdown(name: string): string | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const clean = cleanMarkdown(text);
		return clean.trim() === "" ? undefined : clean;
	}

	/** A text exactly as it was sent, for what is compared and never shown. */
	exact(name: string): string | undefined {
		return this.text(name);
	}

	/** A number; one in quotes will do. What is none is left out, with a note. */
	number(name: string, unit: string): number | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
		if (typeof number === "number" && !Number.isNaN(number)) return number;
		this.notes.push(`Ignored ${name} ${shown(value)}: send ${unit} as a number.`);
		return undefined;
	}

	/** `true`, `"true"`, `"yes"` and their opposites. */
	flag(name: string): boolean | undefined {
		const value = this.raw(name);
		if (value === undefined || typeof value === "boolean") return value;
		const word = String(value).trim().toLowerCase();
		if (["true", "yes", "1"].includes(word)) return true;
		if (["false", "no", "0"].includes(word)) return false;
		this.notes.push(`Ignored ${name} ${shown(value)}: send true or false.`);
		return undefined;
	}

	/** One of these words, in any letters; `synonyms` are what models say instead. */
	choice<Word extends string>(
		name: string,
		words: readonly Word[],
		synonyms: Readonly<Record<string, Word>> = {},
	): Word | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		const word = String(value)
			.trim()
			.toLowerCase()
			.replaceAll(/[\s-]+/g, "_");
		const meant = words.find((one) => one === word) ?? ownEntry(synonyms, word);
		if (meant === undefined) {
			this.mistakes.push(`${name} ${shown(value)} is not known: send one of ${words.join(", ")}.`);
		}
		return meant;
	}

	/** A list; one thing alone is a list of it, and a list written as JSON is one too. */
	list(name: string): unknown[] | undefined {
		const value = this.json(name);
		if (value === undefined) return undefined;
		return Array.isArray(value) ? value : [value];
	}

	/** Any JSON; models now and then send lists and objects as texts. */
	json(name: string): unknown {
		const value = this.raw(name);
		if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
		try {
			const parsed: unknown = JSON.parse(value);
			if (!isTooDeep(parsed)) return parsed;
			this.mistakes.push(`${name} was not taken, because ${TOO_DEEP}: send it flatter.`);
			return undefined;
		} catch {
			return value; // a text that begins with a bracket
		}
	}

	private text(name: string): string | undefined {
		const value = this.raw(name);
		if (value === undefined || typeof value === "string") return value;
		if (typeof value === "number" || typeof value === "boolean") return String(value);
		this.mistakes.push(`${name} ${shown(value)} is not a text: send it as one.`);
		return undefined;
	}

	private asObject(given: unknown): Record<string, unknown> {
		if (isTooDeep(given)) {
			this.mistakes.push(`The arguments were not taken, because ${TOO_DEEP}: send them flatter.`);
			return {};
		}
		if (typeof given === "object" && given !== null && !Array.isArray(given)) return { ...given };
		if (given !== undefined && given !== null) this.mistakes.push("Send the arguments as one JSON object.");
		return {};
	}
}

/** A wrong value, short enough for a sentence. */
export function shown(value: unknown): string {
	const text = cleanWords(JSON.stringify(value) ?? String(value)).replaceAll(/\s+/g, " ");
	return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
