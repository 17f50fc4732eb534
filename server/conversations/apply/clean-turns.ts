import { toUSVString } from "node:util";
import type { RecordRedactor } from "../../redact/record-redactor.ts";
import { MARK } from "../../redact/redactor.ts";
import { isSecretName } from "../../redact/secret-values.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import { toolLine } from "../../transcripts/tool-line.ts";
import { joinParts, partsToKeep } from "./cut-text.ts";
import type { SessionUpdate } from "./fold.ts";
import { MAX_INPUT, MAX_INPUT_TEXT, MAX_NAME, MAX_OUTPUT, MAX_TEXT, MAX_TITLE } from "./limits.ts";

/** A shorter value under a secret-looking name is a switch, not a secret. */
const MIN_SECRET = 5;
/** No token that is known by its looks is shorter. */
const MIN_TOKEN = 16;
const HARMLESS = /^(?:\d{1,9}|true|false|null|none|undefined)$/i;
/** A key of a keyboard, or several at once, as tools that press them are told: `Enter`, `Control+Shift+ArrowDown`. */
const PRESSED =
	/^(?:(?:Enter|Return|Tab|Escape|Backspace|Delete|Insert|Space|Home|End|Page(?:Up|Down)|Arrow(?:Up|Down|Left|Right)|Control|Ctrl|ControlOrMeta|Shift|Alt|Meta|Command|Cmd|Option|CapsLock|F\d{1,2}|[a-z\d])(?:\+(?=.)|$)){1,6}$/i;

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
		const { title, cwd, models } = update;
		const used = [...models].map((model) => texts.name(model));
		finish.push(() => (update.models = new Set(used.map((take) => take()))));
		for (const one of update.usage.values()) {
			if (one.model === null) continue;
			const take = texts.name(one.model);
			finish.push(() => (one.model = take()));
		}
		// Cut only when it is clean: half a secret would not be known as one.
		if (title !== undefined) clean(title, MAX_TEXT, (text) => (update.title = oneLine(text, MAX_TITLE)));
		if (cwd !== undefined) clean(cwd, MAX_TEXT, (text) => (update.cwd = text));
		for (const one of update.turns.values()) {
			const { turn, output } = one;
			if (output !== undefined) clean(output, MAX_OUTPUT, (text) => (one.output = text));
			if (!turn) continue;
			const kept = { ...turn };
			one.turn = kept;
			const { tool } = turn;
			const isLine = tool !== undefined && turn.text === toolLine(tool.name, tool.input);
			if (!isLine) clean(turn.text, MAX_TEXT, (text) => (kept.text = text));
			if (!tool) continue;
			const [called, input] = [texts.name(tool.name), prepareInput(tool.input, texts)];
			finish.push(() => {
				const [name, known] = [called(), input()];
				kept.tool = { ...tool, name, input: bounded(known) };
				// Made anew of what is clean: in a line, and cut, fewer secrets are known as such.
				if (isLine) kept.text = toolLine(name, known);
			});
		}
	}
	await texts.clean(redact);
	for (const put of finish) put();
}

/** Texts that are cleaned together: an array of them in one call is what the redactor is quick with. */
class Texts {
	private parts: string[] = [];
	private readonly names = new Map<string, () => string>();

	/** Of a tool or a model: the same few again and again. */
	name(name: string): () => string {
		const known = this.names.get(name) ?? this.add(name, MAX_NAME);
		this.names.set(name, known);
		return known;
	}

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
		if (isSecret(name, value)) return () => MARK;
		return texts.add(value, MAX_INPUT_TEXT);
	}
	if (typeof value !== "object" || value === null) return () => value;
	if (Array.isArray(value)) {
		const items = value.map((item) => prepareInput(item, texts, name));
		return () => items.map((item) => item());
	}
	const entries = Object.entries(value).map(
		([key, item]) => [prepareName(key, texts), prepareInput(item, texts, key)] as const,
	);
	return () => Object.fromEntries(entries.map(([key, item]) => [key(), item()]));
}

function isSecret(name: string, value: string): boolean {
	if (!isSecretName(name) || value.length < MIN_SECRET) return false;
	return !HARMLESS.test(value) && !(name === "key" && PRESSED.test(value));
}

/** A map by addresses or tokens has them for names. */
function prepareName(name: string, texts: Texts): () => string {
	return name.length < MIN_TOKEN ? () => name : texts.add(name, MAX_INPUT_TEXT);
}

/** What is still too long with each of its texts cut becomes a text itself. */
function bounded(input: unknown): unknown {
	const text = JSON.stringify(input);
	return text !== undefined && text.length > MAX_INPUT ? capText(text, MAX_INPUT) : input;
}
