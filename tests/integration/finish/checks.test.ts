import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LEFT_OUT } from "../../../server/contract/record.ts";
import { type CheckCommand, type CheckResult, runChecks } from "../../../server/daemons/code-developer/checks.ts";
import { runCheck } from "../../../server/daemons/code-developer/finish/run-check.ts";
import type { KeyedQuestion } from "../../../server/daemons/code-developer/fresh-question.ts";
import { isAlive } from "../../support/processes.ts";
import { eventually, fileText } from "../../support/wait.ts";
import { tempFolder } from "../developer/rig.ts";
import { signal } from "./work.ts";

const asking = (command: string): CheckCommand => ({ command, asks: true });
const allowed = (command: string): CheckCommand => ({ command, asks: false });

/** Runs checks in a folder of its own; whoever is asked answers with `option`. */
async function run(commands: CheckCommand[], option: string | null = "run", timeoutMs?: number) {
	const folder = await tempFolder();
	const asked: KeyedQuestion[] = [];
	const results: CheckResult[] = [];
	const told: (string | null | undefined)[] = [];
	const states: string[] = [];
	const failure = await runChecks(commands, {
		shop: { activity: { record: ({ outcome }) => told.push(outcome) } },
		asker: {
			ask: async (question) => {
				asked.push(question);
				return option === null
					? { option: null, why: "Q-1 was withdrawn", ticket: "Q-1" }
					: { option, comment: "not now", ticket: "Q-1" };
			},
		},
		board: { say: () => undefined, setCheck: (index, status) => states.push(`${index} ${status}`) },
		facts: { daemon: "dev", run: 7, item: { id: "US-1", title: "It" }, branch: "b", folder },
		signal,
		onResult: (result) => results.push(result),
		timeoutMs,
	});
	return { folder, failure, asked, results, told, states };
}

describe("checks", () => {
	test("run in the work's folder, one after the other, and each result is kept with its output", async () => {
		const { folder, failure, results, told, states } = await run([asking("pwd -P; echo err >&2"), asking("true")]);
		expect(failure).toBeNull();
		expect(results.map(({ command, ok, how }) => [command, ok, how])).toEqual([
			["pwd -P; echo err >&2", true, "exit code 0"],
			["true", true, "exit code 0"],
		]);
		expect(results[0]?.output).toBe(`${folder}\nerr\n`);
		expect(results[0]?.startedAt).toBeInstanceOf(Date);
		expect(told).toEqual(["ok", "ok"]);
		expect(states).toEqual(["0 in_progress", "0 completed", "1 in_progress", "1 completed"]);
	});

	test("of the item are asked about; those of config.json are not", async () => {
		const { asked } = await run([asking("true"), allowed("true")]);
		expect(asked.map(({ title }) => title)).toEqual(["Check US-1 with true?"]);
	});

	test("end with the first that fails: it was run, so the agent may mend it", async () => {
		const { failure, results } = await run([allowed("echo the reason; exit 3"), allowed("true")]);
		expect(failure).toEqual({
			reason: "The check “echo the reason; exit 3” failed (exit code 3).",
			output: "the reason\n",
			ran: true,
		});
		expect(results).toHaveLength(1);
	});

	test("stop at the first failing line, and at a variable that is not set", async () => {
		expect((await run([allowed("false\ntrue")])).failure?.ran).toBe(true);
		expect((await run([allowed("echo $NO_SUCH_VARIABLE_HERE")])).failure?.ran).toBe(true);
	});

	test("that are left out are neither passed nor failed", async () => {
		const { failure, results, told } = await run([asking("false")], "leave-out");
		expect(failure).toBeNull();
		expect(results).toMatchObject([{ ok: false, how: LEFT_OUT, output: "" }]);
		expect(told).toEqual(["cancelled"]);
	});

	test("that may not run are told apart from those that failed", async () => {
		const { failure, results } = await run([asking("true")], "refuse");
		expect(failure).toEqual({
			reason: "The check “true” was not run, because you said no (Q-1): not now.",
			output: null,
			ran: false,
		});
		expect(results).toEqual([]);
		expect((await run([asking("true")], null)).failure?.reason).toContain("because Q-1 was withdrawn");
	});

	test("that hang have failed after their time", async () => {
		const { failure } = await run([allowed("echo begun; sleep 600")], "run", 500);
		expect(failure).toMatchObject({
			reason: expect.stringContaining("failed (not done after 0.5 s)"),
			output: "begun\n",
		});
	});
});

describe("a check's processes", () => {
	/** Starts three: one in the group, one in the background, one in a session of its own. */
	const TREE = "sleep 600 & echo $! >> pids; setsid sh -c 'echo $$ >> pids; sleep 600' & echo go; wait";

	async function pidsIn(folder: string): Promise<number[]> {
		const text = await fileText(join(folder, "pids"), (pids) => pids.trim().split("\n").length === 2);
		return text.trim().split("\n").map(Number);
	}
	const gone = async (pids: number[]) => (await Promise.all(pids.map(isAlive))).every((alive) => !alive) || null;

	test.each([
		["when its time is up", 1_500],
		["when it is stopped", 600_000],
	])("are all ended %s", async (_, timeoutMs) => {
		const cwd = await tempFolder();
		const stop = new AbortController();
		const running = runCheck(TREE, { cwd, name: "check-1", signal: stop.signal, timeoutMs });
		running.catch(() => undefined);
		const pids = await pidsIn(cwd);
		if (timeoutMs > 10_000) {
			stop.abort();
			await expect(running).rejects.toThrow(/abort/i);
		} else expect(await running).toMatchObject({ ok: false, how: expect.stringContaining("not done") });
		await eventually(() => gone(pids));
	});

	test("are ended with a check that ends by itself", async () => {
		const cwd = await tempFolder();
		const result = await runCheck(TREE.replace("wait", "while ! [ -s pids ]; do :; done; sleep 0.3"), {
			cwd,
			name: "c",
			signal,
		});
		expect(result).toMatchObject({ ok: true, output: "go\n" });
		await eventually(async () => gone(await pidsIn(cwd)));
		expect((await readFile(join(cwd, "pids"), "utf8")).trim()).not.toBe("");
	});

	test("of a check that prints without end leave beginning and end of it", async () => {
		const cwd = await tempFolder();
		const { ok, output } = await runCheck("echo first; yes | head -c 5000000; echo last", { cwd, name: "c", signal });
		expect(ok).toBe(true);
		expect(output.length).toBeLessThan(25_000);
		expect(output).toMatch(/^first\n/);
		expect(output).toMatch(/characters left out[\s\S]*last\n$/);
	});

	test("that cannot be started at all have failed with a word why", async () => {
		const missing = join(await tempFolder(), "missing");
		expect(await runCheck("true", { cwd: missing, name: "c", signal })).toMatchObject({
			ok: false,
			how: expect.stringContaining("not found"),
		});
		const long = `true ${"x".repeat(130_000)}`;
		expect(await runCheck(long, { cwd: await tempFolder(), name: "c", signal })).toMatchObject({
			ok: false,
			how: expect.stringContaining("longer"),
		});
	});
});
