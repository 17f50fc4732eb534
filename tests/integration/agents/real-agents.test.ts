import { execFileSync } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startAgent } from "../../../server/agents/start-agent.ts";
import type { Elicit, ElicitRequest, PromptResult, TroubleFound } from "../../../server/agents/types.ts";
import { commandOf, missing, REAL_AGENTS, type RealAgent } from "../../support/real-agents.ts";
import { type ModelStep, standInModel } from "../../support/stand-in-model.ts";
import { tempHome } from "../../support/temp-home.ts";
import { allowOnce, recording } from "./harness.ts";

/** These are big programs; with two cores shared their start alone can take a quarter of a minute. */
const PATIENCE_MS = 120_000;

/** A real agent whose model plays these steps, in a git repository of its own. */
async function atWork(agent: RealAgent, script: (work: string) => ModelStep[], elicit?: Elicit) {
	const { home } = await tempHome();
	const work = join(home, "work");
	const settings = join(home, "settings");
	await mkdir(work);
	await mkdir(settings);
	execFileSync("git", ["init", "--quiet"], { cwd: work });
	const model = await standInModel(() => script(work));
	await agent.prepare(model.url, settings);
	const { command, env = {} } = commandOf(agent, model.url, settings);
	const { options, seen } = recording(command, work, allowOnce, {
		env,
		startTimeoutMs: PATIENCE_MS,
		...(elicit ? { elicit } : {}),
	});
	const start = async () => {
		const connection = await startAgent(options);
		onTestFinished(() => connection.close());
		return connection;
	};
	return { work, model, seen, start };
}

for (const agent of REAL_AGENTS) {
	const why = missing(agent);
	describe.skipIf(why !== null)(`${agent.name}${why === null ? "" : ` (${why})`}`, { timeout: PATIENCE_MS * 2 }, () => {
		test("asks by kind, works in the folder, tells what it used, and knows an old session again", async () => {
			const { work, seen, start } = await atWork(agent, (folder) => [
				{ text: "I write it.", calls: [agent.write(join(folder, "new.txt"), "hello")] },
				{ calls: [agent.run("touch ran.txt")] },
				{ text: "All done." },
				{ text: "As before." },
			]);
			const first = await start();
			const { sessionId, how } = await first.openSession({ cwd: work, mode: agent.mode });
			expect(how).toBe("new");
			expect(first.sessionFacts(sessionId).mode).toBe(agent.mode);

			const result = await first.prompt(sessionId, "Write new.txt and run the command.");
			expect(result).toMatchObject({ stopReason: "end_turn", text: "All done.", trouble: null, failedTool: null });
			expect(await readFile(join(work, "new.txt"), "utf8")).toMatch(/^hello\n?$/);
			expect(await readFile(join(work, "ran.txt"), "utf8")).toBe("");

			expect(seen.requests.map(({ kind }) => kind)).toEqual([agent.writeKind, "execute"]);
			expect(seen.requests[1]).toMatchObject({ command: "touch ran.txt", sessionFolder: work });
			if (agent.writeKind === "edit") {
				expect(seen.requests[0]).toMatchObject({
					paths: [join(work, "new.txt")],
					changes: [{ path: "new.txt", newText: expect.stringMatching(/^hello\n?$/) }],
				});
				const edits = seen.tools.filter(({ kind }) => kind === "edit");
				expect(edits.at(-1)).toMatchObject({ status: "completed", changes: [{ path: "new.txt" }] });
			}
			expect(result.usage).toMatchObject({
				inputTokens: expect.toSatisfy((count: number) => count >= 120),
				outputTokens: expect.toSatisfy((count: number) => count >= 15),
			});
			if (agent.tellsCost) expect(seen.usages.at(-1)?.cost?.amount).toBeGreaterThan(0);
			expect(first.ignored).toMatchObject({ rubbishLines: 0, unknownUpdates: 0 });
			await first.close();

			const second = await start();
			const again = await second.openSession({ cwd: work, resumeSessionId: sessionId, mode: agent.mode });
			expect(again.how).toBe(agent.reopens);
			if (again.how !== "new") expect((await second.prompt(sessionId, "And?")).text).toMatch(/As before\.$/);
		});

		test.skipIf(agent.question === null)("asks its questions with forms", async () => {
			const forms: ElicitRequest[] = [];
			const { work, start } = await atWork(
				agent,
				() => [{ calls: agent.question === null ? [] : [agent.question] }, { text: "All done." }],
				async (request) => {
					forms.push(request);
					return { action: "decline" };
				},
			);
			const connection = await start();
			const { sessionId } = await connection.openSession({ cwd: work, mode: agent.mode });
			expect((await connection.prompt(sessionId, "Ask me.")).stopReason).toBe("end_turn");
			expect(forms).toHaveLength(1);
			expect(JSON.stringify(forms[0])).toContain("Which colour?");
			expect(JSON.stringify(forms[0]?.schema)).toContain("blue");
		});

		test("without a valid key has the trouble to sign in", async () => {
			const error = {
				type: "authentication_error",
				code: "invalid_api_key",
				message: "invalid x-api-key",
				status: "UNAUTHENTICATED",
			};
			const body = { type: "error", error: { ...error, code: agent.name === "gemini" ? 401 : error.code } };
			const { work, start } = await atWork(agent, () => [{ error: { status: 401, body } }]);
			const connection = await start();
			const { sessionId } = await connection.openSession({ cwd: work });
			expect(await troubleOf(connection.prompt(sessionId, "Work."))).toMatchObject({ trouble: "sign-in" });
		});

		test.skipIf(agent.waitsByItself)("that asks too often has the trouble of a rate limit", async () => {
			const error = { type: "rate_limit_error", code: "rate_limit_exceeded", message: "Rate limit reached" };
			const { work, start } = await atWork(agent, () => [{ error: { status: 429, body: { type: "error", error } } }]);
			const connection = await start();
			const { sessionId } = await connection.openSession({ cwd: work });
			expect(await troubleOf(connection.prompt(sessionId, "Work."))).toMatchObject({ trouble: "rate-limit" });
		});
	});
}

/** The trouble of a turn, be it told as an error or as an answer. */
async function troubleOf(turn: Promise<PromptResult>): Promise<Partial<TroubleFound> | null> {
	return turn.then(
		({ trouble }) => trouble,
		({ details }: { details: TroubleFound }) => details,
	);
}
