import { describe, expect, test } from "vitest";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { acts, scripted, scriptedSession, started } from "./harness.ts";

async function open(agentModes: string[], mode: string | null, resumeSessionId: string | null = null) {
	const { home } = await tempHome();
	const { agent, seen } = await started(scripted(...agentModes), home);
	const opening = agent.openSession({ cwd: home, mode, resumeSessionId });
	const inMode = async () => {
		const { sessionId, how } = await opening;
		seen.messages = "";
		await agent.prompt(sessionId, acts(["mode"]));
		return { how, mode: seen.messages, facts: agent.sessionFacts(sessionId), told: seen.modes };
	};
	return { opening, inMode };
}

describe("the mode of a session", () => {
	test.each(["modes", "config-modes"])("is set when a new one is opened (%s)", async (way) => {
		const { inMode } = await open([way], "auto");
		expect(await inMode()).toEqual({
			how: "new",
			mode: "auto",
			told: ["ask", "auto"],
			facts: {
				mode: "auto",
				modes: [
					{ id: "ask", name: "Ask first" },
					{ id: "auto", name: "Accept edits" },
					{ id: "plan", name: "Only plan" },
				],
				commands: [],
				title: null,
			},
		});
	});

	test.each([
		["modes", "resume", "resumed"],
		["modes", "load", "loaded"],
		["config-modes", "resume", "resumed"],
		["config-modes", "load", "loaded"],
	])("is set again when an old one is opened (%s, %s)", async (way, can, how) => {
		const { inMode } = await open([way, can], "plan", "old");
		expect(await inMode()).toMatchObject({ how, mode: "plan" });
	});

	test("can be named as people know it", async () => {
		const { inMode } = await open(["modes"], "accept EDITS");
		expect(await inMode()).toMatchObject({ mode: "auto" });
	});

	test("stays the agent's own without a wish", async () => {
		const { inMode } = await open(["modes"], null);
		expect(await inMode()).toMatchObject({ mode: "ask", told: ["ask"] });
	});

	test("that there is not is refused with those there are", async () => {
		await expect((await open(["modes"], "yolo")).opening).rejects.toMatchObject({
			code: "config-invalid",
			message: expect.stringMatching(/has no mode "yolo"; it has "ask" \(Ask first\), "auto"/),
			details: { modes: ["ask", "auto", "plan"] },
		});
		await expect((await open([], "yolo")).opening).rejects.toMatchObject({
			code: "config-invalid",
			message: expect.stringContaining("has no modes"),
		});
	});

	test("is told when the agent changes it", async () => {
		const { seen, agent, sessionId, play } = await scriptedSession(["modes"]);
		await play(["mode", "plan"], ["mode", "plan"]);
		expect(seen.modes).toEqual(["ask", "plan"]);
		expect(agent.sessionFacts(sessionId).mode).toBe("plan");
		const config = await scriptedSession(["config-modes"]);
		await config.play(["mode", "auto"], ["configOptions"]);
		expect(config.seen.modes).toEqual(["ask", "auto"]);
	});
});

test("a session's commands and title are kept", async () => {
	const { agent, seen, sessionId, play } = await scriptedSession();
	await play(["commands", "compact", "review"], ["title", "Mend the fence"]);
	expect(agent.sessionFacts(sessionId)).toMatchObject({ commands: ["compact", "review"], title: "Mend the fence" });
	expect(await eventually(() => seen.titles[0])).toBe("Mend the fence");
	expect(agent.ignored.unknownUpdates).toBe(0);
});
