import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { recordCheck } from "../../../server/work/record-check.ts";
import { createCall, createRun, createTurn } from "../../support/runs.ts";
import { cliFor } from "./run-cli.ts";

/** Two runs, as developers would have recorded them. */
async function cliWithRuns() {
	const cli = await cliFor({});
	const db = await openDatabase(cli.paths.database);
	await createRun(db, { item: "US-1", status: "failed", daemon: "other" });
	const run = await createRun(db, {
		item: "US-2",
		title: "A title\u202E that turns\nand breaks",
		workspace: "/nowhere",
		status: "review",
		waitsFor: "Q-3",
		activeMs: 65_000,
		inputTokens: 1_200,
		cost: 0.5,
		currency: "USD",
	});
	const turn = await createTurn(db, run.id);
	await createCall(db, turn.id);
	const check = {
		runId: run.id,
		command: "npm test",
		ok: false,
		how: "exit code 1",
		output: "",
		startedAt: new Date(),
	};
	await recordCheck(db, check);
	await db.close();
	return cli;
}

test("runs are listed with the dashboard down", async () => {
	const cli = await cliWithRuns();
	const { stdout } = await cli.run("runs");
	expect(stdout.split("\n")).toHaveLength(3);
	expect(stdout).toMatch(/2\s+code-developer\s+US-2 .*U\+202E.* review \(Q-3\).*1m 05s\s+1,200\s+0\.50 USD/);
	expect(await cli.json("runs", "other")).toMatchObject({ runs: [{ id: 1, item: "US-1" }] });
	expect(await cli.json("runs", "--item", "US-2", "--status", "done")).toEqual({ runs: [] });
});

test("a run is shown with what became of it", async () => {
	const cli = await cliWithRuns();
	const shown = (await cli.run("runs", "show", "2")).stdout;
	expect(shown).toContain("1 turn");
	expect(shown).toContain("failed  npm test (exit code 1)");
	expect(await cli.json("runs", "show", "2")).toMatchObject({ run: { id: 2 }, calls: { total: 1 } });
});

test("a run is exported into a new file for its owner alone, and never over one that is there", async () => {
	const cli = await cliWithRuns();
	const file = join(cli.paths.home, "run.md");
	expect((await cli.run("runs", "export", "2", file)).status).toBe(0);
	expect(await readFile(file, "utf8")).toContain("# Run 2: US-2");
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	const again = await cli.run("runs", "export", "2", file);
	expect(again).toMatchObject({ status: 1 });
	expect(again.stderr).toContain("there is such a file");
	expect(JSON.parse((await cli.run("runs", "export", "2", "-", "--json")).stdout)).toMatchObject({ run: { id: 2 } });
});

test("what there is not is said so, and wrong usage is wrong usage below a command too", async () => {
	const cli = await cliFor({});
	expect((await cli.run("runs")).stdout).toContain("Nothing of the kind was worked on yet.");
	expect(await cli.run("runs", "show", "1")).toMatchObject({ status: 1 });
	const wrong = await cli.run("runs", "show", "x");
	expect(wrong.status).toBe(2);
	expect(wrong.stderr).toContain('see "nightshift runs show --help"');
});
