import { describe, expect, test } from "vitest";
import { itemPrompt } from "../../../server/agents/item-prompt.ts";
import { startAgent } from "../../../server/agents/start-agent.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";
import { tempHome } from "../../support/temp-home.ts";
import { acts, allowOnce, recording, scripted, started } from "./harness.ts";

describe("opening a session", () => {
	const open = async (modes: string[], resumeSessionId: string | null) => {
		const { home } = await tempHome();
		const { agent, seen } = await started(scripted(...modes), home);
		return { seen, opened: await agent.openSession({ cwd: home, resumeSessionId }), agent };
	};

	test("makes a new one when there is none to resume, or the agent cannot", async () => {
		expect((await open(["load", "resume"], null)).opened).toEqual({ sessionId: "new-session", how: "new" });
		expect((await open([], "old")).opened).toEqual({ sessionId: "new-session", how: "new" });
	});

	test("resumes rather than loads", async () => {
		expect((await open(["load", "resume"], "old")).opened).toEqual({ sessionId: "old", how: "resumed" });
	});

	test("loads without telling the past again", async () => {
		const { opened, seen, agent } = await open(["load"], "old");
		expect(opened).toEqual({ sessionId: "old", how: "loaded" });
		expect(await agent.prompt("old", acts(["say", "new"]))).toMatchObject({ failedTool: null });
		expect(seen).toMatchObject({ messages: "new", tools: [] });
	});

	test("makes a new one, and says so in the log, when the agent has lost the old one", async () => {
		const { opened, seen } = await open(["load", "resume"], "lost");
		expect(opened).toEqual({ sessionId: "new-session", how: "new" });
		expect(seen.log.join("\n")).toContain("the session lost could not be opened again");
	});

	test.each([
		["auth", /asks you to sign in .*it offers "Log in with a browser" \(opens a page\)/],
		["broken", /could not do "session\/new": Internal error: the model store is corrupt/],
		["nonsense", /could not do "session\/new": its answer is not one/],
	])("fails with one sentence (%s)", async (mode, sentence) => {
		const { home } = await tempHome();
		const { agent } = await started(scripted(mode), home);
		await expect(agent.openSession({ cwd: home })).rejects.toMatchObject({
			code: "agent-failed",
			message: expect.stringMatching(sentence),
		});
	});

	test("names a folder that does not exist", async () => {
		const { home } = await tempHome();
		const { agent } = await started(scripted(), home);
		await expect(agent.openSession({ cwd: `${home}/gone` })).rejects.toMatchObject({
			message: expect.stringContaining(`${home}/gone does not exist`),
		});
	});
});

describe("the prompt of an item", () => {
	const item = parseRoadmap("## US-7: Fast 📝 Planned\n\n**Verify**: `npm test`\n\n```sh\nls\n```\n").items[0];

	test.each([
		[[], "resource"],
		[["text-only"], "text"],
	])("attaches its section as the agent can take it (%j: %s)", async (modes, type) => {
		if (!item) throw new Error("no item");
		const { home } = await tempHome();
		const { options, seen } = recording(scripted(...modes), home, allowOnce);
		const agent = await startAgent(options);
		const { sessionId } = await agent.openSession({ cwd: home });
		await agent.prompt(sessionId, [{ type: "text", text: acts(["echo"]) }, ...itemPrompt(item, ["use tabs"])]);
		await agent.close();
		const [, instructions, section] = JSON.parse(seen.messages);
		expect(instructions.text).toMatch(/US-7: Fast.*`npm test`.*- use tabs/s);
		expect(section.type).toBe(type);
		expect(section.resource?.uri ?? section.text).toContain("roadmap:US-7");
		expect(section.resource?.text ?? section.text).toContain("```sh\nls\n```");
	});
});
