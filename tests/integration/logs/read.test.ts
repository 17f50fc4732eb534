import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { DaemonPaths } from "../../../server/config/paths.ts";
import { cuttersFor } from "../../../server/logs/cut/cutters.ts";
import { readTail, searchLog } from "../../../server/logs/find-lines.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { listSegments } from "../../../server/logs/segments.ts";
import { logSettings, wholeLog } from "../../support/logs.ts";
import { tempHome } from "../../support/temp-home.ts";

async function newLog(): Promise<DaemonPaths> {
	const paths = (await tempHome()).daemon("worker");
	await mkdir(paths.logs, { recursive: true });
	return paths;
}

/** Rotates whatever can be. */
async function rotate(paths: DaemonPaths, changes = {}): Promise<void> {
	const settings = logSettings({ maxSizeBytes: 60_000, ...changes });
	const { outcome } = await rotateLog(paths, settings, { cutters: [...cuttersFor("linux")] });
	expect(outcome).toBe("rotated");
}

/** Numbered lines with a filler, so that three rotations have something to do. */
async function numbered(from: number, to: number, paths: DaemonPaths): Promise<void> {
	const lines = Array.from({ length: to - from }, (_, index) => `${from + index} ${"é".repeat(40)}\n`);
	await appendFile(paths.currentLog, lines.join(""));
}

describe("a log that was rotated", () => {
	test("is one stream: its end, and what came before, line by line", async () => {
		const paths = await newLog();
		for (let part = 0; part < 4; part++) {
			await numbered(part * 1_000, (part + 1) * 1_000, paths);
			if (part < 3) await rotate(paths, { compress: part !== 1 });
		}
		expect((await listSegments(paths)).map(({ gzip }) => gzip)).toEqual([true, false, true]);
		const numbers: number[] = [];
		for (let before: number | undefined; before !== null; ) {
			const page = await readTail(paths, 700, { before });
			numbers.unshift(...page.lines.map(({ text }) => Number.parseInt(text, 10)));
			before = page.older as number;
		}
		expect(numbers).toEqual(Array.from({ length: 4_000 }, (_, index) => index));
	});

	test("is searched from its newest line to its oldest, with a place to go on", async () => {
		const paths = await newLog();
		for (let part = 0; part < 3; part++) {
			await numbered(part * 1_000, (part + 1) * 1_000, paths);
			if (part < 2) await rotate(paths);
		}
		const find = async (text: string, limit: number, before?: number) => {
			const page = await searchLog(paths, { text, ignoreCase: true, limit, before });
			return { hits: page.lines.map((line) => Number.parseInt(line.text, 10)), older: page.older };
		};
		const first = await find("99 É", 12);
		expect(first.hits).toEqual([1899, 1999, 2099, 2199, 2299, 2399, 2499, 2599, 2699, 2799, 2899, 2999]);
		const second = await find("99 é", 100, first.older ?? 0);
		expect(second).toEqual({
			hits: [99, 199, 299, 399, 499, 599, 699, 799, 899, 999, 1099, 1199, 1299, 1399, 1499, 1599, 1699, 1799],
			older: null,
		});
		expect(await find("nowhere", 5)).toEqual({ hits: [], older: null });
	});

	test("is searched for a moment only, however long it is", async () => {
		const paths = await newLog();
		await appendFile(paths.currentLog, `${"y".repeat(999)}\n`.repeat(20_000));
		const page = await searchLog(paths, { text: "z", ignoreCase: false, limit: 1, timeMs: 0 });
		expect(page.lines).toEqual([]);
		expect(page.older).toBeGreaterThan(0);
	});

	test("shows what may be shown, and finds nothing by what may not", async () => {
		const paths = await newLog();
		await writeFile(paths.currentLog, "key hunter2hunter2 used\n");
		const present = (texts: readonly string[]) => texts.map((text) => text.replaceAll("hunter2hunter2", "[redacted]"));
		expect((await readTail(paths, 5, { present })).lines[0]?.text).toBe("key [redacted] used");
		expect((await searchLog(paths, { text: "hunter2h", ignoreCase: true, limit: 5, present })).lines).toEqual([]);
		expect((await searchLog(paths, { text: "used", ignoreCase: true, limit: 5, present })).lines).toHaveLength(1);
	});
});

describe("a log of odd content", () => {
	test("may be binary, and may have a line of 10 MB", async () => {
		const paths = await newLog();
		const long = "x".repeat(10 * 2 ** 20);
		await writeFile(paths.currentLog, Buffer.concat([Buffer.from([0, 255, 10]), Buffer.from(`${long}\nend`)]));
		const { lines, older } = await readTail(paths, 10);
		expect(lines.map(({ text }) => text.length)).toEqual([2, long.length, 3]);
		expect(older).toBeNull();
		expect((await searchLog(paths, { text: "xx", ignoreCase: true, limit: 5 })).lines).toHaveLength(1);
	});

	test("is as much of it as fits an answer, the newest lines first", async () => {
		const paths = await newLog();
		await writeFile(paths.currentLog, `${"x".repeat(999)}\n`.repeat(100));
		const page = await readTail(paths, 100, { maxBytes: 10_000 });
		expect(page.lines).toHaveLength(10);
		expect(page.older).toBe(90_000);
	});

	test("is no log at all", async () => {
		const paths = (await tempHome()).daemon("nobody");
		expect(await readTail(paths, 10)).toEqual({ lines: [], end: 0, older: null });
	});
});

describe("when files are missing", () => {
	test("the rest is read, and where something is missing a line ends", async () => {
		const paths = await newLog();
		for (let part = 0; part < 4; part++) {
			await numbered(part * 1_000, (part + 1) * 1_000, paths);
			if (part < 3) await rotate(paths);
		}
		const segments = await listSegments(paths);
		await rm(segments[1]?.path ?? "");
		const numbers = (await readTail(paths, 5_000)).lines.map(({ text }) => text);
		expect(numbers[0]).toMatch(/^0 /);
		expect(numbers.at(-1)).toMatch(/^3999 /);
		expect(numbers.length).toBeLessThan(3_100);
	});

	test("a damaged file is read as far as it goes", async () => {
		const paths = await newLog();
		await numbered(0, 1_000, paths);
		await rotate(paths);
		const [segment] = await listSegments(paths);
		const path = segment?.path ?? "";
		const bytes = await readFile(path);
		await writeFile(path, bytes.subarray(0, bytes.length / 2));
		const { lines } = await readTail(paths, 5_000);
		expect(lines[0]?.text).toMatch(/^0 /);
		expect(lines.at(-1)?.text).toMatch(/^999 /);
	});

	test("a lost position is made up from the files: nothing is shown twice, and nothing is removed", async () => {
		const paths = await newLog();
		await numbered(0, 1_000, paths);
		await rotate(paths);
		const before = await wholeLog(paths);
		await rm(join(paths.logs, "position.json"));
		expect((await wholeLog(paths)).equals(before)).toBe(true);
		await numbered(1_000, 2_000, paths);
		await rotate(paths);
		const numbers = (await wholeLog(paths))
			.toString()
			.split("\n")
			.slice(0, -1)
			.map((line) => Number.parseInt(line, 10));
		expect(numbers).toEqual(Array.from({ length: 2_000 }, (_, index) => index));
	});
});

test("the files are what they say: unpacked in order of their names they are the log", async () => {
	const paths = await newLog();
	await numbered(0, 3_000, paths);
	const whole = await readFile(paths.currentLog);
	await rotate(paths, { maxSizeBytes: 20_000 });
	await rotate(paths, { maxSizeBytes: 20_000 });
	const files = (await listSegments(paths)).map(({ path }) => path).sort();
	expect(files).toHaveLength(2);
	const parts = await Promise.all(files.map(async (path) => gunzipSync(await readFile(path))));
	expect(Buffer.concat([...parts, await readFile(paths.currentLog)]).equals(whole)).toBe(true);
	expect(gzipSync(whole).length).toBeLessThan(whole.length);
});
