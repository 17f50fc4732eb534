import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { eventually } from "../../support/wait.ts";
import { allowOnce, choose, scriptedSession } from "./harness.ts";
import { livingCarriers, tokenFor } from "./survivors.ts";

const OPTIONS = [{ optionId: "y", name: "Yes", kind: "allow_once" }];
const FOREVER = "while :; do sleep 1; done";
const runs = (command: string) => ({ toolCallId: "t1", title: "Run it", kind: "execute", rawInput: { command } });

describe("a terminal", () => {
	test("is asked about, runs in the session's folder, and shows output and end with its tool call", async () => {
		const { home, seen, play } = await scriptedSession();
		await writeFile(join(home, "here"), "");
		const result = await play(["terminal", "t1", "ls && echo né && echo oops >&2 && exit 3"]);
		expect(seen.requests).toMatchObject([
			{
				title: "ls && echo né && echo oops >&2 && exit 3",
				command: "ls && echo né && echo oops >&2 && exit 3",
				kind: "execute",
				paths: [home],
			},
		]);
		expect(JSON.parse(seen.messages)).toMatchObject({ exitCode: 3, signal: null, truncated: false });
		expect(JSON.parse(seen.messages).output).toMatch(/here\nné\n/);
		expect(seen.tools.at(-1)).toMatchObject({ status: "failed", output: expect.stringContaining("here\nné\n") });
		expect(result.failedTool?.output).toContain("oops");
	});

	test("takes a program with arguments as they are", async () => {
		const { seen, play } = await scriptedSession();
		await play(["terminal", null, "printf", { args: ["%s|", "a b", "$HOME", "'"] }]);
		expect(JSON.parse(seen.messages)).toMatchObject({ exitCode: 0, output: "a b|$HOME|'|" });
		expect(seen.requests[0]?.command).toBe("printf '%s|' 'a b' '$HOME' ''\\'''");
	});

	test("does not run when the person says no", async () => {
		const { home, seen, play } = await scriptedSession([], choose("reject_once", "too dangerous"));
		expect(await play(["terminal", null, "touch done"])).toMatchObject({ rejected: true });
		expect(seen.messages).toContain("the person does not allow it: too dangerous");
		await expect(readFile(join(home, "done"))).rejects.toMatchObject({ code: "ENOENT" });
	});

	test("is not asked about again when this very command was just allowed, once", async () => {
		const { seen, play } = await scriptedSession();
		await play(
			["ask", runs("echo 1"), OPTIONS],
			["terminal", "t1", "sh", { args: ["-c", "echo 1"] }],
			["terminal", "t2", "echo 1"],
		);
		expect(seen.requests.map(({ title }) => title)).toEqual(["Run it", "echo 1"]);
	});

	test.each([
		["another command", "echo 2", {}],
		["another folder", "echo 1", { cwd: "sub" }],
		["variables that may change what it does", "echo 1", { env: [{ name: "PATH", value: "/tmp" }] }],
	])("is asked about when what was allowed was %s", async (_, command, options) => {
		const { home, seen, play } = await scriptedSession([], (request) =>
			request.title === "Run it" ? { optionId: "y" } : { cancelled: true },
		);
		await mkdir(join(home, "sub"));
		await play(["ask", runs("echo 1"), OPTIONS], ["terminal", null, command, options]);
		expect(seen.requests).toHaveLength(2);
		expect(seen.messages).toContain("nobody has allowed it");
	});

	test("shows the variables that may change what it does in front of the command, and runs it as it was", async () => {
		const { seen, play } = await scriptedSession();
		const env = [
			{ name: "NODE_OPTIONS", value: "--require ./x.cjs" },
			{ name: "NO_COLOR", value: "1" },
		];
		await play(["terminal", null, "printenv", { args: ["NODE_OPTIONS"], env }]);
		const command = "NODE_OPTIONS='--require ./x.cjs' printenv NODE_OPTIONS";
		expect(seen.requests).toMatchObject([{ title: command, command }]);
		expect(JSON.parse(seen.messages)).toMatchObject({ exitCode: 0, output: "--require ./x.cjs\n" });
	});

	test("is asked about when the agent has already done by itself what was allowed, or in an earlier turn", async () => {
		const { seen, play } = await scriptedSession();
		const done = { sessionUpdate: "tool_call_update", toolCallId: "t1", status: "completed" };
		await play(["ask", runs("echo 1"), OPTIONS], ["update", done], ["terminal", null, "echo 1"]);
		await play(["ask", runs("echo 2"), OPTIONS]);
		await play(["terminal", null, "echo 2"]);
		expect(seen.requests.map(({ title }) => title)).toEqual(["Run it", "echo 1", "Run it", "echo 2"]);
	});

	test("does not run outside the session's folder, nor behind a link that leads out", async () => {
		const { home, seen, play } = await scriptedSession();
		await symlink("/usr", join(home, "link"));
		await writeFile(join(home, "file"), "");
		for (const cwd of ["/", "..", join(home, "link")]) await play(["terminal", null, "pwd", { cwd }]);
		expect(seen.messages.match(/is outside the session's folder/g)).toHaveLength(3);
		await play(["terminal", null, "pwd", { cwd: "file" }]);
		expect(seen.messages).toContain("is not a folder");
		expect(seen.requests).toEqual([]);
	});

	test("names what cannot be started", async () => {
		const { seen, play } = await scriptedSession();
		await play(["terminal", null, "no-such-program", { args: ["x"] }]);
		await play(["terminal", null, " "]);
		await play(["terminal", null, "true", { env: [{ name: "A=B", value: "" }] }]);
		expect(seen.messages).toMatch(
			/the program "no-such-program" was not found.*empty.*cannot be the name of a variable/,
		);
	});

	test("keeps the last bytes of its output, cut between characters", async () => {
		const { seen, play } = await scriptedSession();
		await play(["terminal", null, "printf 'ääää%.0s' $(seq 1000)", { outputByteLimit: 7 }]);
		expect(JSON.parse(seen.messages)).toMatchObject({ output: "äää", truncated: true });
	});

	test("stays within its memory however much is printed", async () => {
		const { seen, play } = await scriptedSession();
		await play([
			"terminal",
			"t1",
			"head -c 60000000 /dev/zero | tr '\\0' 'x'",
			{ measure: true, outputByteLimit: 1_000_000_000 },
		]);
		expect(JSON.parse(seen.messages)).toMatchObject({ output: 4 * 1024 * 1024, truncated: true });
		expect(seen.tools.at(-1)?.output?.length).toBeLessThanOrEqual(20_000);
	});

	test("shows its output while it runs, and can be killed and read after", async () => {
		const { home, seen, play } = await scriptedSession();
		await play(["terminal", "t1", `echo started; ${FOREVER}`, { keep: true }]);
		const terminalId = seen.messages;
		await eventually(() => seen.tools.at(-1)?.output?.includes("started"));
		seen.messages = "";
		await play(
			["call", "terminal/output", { terminalId }],
			["call", "terminal/kill", { terminalId }],
			["call", "terminal/wait_for_exit", { terminalId }],
			["call", "terminal/output", { terminalId }],
			["call", "terminal/release", { terminalId }],
			["call", "terminal/output", { terminalId }],
		);
		expect(seen.messages).toContain('{"output":"started\\n","truncated":false,"exitStatus":null}');
		expect(seen.messages).toContain('"signal":"SIGTERM"');
		expect(seen.messages).toContain("error -32002");
		expect(home).toBeTruthy();
	});

	test("gets neither Nightshift's own variables nor what was configured for the agent", async () => {
		onTestFinished(() => void vi.unstubAllEnvs());
		vi.stubEnv("NIGHTSHIFT_TEST_SECRET", "s");
		vi.stubEnv("MINE", "m");
		const { seen, play } = await scriptedSession([], allowOnce, { env: { AGENT_KEY: "k" } });
		await play(["terminal", null, "env", { env: [{ name: "ADDED", value: "a" }] }]);
		const { output } = JSON.parse(seen.messages);
		expect(output).toContain("ADDED=a");
		expect(output).toContain("MINE=m");
		expect(output).not.toMatch(/NIGHTSHIFT_TEST_SECRET|AGENT_KEY/);
		expect(seen.requests[0]?.detail).toContain("ADDED=a");
	});

	test("cannot be opened without end", async () => {
		const { seen, play } = await scriptedSession();
		await play(...Array.from({ length: 33 }, () => ["terminal", null, "true", { keep: true }]));
		expect(seen.messages).toContain("only 32 terminals can be open");
		expect(seen.requests).toHaveLength(32);
	});
});

describe("what runs in a terminal ends", () => {
	const terminalOf = async (token: string) =>
		eventually(() => livingCarriers(token).find(({ command }) => command.includes("trap-me")));
	const TREE = `trap "" TERM; (trap "" TERM; : trap-me; ${FOREVER}) & ${FOREVER}`;

	test.each(["release", "close", "death"])("with its tree: %s", async (how) => {
		const { token, env } = tokenFor();
		const { agent, seen, play } = await scriptedSession([], allowOnce, { env, stopTimeoutMs: 300 });
		await play([
			"terminal",
			null,
			TREE,
			{ keep: true, env: Object.entries(env).map(([name, value]) => ({ name, value })) },
		]);
		expect(await terminalOf(token)).toBeTruthy();
		if (how === "release") await play(["call", "terminal/release", { terminalId: seen.messages }]);
		else if (how === "close") await agent.close();
		else await expect(play(["exit", 1])).rejects.toMatchObject({ code: "agent-failed" });
		if (how === "death") await agent.exited;
		await eventually(() => !livingCarriers(token).some(({ command }) => command.includes("trap-me")));
		if (how !== "release") expect(livingCarriers(token)).toEqual([]);
	});
});
