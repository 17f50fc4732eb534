import {
	chmod,
	lstat,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
	symlink,
	utimes,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { editRoadmapFile, setStatusInFile } from "../../../server/roadmap/edit/edit-file.ts";
import { writeRoadmap } from "../../../server/roadmap/edit/write-roadmap.ts";
import { readRoadmapFile, versionOf } from "../../../server/roadmap/read-roadmap.ts";
import { RoadmapCache } from "../../../server/roadmap/roadmap-cache.ts";

const TEXT = "\uFEFF## US-1: T\r\n**Status**: 📝 Planned  \r\n";

let dir: string;
let file: string;
let backups: string;
beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "nightshift-roadmap-"));
	await mkdir(join(dir, "work"));
	file = join(dir, "work", "ROADMAP.md");
	backups = join(dir, "state", "roadmap-backups");
	await writeFile(file, TEXT, { mode: 0o640 });
});
afterEach(async () => {
	await chmod(join(dir, "work"), 0o755);
	await rm(dir, { recursive: true, force: true });
});

function write(text: string, version = versionOf(TEXT), to = file): Promise<void> {
	return writeRoadmap(to, { version, text, backups });
}
function text(): Promise<string> {
	return readFile(file, "utf8");
}

describe("writing", () => {
	test("replaces the bytes, keeps the mode, and leaves nothing beside the file", async () => {
		await chmod(file, 0o764);
		const before = await stat(file);
		await write("new\r");
		expect(await text()).toBe("new\r");
		const after = await stat(file);
		expect([after.mode, after.ino !== before.ino]).toEqual([before.mode, true]);
		expect(await readdir(join(dir, "work"))).toEqual(["ROADMAP.md"]);
	});

	test("goes to the file that a symbolic link leads to", async () => {
		const link = join(dir, "link.md");
		await symlink(file, link);
		await write("new", versionOf(TEXT), link);
		expect((await lstat(link)).isSymbolicLink()).toBe(true);
		expect(await text()).toBe("new");
	});

	test("keeps what was there, for the owner alone, the last twenty", async () => {
		let version = versionOf(TEXT);
		for (let number = 0; number < 23; number++) {
			await write(`text ${number}`, version);
			version = versionOf(`text ${number}`);
		}
		const kept = (await readdir(backups)).sort();
		expect(kept).toHaveLength(20);
		const texts = await Promise.all(kept.map((name) => readFile(join(backups, name), "utf8")));
		expect(texts).toEqual(Array.from({ length: 20 }, (_, index) => `text ${index + 2}`));
		expect((await stat(join(backups, kept[0] ?? ""))).mode & 0o777).toBe(0o600);
	});

	test("is refused when the file is not as it was, or gone, and changes nothing", async () => {
		await writeFile(file, "somebody else's");
		await expect(write("mine")).rejects.toMatchObject({
			code: "version-conflict",
			message: expect.stringMatching(/has changed meanwhile; nothing was written: look again\.$/),
		});
		expect(await text()).toBe("somebody else's");
		await rm(file);
		await expect(write("mine")).rejects.toMatchObject({ message: expect.stringMatching(/ENOENT/) });
		expect(await readdir(join(dir, "work"))).toEqual([]);
	});

	test("of two at once the first counts, and the other is told", async () => {
		const results = await Promise.allSettled(Array.from({ length: 8 }, (_, number) => write(`by ${number}`)));
		expect(results.map(({ status }) => status)).toEqual(["fulfilled", ...Array(7).fill("rejected")]);
		expect(await text()).toBe("by 0");
	});

	test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
		"of a file or folder that may not be written is refused in one sentence",
		async () => {
			await chmod(file, 0o444);
			await expect(write("new")).rejects.toMatchObject({ message: expect.stringContaining("EACCES") });
			await chmod(file, 0o644);
			await chmod(join(dir, "work"), 0o555);
			await expect(write("new")).rejects.toMatchObject({
				code: "bad-request",
				message: expect.stringMatching(/cannot be written \(the system says EACCES\); nothing was changed\. [^\n]+\.$/),
			});
			expect(await text()).toBe(TEXT);
		},
	);

	test("takes away what a write that was killed has left, and nothing else", async () => {
		const old = [
			".ROADMAP.md.0123456789ab.tmp",
			".OTHER.md.0123456789ab.tmp",
			".ROADMAP.md.notes.tmp",
			"ROADMAP.md.tmp",
		];
		const fresh = ".ROADMAP.md.ba9876543210.tmp";
		for (const name of [...old, fresh]) await writeFile(join(dir, "work", name), "half");
		const twoMinutesAgo = new Date(Date.now() - 120_000);
		for (const name of old) await utimes(join(dir, "work", name), twoMinutesAgo, twoMinutesAgo);
		await mkdir(join(dir, "work", ".ROADMAP.md.aaaaaaaaaaaa.tmp"));
		await write("new");
		// One that is fresh may be another process's, at work this moment.
		expect((await readdir(join(dir, "work"))).sort()).toEqual(
			[...old.slice(1), fresh, ".ROADMAP.md.aaaaaaaaaaaa.tmp", "ROADMAP.md"].sort(),
		);
	});

	test("half a character is refused", async () => {
		await expect(write("\uD800")).rejects.toMatchObject({ message: expect.stringContaining("half a character") });
		expect(await text()).toBe(TEXT);
	});
});

describe("an edit of a file", () => {
	test("is made for a version, and says what there is now", async () => {
		const document = await readRoadmapFile(file);
		const edit = { edit: "status", ref: "US-1", status: "done" } as const;
		const { document: now } = await editRoadmapFile(document, { version: document.version, edit, backups });
		expect(await text()).toBe("\uFEFF## US-1: T\r\n**Status**: ✅ Done  \r\n");
		expect(now).toEqual(await readRoadmapFile(file));
		await expect(editRoadmapFile(now, { version: document.version, edit, backups })).rejects.toMatchObject({
			code: "version-conflict",
		});
	});
});

describe("setting a status in a copy of the file", () => {
	test("says that it did, without a backup", async () => {
		expect(await setStatusInFile(file, "us-01", "done")).toEqual({ changed: true });
		expect(await text()).toContain("✅ Done  \r\n");
		expect(await readdir(dir)).toEqual(["work"]);
	});

	test("says why it did not: there already, no such item, no such file", async () => {
		expect(await setStatusInFile(file, "US-1", "planned")).toEqual({
			changed: false,
			why: "US-1 is planned already, so nothing was written.",
		});
		expect(await setStatusInFile(file, "US-9", "done")).toMatchObject({
			why: expect.stringContaining('no item "US-9"'),
		});
		expect(await setStatusInFile(join(dir, "none.md"), "US-1", "done")).toMatchObject({ changed: false });
		expect(await text()).toBe(TEXT);
	});

	test("tells two items with one id apart by their title", async () => {
		await writeFile(file, "## US-1: A\n**Status**: Planned\n## US-1: B\n**Status**: Planned\n");
		expect(await setStatusInFile(file, "US-1", "done", "B")).toEqual({ changed: true });
		expect(await text()).toBe("## US-1: A\n**Status**: Planned\n## US-1: B\n**Status**: Done\n");
	});
});

describe("reading", () => {
	test("waits until a file that is being written is still", async () => {
		await writeFile(file, "");
		const reading = readRoadmapFile(file);
		await writeFile(file, TEXT);
		expect((await reading).roadmap.items).toHaveLength(1);
	});

	test("a file from the future, or one that never rests, is read all the same", async () => {
		await utimes(file, new Date(), new Date(Date.now() + 3_600_000));
		expect((await readRoadmapFile(file)).roadmap.items).toHaveLength(1);
	});

	test("takes a file that has not changed from what was read before", async () => {
		const cache = new RoadmapCache();
		const [first, second] = await Promise.all([cache.read(file), cache.read(file)]);
		expect(second).toBe(first);
		expect(await cache.read(file)).toBe(first);
		await writeFile(file, `${TEXT}more\r\n`);
		expect((await cache.read(file)).version).not.toBe(first.version);
		await rm(file);
		await expect(cache.read(file)).rejects.toMatchObject({ code: "not-found" });
		await writeFile(file, TEXT);
		expect((await cache.read(file)).version).toBe(first.version);
	});
});
