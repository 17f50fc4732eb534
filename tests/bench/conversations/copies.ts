import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CorpusFile } from "../../support/transcripts.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const DAY = "2026-11-21";
const DAYS = 90;
/** A word of prose: no part of a name or a path, nor of what the readers look for. */
const WORD =
	/(?<![\w/.$<"\\-])(?!backup|bchat|following|shell|command|exited|process|produced|referenced|files|content)[a-z]{5,}(?![\w/.(=:>"\\-])/g;
const CHANGED = 6;
const SYLLABLES = ["ba", "co", "de", "fi", "gu", "ha", "je", "ko", "lu", "mi", "no", "pe", "ra", "so", "ti", "vu"];

/** What was written, by the tools' own shares in the corpus. */
export interface Copies {
	files: number;
	bytes: number;
	/** How often the whole corpus was copied. */
	rounds: number;
	paths: string[];
}

/** Where the sources of a monitor are that reads copies in `root`. */
export function sourcesIn(root: string): { name: string; format: string; root: string }[] {
	return ["claude", "gemini", "codex"].map((name) => ({ name, format: name, root: join(root, name) }));
}

/**
 * Writes copies of the whole corpus until they have so many bytes: each with sessions, ids, days and a good part of the
 * words of its own, so that neither the record nor its index takes two for the same.
 */
export async function writeCopies(files: readonly CorpusFile[], root: string, bytes: number): Promise<Copies> {
	const whole = files.filter(({ file }) => !file.startsWith("derived/"));
	const texts = await Promise.all(whole.map(async ({ file, path }) => ({ file, text: await readFile(path, "utf8") })));
	const copies: Copies = { files: 0, bytes: 0, rounds: 0, paths: [] };
	for (; copies.bytes < bytes; copies.rounds += 1) {
		const change = changer(copies.rounds);
		for (const { file, text } of texts) {
			const path = join(root, change.ids(file));
			const content = change.words(change.ids(text));
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, content);
			copies.files += 1;
			copies.bytes += Buffer.byteLength(content);
			copies.paths.push(path);
		}
	}
	return copies;
}

/** What makes one copy differ from the others, the same way in each of its texts. */
function changer(round: number): { ids(text: string): string; words(text: string): string } {
	const known = new Map<string, string>();
	const day = new Date(Date.parse(DAY) - (round % DAYS) * 86_400_000).toISOString().slice(0, 10);
	const idOf = (id: string) => {
		const hex = createHash("sha256").update(`${round} ${id}`).digest("hex");
		const made = known.get(id) ?? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${id.slice(14, 23)}-${hex.slice(24, 36)}`;
		known.set(id, made);
		return made;
	};
	// Gemini's files have the beginning of their session in their names.
	const short = (text: string) =>
		text.replace(/(?<=session-[\dT-]{16}-)[0-9a-f]{8}/g, (id) => hashed(`${round} ${id}`));
	const words = new Map<string, string>();
	const wordOf = (word: string) => {
		const made =
			words.get(word) ?? (hashNumber(`${word} ${round}`) % CHANGED === 0 ? invented(`${word} ${round}`) : word);
		words.set(word, made);
		return made;
	};
	return {
		ids: (text) =>
			short(text.replace(UUID, idOf).replaceAll(DAY, day).replaceAll("2026/11/21", day.replaceAll("-", "/"))),
		words: (text) => text.replace(/^.+$/gm, (line) => JSON.stringify(varied(JSON.parse(line), wordOf))),
	};
}

/** A value of JSON with other words in all of its sentences. */
function varied(value: unknown, wordOf: (word: string) => string): unknown {
	if (typeof value === "string") return value.includes(" ") ? value.replace(WORD, wordOf) : value;
	if (Array.isArray(value)) return value.map((item) => varied(item, wordOf));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, varied(item, wordOf)]));
}

function hashed(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function hashNumber(text: string): number {
	return createHash("sha1").update(text).digest().readUInt32BE(0);
}

function invented(text: string): string {
	let rest = hashNumber(text);
	let word = "";
	for (let at = 0; at < 4; at += 1, rest = Math.floor(rest / 16)) word += SYLLABLES[rest % 16];
	return word;
}
