import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Question } from "../../../server/contract/question.ts";

export interface Choice {
	value: string;
	label: string;
}

/** One field of a form as it is drawn. */
export interface FormField {
	name: string;
	label: string;
	description: string | null;
	required: boolean;
	input:
		| "line"
		| "lines"
		| "email"
		| "url"
		| "date"
		| "date-time"
		| "number"
		| "integer"
		| "switch"
		| "one"
		| "several";
	/** For `one` and `several`. */
	choices: Choice[];
	/** As it is kept in a draft. */
	initial: FieldValue;
}

/** What a field holds while it is being filled in: text as typed, on or off, or the chosen values. */
export type FieldValue = string | boolean | string[];

/** A text of more than this many characters gets several lines. */
const LONG = 120;

/**
 * Reads a flat JSON schema (what MCP and ACP elicitation allow) as fields. Null when it is anything else: such a form is
 * answered as JSON.
 */
export function readFields(schema: Question["schema"]): FormField[] | null {
	if (!isRecord(schema) || !isRecord(schema.properties)) return null;
	const required = Array.isArray(schema.required) ? schema.required : [];
	const fields: FormField[] = [];
	for (const [name, property] of Object.entries(schema.properties)) {
		const drawn = isRecord(property) ? draw(property) : null;
		if (!drawn || !isRecord(property)) return null;
		fields.push({
			name,
			label: text(property.title) ?? name,
			description: text(property.description),
			required: required.includes(name),
			...drawn,
		});
	}
	return fields.length > 0 ? fields : null;
}

type Drawn = Pick<FormField, "input" | "choices" | "initial">;

function draw(property: Record<string, unknown>): Drawn | null {
	const { type, default: initial } = property;
	if (type === "boolean") return { input: "switch", choices: [], initial: initial === true };
	if (type === "number" || type === "integer") {
		return { input: type, choices: [], initial: typeof initial === "number" ? String(initial) : "" };
	}
	if (type === "array") return drawArray(property);
	if (type !== "string") return null;
	const choices = choicesOf(property);
	const start = text(initial) ?? "";
	return choices.length > 0
		? { input: "one", choices, initial: start }
		: { input: lineOf(property), choices: [], initial: start };
}

function drawArray(property: Record<string, unknown>): Drawn | null {
	const choices = isRecord(property.items) ? choicesOf(property.items) : [];
	if (choices.length === 0) return null;
	const initial = Array.isArray(property.default) ? property.default.filter((one) => typeof one === "string") : [];
	return { input: "several", choices, initial };
}

function lineOf({ format, maxLength }: Record<string, unknown>): FormField["input"] {
	switch (format) {
		case "email":
		case "date":
		case "date-time":
			return format;
		case "uri":
			return "url";
		default:
			return typeof maxLength === "number" && maxLength <= LONG ? "line" : "lines";
	}
}

/** `enum` with or without `enumNames`, or `oneOf`/`anyOf` with titles. */
function choicesOf(property: Record<string, unknown>): Choice[] {
	const titled = property.oneOf ?? property.anyOf;
	if (Array.isArray(titled)) {
		return titled
			.filter(isRecord)
			.flatMap((one) =>
				typeof one.const === "string" ? [{ value: one.const, label: text(one.title) ?? one.const }] : [],
			);
	}
	const values = Array.isArray(property.enum) ? property.enum.filter((one) => typeof one === "string") : [];
	const names = Array.isArray(property.enumNames) ? property.enumNames : [];
	return values.map((value, index) => ({ value, label: text(names[index]) ?? value }));
}

export type FormReading = { answer: Record<string, string | number | boolean | string[]> } | { missing: string };

/** The answer that the filled-in fields make; an optional field left empty is left out. */
export function readForm(fields: readonly FormField[], values: Readonly<Record<string, FieldValue>>): FormReading {
	const answer: Record<string, string | number | boolean | string[]> = {};
	for (const field of fields) {
		const value = ownEntry(values, field.name) ?? field.initial;
		if (value === "" || (Array.isArray(value) && value.length === 0)) {
			if (field.required) return { missing: `“${field.label}” is needed.` };
			continue;
		}
		if (field.input === "number" || field.input === "integer") {
			const number = Number(value);
			if (!Number.isFinite(number)) return { missing: `“${field.label}” must be a number.` };
			if (field.input === "integer" && !Number.isInteger(number))
				return { missing: `“${field.label}” must be a whole number.` };
			answer[field.name] = number;
		} else if (field.input === "date-time" && typeof value === "string") {
			const moment = new Date(value);
			if (Number.isNaN(moment.getTime())) return { missing: `“${field.label}” must be a date and a time.` };
			answer[field.name] = moment.toISOString();
		} else {
			answer[field.name] = value;
		}
	}
	return { answer };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
	return typeof value === "string" && value !== "" ? value : null;
}
