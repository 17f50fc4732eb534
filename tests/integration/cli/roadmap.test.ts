import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RoadmapItem } from "../../../server/contract/roadmap.ts";
import { type Cli, cliFor } from "./run-cli.ts";

const ROADMAP = `# Things

## PRIORITY 1: US-7 - Lay the table
**Status**: ✅ Complete

## US-8: Cook
**Status**: 📝 Planned
**Depends on**: PRIORITY 1

\`\`\`sh
echo soup
\`\`\`
`;

async function withFile(): Promise<{ cli: Cli; file: string }> {
	const cli = await cliFor();
	const file = join(cli.paths.home, "ROADMAP.md");
	await writeFile(file, ROADMAP);
	return { cli, file };
}

test("list has exactly the fields of the interface", async () => {
	const { cli, file } = await withFile();
	const { items } = await cli.json<{ items: RoadmapItem[] }>("roadmap", "list", "--file", file);
	expect(items).toEqual([
		{
			id: "PRIORITY 1",
			alias: "US-7",
			title: "Lay the table",
			status: "done",
			line: 3,
			estimate: null,
			dependsOn: [],
			warnings: [],
		},
		expect.objectContaining({ id: "US-8", alias: null, status: "planned", dependsOn: ["PRIORITY 1"] }),
	]);
	expect((await cli.run("roadmap", "--file", file)).stdout).toMatch(/^US-8 +planned +6 +Cook$/m);
});

test("next and show print the item", async () => {
	const { cli, file } = await withFile();
	expect(await cli.json("roadmap", "next", "--file", file)).toMatchObject({
		id: "US-8",
		steps: [{ code: "echo soup" }],
	});
	expect(await cli.json("roadmap", "show", "1", "--file", file)).toMatchObject({ id: "PRIORITY 1" });
	expect(await cli.run("roadmap", "show", "US-9", "--file", file)).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('has no item "US-9"'),
	});
});

test("nothing next is null, with the reason beside it", async () => {
	const { cli, file } = await withFile();
	await writeFile(file, "## US-1: Done\n**Status**: ✅\n");
	const { status, stdout, stderr } = await cli.run("roadmap", "next", "--json", "--file", file);
	expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "null", stderr: "The only item is done." });
});

test("without a file it is that of the folder one is in, or of the developer's workspace", async () => {
	const { cli, file } = await withFile();
	const here = await cli.spawn(["roadmap"], { cwd: cli.paths.home });
	expect(here.stdout).toContain("US-8");
	const workspace = join(cli.paths.home, "work");
	await mkdir(workspace);
	await writeFile(join(workspace, "ROADMAP.md"), "## US-1: Theirs\n**Status**: planned\n");
	await writeFile(cli.paths.config, JSON.stringify({ daemons: { dev: { program: "code-developer", workspace } } }));
	expect((await cli.run("roadmap")).stdout).toContain("Theirs");
	expect((await cli.run("roadmap", "--file", file)).stdout).toContain("US-8");
});

test("a file that is not there is one sentence", async () => {
	const cli = await cliFor();
	expect(await cli.run("roadmap", "--file", "/no/such.md")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("/no/such.md"),
	});
	expect(await cli.run("roadmap")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("There is no ROADMAP.md in"),
	});
});

describe("editing", () => {
	test("a status, a place and a new item, and nothing else in the file", async () => {
		const { cli, file } = await withFile();
		const edit = (...words: string[]) => cli.json<RoadmapItem>("roadmap", ...words, "--file", file);
		expect(await edit("status", "us-8", "blocked")).toMatchObject({ id: "US-8", status: "blocked", line: 6 });
		expect(await edit("move", "US-8", "--before", "1")).toMatchObject({ id: "US-8", line: 3 });
		expect(await edit("move", "US-8", "--end")).toMatchObject({ id: "US-8", line: 6 });
		const added = await edit(
			"add",
			"Wash up",
			"--after",
			"PRIORITY 1",
			"--status",
			"in-progress",
			"--body",
			"- [ ] plates",
		);
		expect(added).toMatchObject({ id: "US-9", title: "Wash up", status: "in-progress", line: 6 });
		expect(await readFile(file, "utf8")).toBe(
			ROADMAP.replace("📝 Planned", "⏸️ Blocked").replace(
				"## US-8",
				"## US-9: Wash up\n\n**Status**: 🔄 In progress\n\n- [ ] plates\n\n## US-8",
			),
		);
		expect((await cli.run("roadmap", "status", "US-9", "done", "--file", file)).stdout).toBe("US-9 is done now.");
	});

	test("what would change nothing, or is not there, fails with one sentence", async () => {
		const { cli, file } = await withFile();
		const failed = async (...words: string[]) => {
			const { status, stdout, stderr } = await cli.run("roadmap", ...words, "--file", file);
			expect([status, stdout]).toEqual([1, ""]);
			return stderr;
		};
		expect(await failed("status", "US-8", "planned")).toBe(
			"nightshift: US-8 is planned already, so nothing was written.",
		);
		expect(await failed("status", "US-77", "done")).toContain('has no item "US-77"');
		expect(await failed("add", "📝 Planned")).toContain("The item cannot be added like this");
		expect(await readFile(file, "utf8")).toBe(ROADMAP);
	});
});

describe("a developer's roadmap", () => {
	async function withDeveloper() {
		const cli = await cliFor();
		const workspace = join(cli.paths.home, "work");
		await mkdir(workspace);
		const file = join(workspace, "ROADMAP.md");
		await writeFile(file, "## US-1: One\n**Status**: planned\n## US-2: Two\n**Status**: planned\n");
		await writeFile(cli.paths.config, JSON.stringify({ daemons: { dev: { program: "code-developer", workspace } } }));
		return { cli, file };
	}

	test("has items that are set aside and taken up again, without a word in the file", async () => {
		const { cli, file } = await withDeveloper();
		const before = await readFile(file, "utf8");
		expect(await cli.json("roadmap", "aside", "US-1", "--reason", "later")).toEqual({
			ref: "US-1",
			aside: true,
			reason: "later",
		});
		expect(await cli.json("roadmap", "next", "--daemon", "dev")).toMatchObject({ id: "US-2" });
		expect((await cli.run("roadmap", "unaside", "US-1")).stdout).toBe("US-1 is taken up again.");
		expect(await cli.json("roadmap", "next")).toMatchObject({ id: "US-1" });
		expect(await readFile(file, "utf8")).toBe(before);
		expect(await cli.run("roadmap", "--daemon", "nobody")).toMatchObject({
			status: 1,
			stderr: 'nightshift: There is no daemon named "nobody"; config.json has: dev.',
		});
	});

	test("keeps what it was before an edit", async () => {
		const { cli } = await withDeveloper();
		await cli.run("roadmap", "status", "US-1", "done");
		expect(await readdir(cli.paths.daemon("dev").roadmapBackups)).toHaveLength(1);
	});

	test("is found with a mistake in config.json, as long as the dashboard goes on with the settings before", async () => {
		const { cli } = await withDeveloper();
		const config = await readFile(cli.paths.config, "utf8");
		await writeFile(cli.paths.config, "{ broken");
		expect(await cli.run("roadmap")).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("config.json, line 1"),
		});
		await writeFile(cli.paths.config, config);
		expect((await cli.run("start")).status).toBe(0);
		await writeFile(cli.paths.config, "{ broken");
		expect(await cli.run("roadmap")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("US-2"),
			stderr: expect.stringContaining("goes on with the settings before"),
		});
		await writeFile(cli.paths.config, config);
	});
});
