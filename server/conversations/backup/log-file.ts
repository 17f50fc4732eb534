import { createReadStream } from "node:fs";
import { failure } from "./files.ts";
import { type CHAT_LOG, type LogHead, type LogTurn, logHeadSchema } from "./forms.ts";
import type { TurnRow } from "./record-rows.ts";
import { TextDigest } from "./text-digest.ts";

/** A head is a few kilobytes; its lists are bounded. */
const LONGEST_HEAD = 64 * 1024 * 1024;
const TURNS = '"turns": [';

/** What a log tells of a conversation, without the circumstances of its writing. */
export type LogContent = Omit<LogHead, keyof typeof CHAT_LOG | "writtenAt" | "digest">;

export function toLogTurn({ role, at, text, tool, output, sidechain, trigger, cut }: TurnRow): LogTurn {
	if (!tool && role !== "tool") return { role, at, text, tool: null, output, sidechain, trigger, cut };
	const { name, input = null, ok } = tool ?? { name: "", input: null, ok: null };
	return { role, at, text, tool: { name, input, output, ok }, output: null, sidechain, trigger, cut };
}

/** Adds up what a log says, so that the same content has the same digest, whoever reads it from where. */
export class LogDigest {
	readonly #digest = new TextDigest();

	/** @param line JSON of a turn */
	turn(line: string): void {
		this.#digest.add(`${line}\n`);
	}

	end(content: LogContent): string {
		this.#digest.add(JSON.stringify(ordered(content)));
		return this.#digest.end();
	}
}

/** The file: each fact and each turn on a line of its own. */
export function* renderLog(head: LogHead, turnLines: Iterable<string>): Generator<string> {
	yield "{\n";
	for (const [key, value] of Object.entries(head)) yield `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`;
	yield TURNS;
	let separator = "\n";
	for (const line of turnLines) {
		yield `${separator}${line}`;
		separator = ",\n";
	}
	yield "\n]\n}\n";
}

/**
 * The head of a log of ours.
 * @param whole also reads all turns, and makes sure that they are those that were written
 * @returns null for what is none, or is damaged
 */
export async function readLog(path: string, { whole }: { whole: boolean }): Promise<LogHead | null> {
	const digest = new LogDigest();
	const headLines: string[] = [];
	let headLength = 0;
	let part: "head" | "turns" | "end" | "after" = "head";
	try {
		for await (const line of linesOf(path)) {
			if (part === "head" && line === TURNS) {
				if (!whole) return parseHead(headLines);
				part = "turns";
			} else if (part === "head") {
				headLength += line.length;
				if (headLength > LONGEST_HEAD) return null;
				headLines.push(line);
			} else if (part === "turns" && line === "]") part = "end";
			else if (part === "turns") {
				if (line !== "") digest.turn(line.replace(/,$/, ""));
			} else if (part === "end" && line === "}") part = "after";
			else if (line !== "") return null;
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw failure(error, path);
	}
	if (part !== "after") return null;
	const head = parseHead(headLines);
	return head && digest.end(contentOf(head)) === head.digest ? head : null;
}

function parseHead(lines: string[]): LogHead | null {
	try {
		return logHeadSchema.safeParse(JSON.parse(`${lines.join("\n")}${TURNS}]}`)).data ?? null;
	} catch {
		return null; // no JSON: damaged
	}
}

function contentOf({ $schema, version, writtenAt, digest, ...content }: LogHead): LogContent {
	return content;
}

/** In one order, whoever put it together. */
function ordered(content: LogContent): Record<string, unknown> {
	const entries = Object.entries(content).map(([key, value]) => [key, value] as const);
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Lines by line feeds alone: JSON leaves other ends of lines as they are. */
async function* linesOf(path: string): AsyncGenerator<string> {
	let rest: string[] = [];
	for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 256 * 1024 })) {
		const [first = "", ...others] = (chunk as string).split("\n");
		rest.push(first);
		if (others.length === 0) continue;
		yield rest.join("");
		const last = others.pop() ?? "";
		yield* others;
		rest = [last];
	}
	const last = rest.join("");
	if (last !== "") yield last;
}
