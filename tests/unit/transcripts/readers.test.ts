import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Change } from "../../../server/transcripts/changes.ts";
import { FORMATS } from "../../../server/transcripts/formats.ts";
import { Gatherer } from "../../../server/transcripts/gather.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";
import { changesOf, linesOf } from "./read-whole.ts";

const LOG = [
	"[2026-11-21T05:00:00Z] [s1] [USER] Hello",
	"and more",
	"",
	"of it",
	"[2026-11-21T05:00:00Z] [s2] [USER] Hello",
	"[2026-11-21T05:00:00Z] [s1] [ASSISTANT] Hi",
	"[2026-11-21T05:00:00Z] [s1] [ASSISTANT] Hi",
	"User: bchat",
	"",
	"Assistant: Yes.",
	"User: bchat",
	"Tool: Bash: ls",
].join("\n");

const corpus = unpackTranscripts();
afterAll(() => corpus.remove());
const files = [
	...corpus.files.map(({ tool, path, file }) => ({ file, path, format: FORMATS[tool], bytes: readFileSync(path) })),
	{ file: "plain.log", path: "/logs/plain.log", format: FORMATS.log, bytes: Buffer.from(LOG) },
];
const formats = Object.values(FORMATS);

describe.each(files)("$file", ({ path, format, bytes }) => {
	const lines = linesOf(bytes);
	const whole = changesOf(format.open(null), path, lines);

	it("tells the same when it is read in two pieces, wherever it is cut", () => {
		const first = format.open(null);
		const told: Change[] = [];
		for (let cut = 0; cut < lines.length; cut += 1) {
			const carry: unknown = JSON.parse(JSON.stringify(first.carry()));
			expect(first.carry()).toBe(first.carry());
			const rest = changesOf(format.open(carry), path, lines.slice(cut));
			// All of it at once costs too much for each of hundreds of cuts.
			expect(JSON.stringify(rest) === JSON.stringify(whole.slice(told.length)), `cut before line ${cut}`).toBe(true);
			told.push(...changesOf(first, path, lines.slice(cut, cut + 1)));
		}
		expect(told).toEqual(whole);
	});

	it("remembers little", () => {
		const reader = format.open(null);
		changesOf(reader, path, lines);
		expect(JSON.stringify(reader.carry()).length).toBeLessThan(2_500);
	});

	it("changes nothing when it is read again, elsewhere or twice", () => {
		const gathered = (changes: readonly Change[]) => {
			const gatherer = new Gatherer("any", format);
			for (const change of changes) gatherer.apply(change);
			return gatherer.result();
		};
		const told = whole.filter(({ type }) => type !== "malformed");
		const again = changesOf(format.open(null), `${path}.copy`, lines).filter(({ type }) => type !== "malformed");
		expect(gathered([...told, ...again])).toEqual(gathered(told));
	});
});

describe.each(formats)("the reader of $name", (format) => {
	const samples = files.filter((one) => one.format === format).flatMap(({ bytes }) => linesOf(bytes));
	const objects = samples.flatMap(({ text }) => parsed(text ?? "") ?? []);

	it("bears real lines in which anything is changed", () => {
		const line = fc.oneof(
			...(objects.length > 0 ? [changed(objects)] : []),
			cut(samples.map(({ text }) => text ?? "")),
			fc.json({ maxDepth: 4 }),
			fc.string(),
		);
		fc.assert(
			fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (texts) => {
				const reader = format.open(null);
				for (const [index, text] of texts.entries()) {
					for (const change of reader.read(text, { path: "/x/file.jsonl", offset: index })) check(change);
					JSON.stringify(reader.carry());
				}
			}),
			{ numRuns: 300 },
		);
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it("begins anew when what was carried is something else", () => {
		fc.assert(
			fc.property(
				fc.jsonValue({ maxDepth: 3 }),
				fc.constantFrom(...samples.map(({ text }) => text ?? "")),
				(carry, text) => {
					const reader = format.open(carry);
					for (const change of reader.read(text, { path: "/x/file.jsonl", offset: 0 })) check(change);
				},
			),
			{ numRuns: 50 },
		);
	});

	it("bears what is nested as deeply as a line can be", () => {
		const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
		const objects = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
		for (const bomb of [deep, objects])
			for (const text of bombs(bomb))
				for (const change of format.open(null).read(text, { path: "/x/file.jsonl", offset: 0 })) check(change);
	});

	it("takes an empty line for nothing", () => {
		for (const text of ["", " ", "\t", "\r"])
			expect(format.open(null).read(text, { path: "/x", offset: 0 })).toEqual([]);
	});
});

/** A bomb wherever a transcript holds a value that may be anything. */
function bombs(value: string): string[] {
	const at = '"uuid":"u","id":"i","timestamp":"2026-11-21T05:00:00.000Z"';
	return [
		value,
		`{"type":"user",${at},"message":{"content":${value}}}`,
		`{"type":"user",${at},"content":${value},"displayContent":${value}}`,
		`{"type":"assistant",${at},"message":{"content":[{"type":"tool_use","id":"t","name":"Bash","input":${value}}],"usage":${value}}}`,
		`{"type":"gemini",${at},"content":"","toolCalls":[{"id":"c","name":"x","status":"success","args":${value},"result":${value}}]}`,
		`{"type":"user","timestamp":${value},"content":"Hello"}`,
		`{"$set":{"messages":${value}}}`,
		`{"$set":{"messages":[{"type":"user","content":[{"text":"a"},${value}],"timestamp":${value}}]}}`,
		`{"type":"response_item","payload":{"type":"function_call","call_id":"c","name":"x","arguments":${JSON.stringify(value)}}}`,
		`{"type":"response_item","payload":{"type":"function_call_output","call_id":"c","output":${value}}}`,
		`{"type":"event_msg","payload":{"type":"item_completed","item":${value}}}`,
	];
}

/** What is told can be stored: texts are texts, times are times, and all of it goes through JSON. */
function check(change: Change): void {
	const text = JSON.stringify(change);
	expect(text).toBeTypeOf("string");
	if ("at" in change && change.at !== null) expect(change.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	if ("key" in change) expect(change.key).toBeTypeOf("string");
	if (change.type === "turn") {
		expect(change.text).toBeTypeOf("string");
		expect(change.key).not.toBe("");
		if (change.trigger) expect([change.role, change.sidechain]).toEqual(["user", undefined]);
	}
	if (change.type === "result") expect(change.output).toBeTypeOf("string");
	if (change.type === "usage")
		for (const amount of Object.values(change.amounts)) expect(amount).toBeGreaterThanOrEqual(0);
	if (change.type === "unknown") expect(change.kind in {}).toBe(false);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null; // the garbage of the corpus
	}
}

/** A real object with one or a few of its parts replaced by something else. */
function changed(objects: readonly unknown[]): fc.Arbitrary<string> {
	const value = fc.oneof(
		fc.jsonValue({ maxDepth: 2 }),
		fc.constantFrom<unknown>(
			null,
			"",
			"bchat",
			"__proto__",
			"\uD800",
			-1,
			1e308,
			[],
			{},
			[[]],
			[null],
			"9999999-99-99",
		),
		fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
	);
	return fc
		.record({
			object: fc.constantFrom(...objects),
			edits: fc.array(fc.tuple(fc.nat(400), value), { minLength: 1, maxLength: 3 }),
		})
		.map(({ object, edits }) => {
			const copy: unknown = structuredClone(object);
			for (const [where, replacement] of edits) {
				const places = placesIn(copy);
				const place = places[where % places.length];
				if (place) place.holder[place.key] = structuredClone(replacement);
			}
			return JSON.stringify(copy);
		});
}

function placesIn(value: unknown): { holder: Record<string, unknown>; key: string }[] {
	if (typeof value !== "object" || value === null) return [];
	const holder = value as Record<string, unknown>;
	return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

/** A real line that lost its beginning or its end. */
function cut(texts: readonly string[]): fc.Arbitrary<string> {
	return fc
		.tuple(fc.constantFrom(...texts), fc.nat(1_000), fc.boolean())
		.map(([text, at, end]) => (end ? text.slice(0, at % (text.length + 1)) : text.slice(at % (text.length + 1))));
}
