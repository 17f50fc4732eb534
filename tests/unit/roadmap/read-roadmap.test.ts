import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { parseInSlices, parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";
import { findRoadmapFile, readRoadmap } from "../../../server/roadmap/read-roadmap.ts";
import { sharedFile } from "./shared-file.ts";

let dir: string;
beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "nightshift-roadmap-"));
});
afterEach(async () => {
	await rm(dir, { recursive: true, force: true });
});

async function file(content: string | Buffer, name = "ROADMAP.md"): Promise<string> {
	const path = join(dir, name);
	await writeFile(path, content);
	return path;
}
async function failure(path: string): Promise<NightshiftError> {
	const error: unknown = await readRoadmap(path).then(
		() => null,
		(reason) => reason,
	);
	if (!(error instanceof NightshiftError)) throw new Error(`expected a NightshiftError, got ${error}`);
	return error;
}

describe("reads", () => {
	test("what parseRoadmap reads", async () => {
		const path = sharedFile("sample_roadmap.md");
		const { readFile } = await import("node:fs/promises");
		expect(await readRoadmap(path)).toEqual(parseRoadmap(await readFile(path, "utf8")));
	});

	test("a byte order mark, CRLF line ends, an empty file and a symbolic link", async () => {
		const path = await file("\uFEFF## US-1: Ünïcode 日本\r\n**Status**: Planned\r\n");
		expect((await readRoadmap(path)).items).toMatchObject([{ id: "US-1", title: "Ünïcode 日本", status: "planned" }]);
		await symlink(path, join(dir, "link.md"));
		expect((await readRoadmap(join(dir, "link.md"))).items).toHaveLength(1);
		expect((await readRoadmap(await file("", "empty.md"))).warnings).toHaveLength(1);
	});

	test("a long file without keeping everything else waiting", async () => {
		let turns = 0;
		let reading = true;
		const done = readRoadmap(sharedFile("coffee-maker-775k.md")).finally(() => {
			reading = false;
		});
		while (reading) {
			await setImmediate();
			turns++;
		}
		expect((await done).items).toHaveLength(48);
		expect(turns).toBeGreaterThan(40);
	});
});

test("no slice of the largest real roadmap takes longer than 50 ms", () => {
	const text = readFileSync(sharedFile("coffee-maker-775k.md"), "utf8");
	const best: number[] = [];
	// The shortest of several times: on a busy machine any of them may have been interrupted.
	for (let round = 0; round < 5; round++) {
		const parsing = parseInSlices(text);
		for (let slice = 0, done = false; !done; slice++) {
			const began = performance.now();
			done = parsing.next().done === true;
			best[slice] = Math.min(best[slice] ?? Number.POSITIVE_INFINITY, performance.now() - began);
		}
	}
	expect(Math.max(...best)).toBeLessThan(50);
});

describe("refuses in one sentence", () => {
	test.each<[string, () => Promise<string>, string, RegExp]>([
		[
			"a file that is missing",
			async () => join(dir, "none.md"),
			"not-found",
			/^There is no file .*none\.md; create it/,
		],
		["a path through a file", async () => join(await file("x"), "x.md"), "not-found", /^There is no file/],
		["a folder", async () => dir, "bad-request", /is a folder; name the roadmap file in it/],
		[
			"Latin-1",
			async () => file(Buffer.from("# A\n## US-1: caf\xe9\n", "latin1")),
			"bad-request",
			/not UTF-8 text \(see line 2\); save it as UTF-8/,
		],
		[
			"UTF-16",
			async () => file(Buffer.from("\uFEFF## US-1: A\n", "utf16le")),
			"bad-request",
			/not UTF-8 text \(see line 1\)/,
		],
		["NUL bytes", async () => file("# A\n\n## US-1: \0\n"), "bad-request", /not UTF-8 text \(see line 3\)/],
		[
			"a cut-off character at the end",
			async () => file(Buffer.from("# A\né").subarray(0, 5)),
			"bad-request",
			/\(see line 2\)/,
		],
	])("%s", async (_name, make, code, message) => {
		const error = await failure(await make());
		expect(error.code).toBe(code);
		expect(error.message).toMatch(message);
		expect(error.message).toMatch(/^[^\n]+\.$/);
	});

	test("a file larger than 20 MiB, without reading it", async () => {
		const path = await file("");
		await truncate(path, 20 * 1024 * 1024 + 1);
		expect(await failure(path)).toMatchObject({
			code: "payload-too-large",
			message: expect.stringContaining("larger than 20 MiB"),
		});
	});

	test.skipIf(process.platform === "win32")("a pipe, without waiting for somebody to write to it", async () => {
		const path = join(dir, "pipe");
		execFileSync("mkfifo", [path]);
		expect((await failure(path)).message).toContain("is not a regular file");
	});

	test.skipIf(process.platform === "win32" || process.getuid?.() === 0)("a file that may not be read", async () => {
		const path = await file("x");
		await chmod(path, 0o000);
		expect((await failure(path)).message).toContain("give yourself permission to read it");
	});
});

describe("findRoadmapFile", () => {
	test("looks in the root, in docs and in docs/roadmap, in this order", async () => {
		expect(await findRoadmapFile(dir)).toBe(null);
		expect(await findRoadmapFile(join(dir, "none"))).toBe(null);
		await mkdir(join(dir, "docs", "roadmap"), { recursive: true });
		const places = ["docs/roadmap/ROADMAP.md", "docs/ROADMAP.md", "ROADMAP.md"];
		for (const place of places) {
			const path = await file("", place);
			expect(await findRoadmapFile(dir)).toBe(path);
		}
	});

	test("passes over a folder of that name", async () => {
		await mkdir(join(dir, "ROADMAP.md"));
		expect(await findRoadmapFile(dir)).toBe(null);
	});
});
