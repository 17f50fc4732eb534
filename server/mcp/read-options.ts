import type { NewQuestion, Option } from "../contract/question.ts";
import { clip, oneLine } from "../text/cut.ts";
import { type Arguments, shown } from "./arguments.ts";
import { cleanMarkdown, cleanWords } from "./clean-text.ts";
import { MAX_DESCRIPTION, MAX_ID, MAX_LABEL, MAX_OPTIONS } from "./limits.ts";

/**
 * What there is to choose from. Bare texts will do: the text is then the option's id too, so the answer is that very text.
 * An option that says the same as one before it is left out.
 */
export function readOptions(args: Arguments): Option[] | undefined {
	const given = args.list("options");
	if (given === undefined) return undefined;
	const options: Option[] = [];
	for (const [index, one] of given.entries()) {
		const option = readOption(one, index + 1);
		if (option === null) {
			args.mistakes.push(
				`Option ${index + 1}, ${shown(one)}, is none: send a text, or {"id": "…", "label": "…", "description": "…"}.`,
			);
			continue;
		}
		const same = options.find(({ id }) => id === option.id);
		if (same === undefined) options.push(option);
		else if (same.label === option.label)
			args.notes.push(`Left out option ${index + 1}: it repeats ${shown(same.id)}.`);
		else args.mistakes.push(`Two options have the id ${shown(option.id)}: give each an id of its own.`);
	}
	if (options.length > MAX_OPTIONS) {
		args.mistakes.push(`There are ${options.length} options: send at most ${MAX_OPTIONS}, or ask for a text.`);
	}
	return options;
}

function readOption(given: unknown, number: number): Option | null {
	if (typeof given === "string" || typeof given === "number" || typeof given === "boolean") {
		return fromText(String(given), number);
	}
	if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
	const { id, label, title, name, value, description, recommended } = given as Record<string, unknown>;
	const words = [label, title, name, value, id].find(isText);
	if (words === undefined) return null;
	const option = fromText(String(words), number);
	if (option === null) return null;
	const own = [id, value].find(isText);
	return {
		...option,
		...(own !== undefined && { id: idOf(String(own), number) }),
		...(isText(description) && { description: clip(cleanMarkdown(String(description)), MAX_DESCRIPTION) }),
		...(recommended === true && { recommended }),
	};
}

function fromText(text: string, number: number): Option | null {
	const label = oneLine(cleanWords(text), MAX_LABEL);
	return label === "" ? null : { id: idOf(text, number), label };
}

/** A long id is replaced and not cut: two long ones may begin alike. */
function idOf(text: string, number: number): string {
	const id = cleanWords(text);
	return id === "" || id.length > MAX_ID ? `option-${number}` : id;
}

function isText(value: unknown): value is string | number {
	return (typeof value === "string" && value.trim() !== "") || typeof value === "number";
}

/**
 * The default in the question's own terms: models send an option's label for its id, one thing for a list of it, and
 * objects as texts. Only what names one option exactly is taken for it.
 */
export function readDefault(
	given: unknown,
	kind: NonNullable<NewQuestion["kind"]>,
	options: readonly Option[],
): NewQuestion["default"] {
	if (given === undefined) return undefined;
	const idFor = (one: unknown) => {
		if (options.some(({ id }) => id === one)) return one;
		const named = options.filter(({ label }) => label === one);
		return named.length === 1 ? named[0]?.id : one;
	};
	if (kind === "multi") return [given].flat().map(idFor) as NewQuestion["default"];
	if (kind === "text" && (typeof given === "number" || typeof given === "boolean")) return String(given);
	return idFor(given) as NewQuestion["default"];
}
