import { closestMatch } from "leven";
import { z } from "zod";
import { isMistake, type LocatedJson, type Mistake, parseLocatedJson } from "./located-json.ts";
import { type ConfigFile, configFileSchema } from "./schema.ts";
import { findMisfit } from "./settle.ts";

/** A checked `config.json`, its daemons in the order they are written, or its first mistake. */
export type Checked = { file: ConfigFile; names: string[] } | { mistake: Mistake };

const EXPECTED: Record<string, string> = {
	string: "must be a text in double quotes",
	number: "must be a number",
	int: "must be a whole number",
	boolean: "must be true or false",
	array: "must be a list in square brackets",
	object: "must be a group of settings in braces",
	record: "must be a group of settings in braces",
	null: "must be null",
};

/** Checks the text of a `config.json`. Pure: no file, no environment. */
export function checkConfig(text: string): Checked {
	const json = parseLocatedJson(text);
	if (isMistake(json)) return { mistake: json };

	const result = configFileSchema.safeParse(json.value, { error: describe });
	if (!result.success) {
		const mistakes = result.error.issues.flatMap((issue) => toMistakes(issue, json));
		return { mistake: mistakes.reduce((first, next) => (next.line < first.line ? next : first)) };
	}
	const names = json.keysOf(["daemons"]);
	const mistake = findDaemonMistake(result.data, names, json) ?? findOrderMistake(result.data, names, json);
	return mistake ? { mistake } : { file: result.data, names };
}

function findDaemonMistake(file: ConfigFile, names: string[], json: LocatedJson): Mistake | null {
	const folders = new Map<string, string>();
	for (const name of names) {
		const daemon = file.daemons?.[name];
		if (!daemon) continue;
		const misfit = findMisfit(daemon);
		if (misfit) return at(json, ["daemons", name, ...misfit.path], misfit.message);
		const twin = folders.get(name.toLowerCase());
		if (twin) return at(json, ["daemons", name], `differs from "${twin}" only in case: choose another name`);
		folders.set(name.toLowerCase(), name);
	}
	return null;
}

/** `after` must name other daemons, and lead round to none of them. */
function findOrderMistake(file: ConfigFile, names: string[], json: LocatedJson): Mistake | null {
	const after = (name: string) => file.daemons?.[name]?.after ?? [];
	for (const name of names) {
		const unknown = after(name).findIndex((other) => !names.includes(other));
		if (unknown >= 0) {
			const path = ["daemons", name, "after", String(unknown)];
			return at(json, path, `names "${after(name)[unknown]}", which is not among "daemons"`);
		}
	}
	for (const name of names) {
		const circle = findCircle(name, after);
		if (circle) return at(json, ["daemons", name, "after"], `leads round in a circle: ${circle.join(" → ")}`);
	}
	return null;
}

/** The way from `start` over `after` back to it, both ends included; null when there is none. */
function findCircle(start: string, after: (name: string) => string[]): string[] | null {
	const seen = new Set<string>();
	const walk = (path: string[], name: string): string[] | null => {
		if (name === start && path.length > 0) return [...path, name];
		if (seen.has(name)) return null;
		seen.add(name);
		for (const next of after(name)) {
			const circle = walk([...path, name], next);
			if (circle) return circle;
		}
		return null;
	};
	return walk([], start);
}

function at(json: LocatedJson, path: string[], message: string): Mistake {
	return { line: json.lineOf(path), key: path.join("."), message };
}

function toMistakes(issue: z.core.$ZodIssue, json: LocatedJson): Mistake[] {
	const path = issue.path.map(String);
	if (issue.code !== "unrecognized_keys") return [at(json, path, issue.message)];
	const known = knownKeys(configFileSchema, path);
	return issue.keys.map((key) => at(json, [...path, key], describeUnknownKey(key, known)));
}

function describeUnknownKey(key: string, known: string[]): string {
	const lower = known.map((one) => one.toLowerCase());
	const near = closestMatch(key.toLowerCase(), lower, { maxDistance: 3 });
	const meant = known.find((one) => one.toLowerCase() === near);
	return meant
		? `is not a setting: did you mean "${meant}"?`
		: `is not a setting here (these are: ${known.join(", ")})`;
}

/** Wording for what the schema itself has no sentence for. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
	switch (issue.code) {
		case "invalid_type":
			return EXPECTED[issue.expected] ?? `must be a ${issue.expected}`;
		case "invalid_value": {
			const values = issue.values.map((value) => JSON.stringify(value));
			return `must be ${values.length > 1 ? `one of ${values.join(", ")}` : values[0]}`;
		}
		case "too_small":
			return `must be at least ${issue.minimum}`;
		case "too_big":
			return `must be at most ${issue.maximum}`;
		case "invalid_key":
			return issue.issues[0]?.message;
		default:
			return undefined;
	}
}

/** The settings that may stand in the object at `path`. */
function knownKeys(schema: z.core.$ZodType, path: string[]): string[] {
	const bare = unwrap(schema);
	const [key, ...rest] = path;
	if (bare instanceof z.ZodObject) {
		if (key === undefined) return Object.keys(bare.shape);
		const inner = bare.shape[key];
		return inner ? knownKeys(inner, rest) : [];
	}
	if (bare instanceof z.ZodArray) return key === undefined ? [] : knownKeys(bare.element, rest);
	return bare instanceof z.ZodRecord && key !== undefined ? knownKeys(bare.valueType, rest) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
	return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? unwrap(schema.unwrap()) : schema;
}
