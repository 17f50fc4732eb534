import { describe, expect, test } from "vitest";
import type { StartAgentOptions } from "../../../server/agents/types.ts";
import { send } from "../../support/processes.ts";
import { eventually } from "../../support/wait.ts";
import { allowOnce, scriptedSession } from "./harness.ts";
import { livingCarriers, tokenFor } from "./survivors.ts";

async function marked(modes: string[], changes: Partial<StartAgentOptions> = {}) {
	const { token, env } = tokenFor();
	return { token, ...(await scriptedSession(modes, allowOnce, { env, ...changes })) };
}
const FOREVER = "while :; do sleep 1; done";

describe("closing an agent", () => {
	test("leaves nothing of it, and can be done twice", async () => {
		const { agent, token, play } = await marked([]);
		await play(["start", FOREVER]);
		expect(livingCarriers(token).length).toBeGreaterThanOrEqual(2);
		await agent.close();
		await agent.close();
		expect(livingCarriers(token)).toEqual([]);
		expect(await agent.exited).toMatchObject({ code: expect.toSatisfy((code) => code === 0 || code === null) });
	});

	test("ends by force what ignores SIGTERM, in the agent's group and outside", async () => {
		const { agent, token, play } = await marked(["stubborn", "breakaway"], { stopTimeoutMs: 300 });
		await play(["start", `trap "" TERM; (trap "" TERM; ${FOREVER}) & ${FOREVER}`]);
		await agent.close();
		expect(livingCarriers(token)).toEqual([]);
		expect(await agent.exited).toEqual({ code: null, signal: "SIGKILL" });
	});

	test("finds what broke away and whose parents are dead", async () => {
		const { agent, token, play } = await marked([]);
		await play(["start", `setsid sh -c '${FOREVER}' & exit 0`]);
		await eventually(() => livingCarriers(token).some(({ command }) => command.startsWith(`sh -c ${FOREVER}`)) || null);
		await agent.close();
		expect(livingCarriers(token)).toEqual([]);
	});

	test("does not wait for an agent that does not read", async () => {
		const { agent, token, play } = await marked(["stubborn"], { stopTimeoutMs: 200 });
		const turn = play(["wait"]);
		const [leader] = await eventually(() => (livingCarriers(token).length > 0 ? livingCarriers(token) : null));
		send(leader?.pid, "SIGSTOP");
		await agent.close();
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
		expect(livingCarriers(token)).toEqual([]);
	});
});

test("an agent that dies leaves nothing behind", async () => {
	const { agent, token, play } = await marked([]);
	await play(["start", FOREVER]);
	await expect(play(["exit", 1])).rejects.toMatchObject({ code: "agent-failed" });
	await agent.exited;
	expect(livingCarriers(token)).toEqual([]);
});
