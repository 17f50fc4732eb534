import { open } from "node:fs/promises";
import type { Change } from "./changes.ts";
import { type FoundTranscript, findTranscripts, type Problem } from "./find-transcripts.ts";
import type { Format } from "./format.ts";
import { type Gathered, type GatheredTurn, Gatherer } from "./gather.ts";
import { type Line, LineSplitter } from "./lines.ts";

const PIECE_BYTES = 1024 * 1024;

/** A conversation with all that was said in it, as `nightshift chats scan --json` prints it. */
export interface ScannedConversation extends Omit<Gathered, "turns"> {
	source: string;
	/** Where it was read. */
	paths: string[];
	/** The one used last. */
	model: string | null;
	/** How many times a backup was asked for, and how many of these said nothing else. */
	triggers: number;
	triggersWholeMessage: number;
	turns: ScannedTurn[];
	/** What subagents did. */
	sidechain: ScannedTurn[];
	/** Slash commands, commands run with `!`, compactions and the like. */
	events: ScannedTurn[];
}

export interface ScannedTurn {
	role: string;
	text: string;
	at: string | null;
	/** Null: no tool. */
	tool: { name: string; input: unknown; output: string | null; ok: boolean | null } | null;
	/** Of an event that put something out. */
	output?: string;
}

/**
 * Reads transcripts, one conversation after the other: all files of a conversation are read, it is given, and forgotten.
 * They are taken for finished: a last line that was cut is a malformed one.
 *
 * @param only take every file for this format
 * @throws NightshiftError `not-found` when there is nothing at a place
 */
export async function* scan(
	places: readonly string[],
	only: Format | null,
	onProblem: (problem: Problem) => void,
): AsyncGenerator<ScannedConversation> {
	const buffer = Buffer.allocUnsafe(PIECE_BYTES);
	for (const files of bySession(await findTranscripts(places, only, onProblem))) {
		const group = new Group();
		for (const file of files) {
			try {
				for await (const line of linesOf(file.path, buffer)) group.take(file, line);
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (typeof code !== "string") throw error;
				onProblem({ path: file.path, why: `It could not be read to its end (${code}).` });
			}
		}
		yield* group.conversations();
	}
}

function bySession(found: readonly FoundTranscript[]): Iterable<FoundTranscript[]> {
	const groups = new Map<string, FoundTranscript[]>();
	for (const file of found) {
		const key = `${file.format.name} ${file.session}`;
		const group = groups.get(key);
		if (group) group.push(file);
		else groups.set(key, [file]);
	}
	return groups.values();
}

/** Files that begin with the same conversation; each may go on with another one. */
class Group {
	private readonly known = new Map<string, { gatherer: Gatherer; format: Format; paths: Set<string> }>();
	private file: { found: FoundTranscript; session: string; reader: ReturnType<Format["open"]> } | null = null;

	take(found: FoundTranscript, { text, offset }: Line): void {
		if (this.file?.found !== found) this.file = { found, session: found.session, reader: found.format.open(null) };
		const { file } = this;
		const changes: Change[] =
			text === null ? [{ type: "malformed" }] : file.reader.read(text, { path: found.path, offset });
		for (const change of changes) {
			if (change.type === "about" && change.session) file.session = change.session;
			this.of(file.session, found).apply(change);
		}
	}

	*conversations(): Generator<ScannedConversation> {
		for (const { gatherer, format, paths } of this.known.values()) yield toScanned(gatherer, format, [...paths]);
	}

	private of(session: string, { format, path }: FoundTranscript): Gatherer {
		let known = this.known.get(session);
		if (!known) {
			known = { gatherer: new Gatherer(session, format), format, paths: new Set() };
			this.known.set(session, known);
		}
		known.paths.add(path);
		return known.gatherer;
	}
}

function toScanned(gatherer: Gatherer, format: Format, paths: string[]): ScannedConversation {
	const { conversation, sidechain, events } = gatherer.result();
	const { turns, ...about } = conversation;
	const triggers = turns.filter(({ trigger }) => trigger);
	return {
		source: format.name,
		...about,
		model: about.models.at(-1) ?? null,
		triggers: triggers.length,
		triggersWholeMessage: triggers.filter(({ trigger }) => trigger === "whole").length,
		paths,
		turns: turns.map(toTurn),
		sidechain: sidechain.map(toTurn),
		events: events.map(toTurn),
	};
}

function toTurn({ role, text, at, tool, output }: GatheredTurn): ScannedTurn {
	const used = tool ? { name: tool.name, input: tool.input, output: tool.output, ok: tool.ok } : null;
	return { role, text, at, tool: used, ...(output !== undefined && { output }) };
}

/** The lines of a finished file, the last also when it has no end. */
async function* linesOf(path: string, buffer: Buffer): AsyncGenerator<Line> {
	const file = await open(path);
	try {
		const splitter = new LineSplitter();
		for (;;) {
			const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
			if (bytesRead === 0) break;
			yield* splitter.push(buffer.subarray(0, bytesRead));
		}
		const rest = splitter.rest();
		if (rest) yield rest;
	} finally {
		await file.close();
	}
}
