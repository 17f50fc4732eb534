import { toUSVString } from "node:util";
import type { RecordRedactor } from "../../redact/record-redactor.ts";
import { MARK } from "../../redact/redactor.ts";
import { isSecretName } from "../../redact/secret-values.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import { joinParts, partsToKeep } from "./cut-text.ts";
import type { SessionUpdate } from "./fold.ts";
import { MAX_INPUT, MAX_INPUT_TEXT, MAX_OUTPUT, MAX_TEXT, MAX_TITLE } from "./limits.ts";

/** A shorter value under a secret-looking name is a switch, not a secret. */
const MIN_SECRET = 5;
const HARMLESS = /^(?:\d{1,9}|true|false|null|none|undefined)$/i;

/**
 * Takes the secrets out of all that is to be stored of these conversations, and shortens what is too long. All texts are
 * cleaned in one go. What comes out is in the place of what went in.
 */
export async function cleanUpdates(updates: readonly SessionUpdate[], redact: RecordRedactor): Promise<void> {
	const texts = new Texts();
	const finish: (() => void)[] = [];
	const clean = (text: string, limit: number, put: (clean: string) => void) => {
		const take = texts.add(text, limit);
		finish.push(() => put(take()));
	};
	for (const update of updates) {
		const { title } = update;
		if (title !== undefined) clean(oneLine(title, MAX_TITLE), MAX_TITLE, (text) => (update.title = text));
		for (const one of update.turns.values()) {
			const { turn, output } = one;
			if (output !== undefined) clean(output, MAX_OUTPUT, (text) => (one.output = text));
			if (!turn) continue;
			const kept = { ...turn };
			one.turn = kept;
			clean(turn.text, MAX_TEXT, (text) => (kept.text = text));
			if (!turn.tool) continue;
			const input = prepareInput(turn.tool.input, texts);
			const { tool } = turn;
			finish.push(() => (kept.tool = { ...tool, input: bounded(input()) }));
		}
	}
	await texts.clean(redact);
	for (const put of finish) put();
}

/** Texts that are cleaned together: an array of them in one call is what the redactor is quick with. */
class Texts {
	private parts: string[] = [];

	/** @returns what gives the clean text, once all are cleaned */
	add(text: string, limit: number): () => string {
		const whole = toUSVString(text);
		const at = this.parts.length;
		const count = this.parts.push(...partsToKeep(whole, limit)) - at;
		return () => joinParts(this.parts.slice(at, at + count), whole.length, limit);
	}

	async clean(redact: RecordRedactor): Promise<void> {
		if (this.parts.length === 0) return;
		this.parts = (await redact(this.parts)).texts;
	}
}

/** @returns what gives the value with all its texts clean, once they are cleaned */
function prepareInput(value: unknown, texts: Texts, name = ""): () => unknown {
	if (typeof value === "string") {
		if (isSecretName(name) && value.length >= MIN_SECRET && !HARMLESS.test(value)) return () => MARK;
		return texts.add(value, MAX_INPUT_TEXT);
	}
	if (typeof value !== "object" || value === null) return () => value;
	if (Array.isArray(value)) {
		const items = value.map((item) => prepareInput(item, texts, name));
		return () => items.map((item) => item());
	}
	const entries = Object.entries(value).map(([key, item]) => [key, prepareInput(item, texts, key)] as const);
	return () => Object.fromEntries(entries.map(([key, item]) => [key, item()]));
}

/** What is still too long with each of its texts cut becomes a text itself. */
function bounded(input: unknown): unknown {
	const text = JSON.stringify(input);
	return text !== undefined && text.length > MAX_INPUT ? capText(text, MAX_INPUT) : input;
}
