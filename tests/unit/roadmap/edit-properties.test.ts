import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import {
	type Roadmap,
	type RoadmapItemDetail,
	WRITABLE_STATUSES,
	type WritableStatus,
} from "../../../server/contract/roadmap.ts";
import { applyEdit } from "../../../server/roadmap/edit/apply-edit.ts";
import type { RoadmapEdit } from "../../../server/roadmap/edit/edit-types.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";
import { roadmapText } from "./random-roadmap.ts";
import { sharedFile } from "./shared-file.ts";

const REAL = ["sample_roadmap.md", "sample_roadmap_invalid.md", "coffee-maker-290k.md", "coffee-maker-775k.md"];

/** Lines with their endings. */
function linesOf(text: string): string[] {
	return text.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+$/g) ?? [];
}
function refOf(item: RoadmapItemDetail): string {
	return `${item.id}@${item.line}`;
}
/** All that an item says, without where it stands and what is warned of. */
function said({ line, endLine, warnings, body, steps, ...rest }: RoadmapItemDetail) {
	return { ...rest, steps: steps.map(({ code, title }) => ({ code, title })) };
}
function bytesOf(text: string): string {
	return [...Buffer.from(text)].sort((a, b) => a - b).join();
}
/** What differs when equal lines are taken from both ends. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
	const [a, b] = [linesOf(before), linesOf(after)];
	let head = 0;
	while (head < a.length && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	return { gone: a.slice(head, a.length - tail), come: b.slice(head, b.length - tail) };
}
async function edited(text: string, edit: RoadmapEdit, before = parseRoadmap(text)) {
	try {
		const { text: now, roadmap } = await applyEdit({ file: "ROADMAP.md", text, roadmap: before }, edit);
		expect(now).not.toBe(text);
		// Long ones are read again just once.
		const after = text.length < 100_000 ? parseRoadmap(now) : roadmap;
		expect(JSON.stringify(after)).toBe(JSON.stringify(roadmap));
		return { before, after, now, refused: undefined };
	} catch (error) {
		if (!(error instanceof NightshiftError)) throw error;
		expect(error.code).toBe("bad-request");
		expect(error.message).toMatch(/^[^\n]+\.$/);
		return { refused: error.message, now: undefined };
	}
}

async function checkStatus(
	text: string,
	item: RoadmapItemDetail,
	status: WritableStatus,
	known: Roadmap = parseRoadmap(text),
) {
	const result = await edited(text, { edit: "status", ref: refOf(item), status }, known);
	if (result.refused !== undefined) return result.refused;
	const { before, after, now } = result;
	const expected = before.items.map((one) => (one.line === item.line ? { ...said(one), status } : said(one)));
	expect(after.items.map(said)).toEqual(expected);
	const { gone, come } = difference(text, now);
	const own = item.body.split("\n").length;
	expect(gone.length).toBeLessThanOrEqual(own);
	const changed = gone.length === come.length ? gone.filter((line, index) => line !== come[index]) : [];
	for (const line of changed) expect(line).toMatch(/status|US-|PRIORITY/i);
	expect(changed.length).toBeLessThanOrEqual(2);
	// Without a place for it lines come, and none goes.
	if (gone.length !== come.length) expect(now.length).toBeGreaterThan(text.length);
	return null;
}

describe("in any roadmap", () => {
	const runs = { numRuns: 150 };

	test("setting a status changes the Status field and the heading's mark, and nothing else", {
		timeout: 120_000,
	}, async () => {
		await fc.assert(
			fc.asyncProperty(roadmapText, fc.nat(), fc.constantFrom(...WRITABLE_STATUSES), async (text, pick, status) => {
				const { items } = parseRoadmap(text);
				const item = items[pick % Math.max(1, items.length)];
				if (!item) return;
				const refused = await checkStatus(text, item, status);
				if (refused !== null) expect(refused).toBe(`${item.id} is ${status} already, so nothing was written.`);
			}),
			runs,
		);
	});

	test("setting an estimate, or taking it away, changes one line", { timeout: 120_000 }, async () => {
		const estimates = fc.constantFrom<(string | null)[]>(null, "2 days", "3–5 h *at most*", "<b>[x](y)</b>");
		await fc.assert(
			fc.asyncProperty(roadmapText, fc.nat(), estimates, async (text, pick, estimate) => {
				const { items } = parseRoadmap(text);
				const item = items[pick % Math.max(1, items.length)];
				if (!item) return;
				const result = await edited(text, { edit: "estimate", ref: refOf(item), estimate });
				if (result.refused !== undefined) {
					expect(result.refused).toMatch(/nothing was written|cannot be changed without/);
					return;
				}
				const expected = items.map((one) => (one.line === item.line ? { ...said(one), estimate } : said(one)));
				expect(result.after.items.map(said)).toEqual(expected);
				const { gone, come } = difference(text, result.now);
				expect(gone.length).toBeLessThanOrEqual(1);
				expect(come.length).toBeLessThanOrEqual(4);
			}),
			runs,
		);
	});

	test("moving an item changes the order of lines, and no line", { timeout: 120_000 }, async () => {
		await fc.assert(
			fc.asyncProperty(roadmapText, fc.nat(), fc.nat(), async (text, pick, place) => {
				const { items } = parseRoadmap(text);
				const item = items[pick % Math.max(1, items.length)];
				const target = items[place % (items.length + 1)] ?? null;
				if (!item) return;
				const result = await edited(text, { edit: "move", ref: refOf(item), before: target && refOf(target) });
				if (result.refused !== undefined) {
					expect(result.refused).toMatch(/nothing was written|cannot be/);
					return;
				}
				expect(bytesOf(result.now)).toBe(bytesOf(text));
				const bare = (lines: string) =>
					linesOf(lines.replace("\uFEFF", ""))
						.map((line) => line.trimEnd())
						.sort();
				expect(bare(result.now)).toEqual(bare(text));
				const inside = items.filter((one) => one.line >= item.line && one.endLine <= item.endLine);
				const rest = items.filter((one) => !inside.includes(one));
				const at = target ? rest.indexOf(target) : rest.length;
				expect(result.after.items.map(said)).toEqual([...rest.slice(0, at), ...inside, ...rest.slice(at)].map(said));
			}),
			runs,
		);
	});

	test("adding an item puts lines in, and takes none out", { timeout: 120_000 }, async () => {
		const bodies = fc.constantFrom("", "Words.\n\n- [ ] a task\n", "#### Part\r\n\r\n```sh\ntrue\n```", "---");
		await fc.assert(
			fc.asyncProperty(roadmapText, fc.option(fc.nat()), bodies, async (text, pick, body) => {
				const { items } = parseRoadmap(text);
				const after = pick === null ? undefined : items[pick % Math.max(1, items.length)];
				const title = "A *new* [thing]";
				const result = await edited(text, { edit: "add", title, body, after: after && refOf(after) });
				if (result.refused !== undefined) {
					expect(result.refused).toMatch(/cannot be added like this/);
					return;
				}
				const { now } = result;
				let same = 0;
				while (same < text.length && text[same] === now[same]) same++;
				expect(now.endsWith(text.slice(same))).toBe(true);
				const old = new Set(items.map(({ id }) => id));
				const fresh = result.after.items.filter(({ id }) => !old.has(id));
				expect(fresh).toMatchObject([{ title, status: "planned", alias: null }]);
				expect(result.after.items.filter((one) => !fresh.includes(one)).map(said)).toEqual(items.map(said));
			}),
			runs,
		);
	});
});

describe.each(REAL)("in %s", (name) => {
	const text = readFileSync(sharedFile(name), "utf8");
	const known = parseRoadmap(text);
	const { items } = known;

	test("every item can be given another status, and nothing else changes", { timeout: 120_000 }, async () => {
		for (const [index, item] of items.entries()) {
			const status = WRITABLE_STATUSES.filter((one) => one !== item.status)[index % 4] ?? "done";
			expect(await checkStatus(text, item, status, known), `${refOf(item)} → ${status}`).toBe(null);
		}
	});

	test("a status that is set and set back leaves the file as it was, where it is written plainly", {
		timeout: 120_000,
	}, async () => {
		for (const item of items.filter((one) => one.status === "planned").slice(0, 6)) {
			const there = await edited(text, { edit: "status", ref: refOf(item), status: "blocked" }, known);
			if (there.refused !== undefined) throw new Error(there.refused);
			const back = await edited(there.now, { edit: "status", ref: refOf(item), status: "planned" });
			const plain = /\*\*Status\*\*: 📝 Planned/.test(item.body);
			if (plain) expect(back.now === text).toBe(true);
		}
	});

	test("items can be moved and added, and every byte of the others stays", { timeout: 120_000 }, async () => {
		const chosen = items.filter((_, index) => index % Math.ceil(items.length / 6) === 0);
		for (const [index, item] of chosen.entries()) {
			const target = chosen[(index * 2 + 1) % chosen.length];
			const moved = await edited(
				text,
				{ edit: "move", ref: refOf(item), before: target ? refOf(target) : null },
				known,
			);
			if (moved.now !== undefined) expect(Buffer.byteLength(moved.now)).toBe(Buffer.byteLength(text));
			const added = await edited(text, { edit: "add", title: "Something new", after: refOf(item) }, known);
			if (added.refused !== undefined) throw new Error(added.refused);
			expect(added.now.replace(difference(text, added.now).come.join(""), "")).toBe(text);
		}
	});
});
