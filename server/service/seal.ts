import { createHash } from "node:crypto";
import type { ServiceDefinition } from "./types.ts";

const MARK = "nightshift-service ";

/** What the mark in a generated file says. */
export interface Seal {
	/** What the file was made from. */
	definition: ServiceDefinition;
	/** Nobody has changed the file since. */
	intact: boolean;
}

/**
 * Adds a line after `at` lines with what the text was made from and a checksum of the rest, so that an edit by hand is seen
 * before anything is overwritten. `comment` makes a comment of it in the file's own language.
 */
export function seal(
	text: string,
	at: number,
	definition: ServiceDefinition,
	comment: (text: string) => string,
): string {
	const lines = text.split("\n");
	// A comment of XML may not hold two hyphens; to JSON it is all the same.
	const mark = JSON.stringify({ v: 1, sum: checksum(text), for: definition }).replaceAll("--", "-\\u002d");
	return [...lines.slice(0, at), comment(MARK + mark), ...lines.slice(at)].join("\n");
}

/** Reads the mark; null when there is none, as in a file that was not made here. */
export function readSeal(text: string): Seal | null {
	const lines = text.replaceAll("\r\n", "\n").split("\n");
	const index = lines.findIndex((line) => line.includes(MARK));
	const line = lines[index] ?? "";
	const json = line.slice(line.indexOf("{"), line.lastIndexOf("}") + 1);
	try {
		const { sum, for: definition } = JSON.parse(json) as { sum?: unknown; for?: unknown };
		if (!isDefinition(definition)) return null;
		return { definition, intact: sum === checksum(lines.toSpliced(index, 1).join("\n")) };
	} catch {
		return null;
	}
}

function checksum(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function isDefinition(value: unknown): value is ServiceDefinition {
	if (typeof value !== "object" || value === null) return false;
	const one = value as Record<string, unknown>;
	const texts = ["name", "home", "node", "program", "root"].every((key) => typeof one[key] === "string");
	return texts && typeof one.environment === "object" && one.environment !== null;
}
