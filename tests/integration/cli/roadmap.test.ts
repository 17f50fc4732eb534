import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
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
