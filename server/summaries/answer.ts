import { jsonrepair } from "jsonrepair";
import { z } from "zod";
import { clip } from "../text/cut.ts";
import { withoutHidden } from "../text/hidden-characters.ts";

/** What a provider made of a conversation. */
export interface Answer {
	summary: string;
	keywords: string[];
}

/** The answer, or what is wrong with it: `it was empty`, `it held no JSON object`. */
export type Reading = { answer: Answer; mistake: null } | { answer: null; mistake: string };

const LONGEST_SUMMARY = 2_000;
const LONGEST_KEYWORD = 60;
const MOST_KEYWORDS = 12;
/** Longer texts are not mended: what was asked for has a tenth of it. */
const LONGEST_MENDED = 50_000;
/** Where an object may begin: what stands before it is talk, and may have braces too. */
const OBJECT = /\{\s*"/g;
const MOST_TRIES = 8;

const schema = z.object({
	summary: z.string().transform(cleaned).pipe(z.string().min(1)),
	keywords: z.array(z.string()).max(200).default([]),
});

/**
 * Reads what a provider has answered: a JSON object, however it is wrapped (fences, words around it), also one that is
 * slightly broken. Nothing of it is taken but two texts, plain and of bounded length.
 */
export function readAnswer(text: string): Reading {
	if (text.trim() === "") return wrong("it was empty");
	const candidates = objectsIn(text);
	if (candidates.length === 0) return wrong("it held no JSON object");
	const values = [...candidates.flatMap(parse), ...candidates.slice(0, 1).flatMap(mend)];
	if (values.length === 0) return wrong("its JSON was broken");
	for (const value of values) {
		const { success, data } = schema.safeParse(value);
		if (success)
			return {
				answer: { summary: clip(data.summary, LONGEST_SUMMARY), keywords: words(data.keywords) },
				mistake: null,
			};
	}
	return wrong('it had no text under "summary", or no list of texts under "keywords"');
}

/** Texts that may be the object: from each place where one begins to the last brace, or to the end when there is none. */
function objectsIn(text: string): string[] {
	const end = text.lastIndexOf("}");
	const objects: string[] = [];
	for (const { index } of text.matchAll(OBJECT)) {
		objects.push(end > index ? text.slice(index, end + 1) : text.slice(index));
		if (objects.length === MOST_TRIES) break;
	}
	return objects;
}

function parse(text: string): unknown[] {
	try {
		return [JSON.parse(text)];
	} catch {
		return [];
	}
}

function mend(text: string): unknown[] {
	try {
		return [JSON.parse(jsonrepair(text.slice(0, LONGEST_MENDED)))];
	} catch {
		return [];
	}
}

function words(keywords: readonly string[]): string[] {
	const clean = keywords.map((word) => clip(cleaned(word).replaceAll("\n", " "), LONGEST_KEYWORD));
	return [...new Set(clean)].filter((word) => word !== "").slice(0, MOST_KEYWORDS);
}

function cleaned(text: string): string {
	return withoutHidden(text.replaceAll(/\r\n?/g, "\n"))
		.replaceAll(/\n{3,}/g, "\n\n")
		.trim();
}

function wrong(mistake: string): Reading {
	return { answer: null, mistake };
}
