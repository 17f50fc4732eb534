import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startAgent } from "../../../server/agents/start-agent.ts";
import type { StartAgentOptions } from "../../../server/agents/types.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { acts, allowOnce, recording, scripted, started } from "./harness.ts";
import { livingCarriers, tokenFor } from "./survivors.ts";

/** Tries to start and gives the error; what it started must be gone by then. */
async function failure(command: string[], changes: Partial<StartAgentOptions> = {}, cwd?: string) {
	const { home } = await tempHome();
	const { token, env } = tokenFor();
	const { options, seen } = recording(command, cwd ?? home, allowOnce, changes);
	const error = await startAgent({ ...options, env: { ...changes.env, ...env } }).then(
		() => expect.unreachable("it started"),
		(caught) => caught,
	);
	expect(error).toMatchObject({ name: "NightshiftError", code: "agent-failed" });
	expect(livingCarriers(token)).toEqual([]);
	return { message: (error as Error).message, details: error.details, log: seen.log };
}

describe("starting an agent", () => {
	test("tells its name and version", async () => {
		const { home } = await tempHome();
		const { agent } = await started(scripted(), home);
		expect(agent.info).toEqual({ name: "Scripted", version: "1.2.3" });
	});

	test("names a program that is not installed, and what to change", async () => {
		const { message } = await failure(["no-such-agent", "--acp"]);
		expect(message).toContain('the program "no-such-agent" was not found');
		expect(message).toContain("config.json");
	});

	test("names a folder that does not exist instead of blaming the program", async () => {
		const { message } = await failure(scripted(), {}, "/no/such/folder");
		expect(message).toContain("its folder /no/such/folder does not exist");
	});

	test("says that a file may not be executed", async () => {
		const { home } = await tempHome();
		const file = join(home, "agent.sh");
		await writeFile(file, "#!/bin/sh\n");
		await chmod(file, 0o644);
		expect((await failure([file])).message).toContain("may not be executed");
	});

	test("refuses an empty command", async () => {
		expect((await failure([])).message).toContain("empty");
	});

	test("tells exit code and last words of an agent that exits at once", async () => {
		const { message, details } = await failure(scripted("exit"));
		expect(message).toContain("ended with exit code 3 before it was ready");
		expect(message).toContain("no model is configured");
		expect(details).toMatchObject({ code: 3, lastLines: ["reading settings", "no model is configured"] });
	});

	test("gives up a program that prints something else, long before the time is up", async () => {
		const { message, log } = await failure(scripted("babble"), { startTimeoutMs: 1_000_000 });
		expect(message).toContain("does not speak the Agent Client Protocol");
		expect(message).toContain("Usage: agent [options] 0");
		expect(log.length).toBeLessThan(20);
	});

	test("names the time that passed, and what was printed instead of an answer", async () => {
		const { message } = await failure(["sh", "-c", "echo Welcome!; cat > /dev/null"], { startTimeoutMs: 1_500 });
		expect(message).toContain('did not answer "initialize" within 1.5 seconds');
		expect(message).toContain("Welcome!");
	});

	test("names the time that passed for one that is silent", async () => {
		const { message } = await failure(scripted("hang"), { startTimeoutMs: 300 });
		expect(message).toContain("within 0.3 seconds");
	});

	test("ends one that is silent, with all it started, as soon as nobody wants it any more", async () => {
		const { home } = await tempHome();
		const { token, env } = tokenFor();
		const unwanted = new AbortController();
		const { options } = recording(scripted("hang", "breakaway"), home, allowOnce, { env, stopTimeoutMs: 200 });
		const starting = startAgent({ ...options, signal: unwanted.signal });
		starting.catch(() => undefined);
		await eventually(() => livingCarriers(token).length >= 2);
		unwanted.abort();
		await expect(starting).rejects.toBe(unwanted.signal.reason);
		expect(livingCarriers(token)).toEqual([]);
	});

	test("does not begin when nobody wants it any more", async () => {
		const { home } = await tempHome();
		const { token, env } = tokenFor();
		const { options } = recording(scripted("hang"), home, allowOnce, { env });
		await expect(startAgent({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
		expect(livingCarriers(token)).toEqual([]);
	});

	test("is not disturbed by a banner on standard output", async () => {
		const { home } = await tempHome();
		const { agent, seen } = await started(scripted("banner"), home);
		expect(agent.info.name).toBe("Scripted");
		expect(agent.ignored.rubbishLines).toBe(4);
		expect(seen.log[0]).toContain("Welcome!");
	});

	test.each(["version-2", "old-protocol"])(
		"tells the versions apart when the agent speaks another (%s)",
		async (mode) => {
			const { message } = await failure(scripted(mode));
			expect(message).toContain("speaks version 2 of the Agent Client Protocol, and Nightshift version 1");
		},
	);

	test("says how to sign in when the agent asks for it", async () => {
		const { message } = await failure(scripted("auth-at-start"));
		expect(message).toContain("asks you to sign in");
		expect(message).toContain('"env"');
	});

	test("keeps IS_SANDBOX from the agent unless it is 1, and the daemon's status file always", async () => {
		const { home } = await tempHome();
		onTestFinished(() => void vi.unstubAllEnvs());
		vi.stubEnv("IS_SANDBOX", "yes");
		vi.stubEnv("NIGHTSHIFT_STATUS_FILE", join(home, "status.json"));
		const names = ["IS_SANDBOX", "NIGHTSHIFT_STATUS_FILE", "MY_KEY"];
		for (const [env, expected] of [
			[{ MY_KEY: "k" }, [null, null, "k"]],
			[{ IS_SANDBOX: "1" }, ["1", null, null]],
		] as const) {
			const { agent, seen } = await started(scripted(), home, allowOnce, { env });
			const { sessionId } = await agent.openSession({ cwd: home });
			await agent.prompt(sessionId, acts(["environment", ...names]));
			expect(JSON.parse(seen.messages)).toEqual(expected);
		}
	});

	test("works in folders and with arguments that have spaces and other scripts", async () => {
		const { home } = await tempHome();
		const cwd = join(home, "Nächte & Schicht 夜勤");
		await mkdir(cwd);
		const { agent, seen } = await started(scripted("an odd 'argument' $HOME"), cwd);
		const { sessionId } = await agent.openSession({ cwd });
		await agent.prompt(sessionId, acts(["call", "fs/write_text_file", { path: join(cwd, "né w.txt"), content: "x" }]));
		expect(seen.messages).toBe("{}");
	});
});
