import { expect, onTestFinished, test, vi } from "vitest";
import { Talk, type TalkLimits } from "../../../server/chat/agent/talk.ts";
import { settleAgent } from "../../../server/config/settle-work.ts";
import { withhold } from "../../../server/supervisor/environment.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { acts, scripted } from "../agents/harness.ts";

const NO_MODES =
	"The agent reports no modes, so it could not be told to read only; whatever else it asks to do is refused.";
const HOUR = 3_600_000;

async function talkWith(modes: string[], limits: Partial<TalkLimits> = {}) {
	const { home } = await tempHome();
	const started: string[] = [];
	const ended: string[] = [];
	const talk = new Talk({
		agent: settleAgent({ command: scripted(...modes) }),
		folder: home,
		limits: { turnMs: HOUR, silenceMs: HOUR, idleMs: HOUR, ...limits },
		onStart: async (mark) => void started.push(mark),
		onEnd: (mark) => ended.push(mark),
		log: () => undefined,
	});
	onTestFinished(() => talk.close());
	let said = "";
	const play = (...list: unknown[][]) => {
		said = "";
		return talk.ask([{ type: "text", text: acts(...list) }], (chunk) => {
			said += chunk;
		});
	};
	return { talk, play, started, ended, said: () => said };
}

test.each([
	[["modes"], "plan"],
	[["config-modes"], "plan"],
	[["modes", "resume"], "plan"],
])("works in the most careful mode that the agent has: %j", async (modes, mode) => {
	const { play, said } = await talkWith(modes);
	expect(await play(["mode"])).toEqual({ ok: true, note: null });
	expect(said()).toBe(mode);
});

test("finds nothing of the dashboard in its environment, but what the person has set", async () => {
	const own = ["NIGHTSHIFT_HOME", "NIGHTSHIFT_INSTANCE", "NIGHTSHIFT_DAEMON", "NIGHTSHIFT_STOP_FILE"];
	for (const name of own) vi.stubEnv(name, "the dashboard's");
	vi.stubEnv("MAIL_PASSWORD", "secret");
	vi.stubEnv("EDITOR", "ed");
	withhold(["MAIL_PASSWORD"]);
	onTestFinished(() => {
		vi.unstubAllEnvs();
		withhold([]);
	});
	const { play, said } = await talkWith([]);
	await play(["environment", ...own, "MAIL_PASSWORD", "EDITOR"]);
	expect(JSON.parse(said())).toEqual([null, null, null, null, null, "ed"]);
});

test("an agent that leaves its read-only mode is told of", async () => {
	const { play } = await talkWith(["modes"]);
	expect(await play(["mode", "auto"])).toEqual({ ok: true, note: "The agent has no read-only mode." });
	expect(await play(["mode", "ask"])).toEqual({ ok: true, note: null });
});

test("one without modes could not be told to read only: its first answer says so, and what is done instead", async () => {
	const { talk, play } = await talkWith([]);
	expect(await play(["say", "one"])).toEqual({ ok: true, note: NO_MODES });
	expect(await play(["say", "two"])).toEqual({ ok: true, note: null });
	await talk.close();
	expect(await play(["say", "another one"])).toEqual({ ok: true, note: NO_MODES });
	expect((await talkWith(["modes"]).then(({ play: ask }) => ask(["say", "one"]))).note).toBeNull();
});

test("one that changes something between two questions is ended, and that is told with the next", async () => {
	const { play, started, ended } = await talkWith([]);
	expect(await play(["later", ["tool", "t", "touch x", "execute"]])).toEqual({ ok: true, note: NO_MODES });
	await eventually(() => ended.length === 1);
	const next = await play(["say", "hello"]);
	expect(next.ok).toBe(true);
	expect(next.note).toContain("After its last answer the agent changed something or ran a command");
	expect(next.note).toContain("(touch x)");
	expect(started).toHaveLength(2);
	expect(await play(["say", "again"])).toEqual({ ok: true, note: null });
});

test("one process answers one question after the other, and is ended after a time without any", async () => {
	const { talk, play, started, ended, said } = await talkWith([], { idleMs: 300 });
	expect(talk.knowsNothing).toBe(true);
	await play(["say", "one"]);
	expect(talk.knowsNothing).toBe(false);
	await play(["say", "two"]);
	expect(started).toHaveLength(1);
	await eventually(() => ended.length === 1);
	expect(ended).toEqual(started);
	expect(talk.knowsNothing).toBe(true);
	expect(await play(["say", "three"])).toEqual({ ok: true, note: NO_MODES });
	expect(said()).toBe("three");
	expect(started).toHaveLength(2);
});

test("an answer that takes too long, or falls silent, is ended", async () => {
	const slow = await talkWith([], { turnMs: 1_500 });
	expect(await slow.play(["say", "I begin"], ["wait"])).toEqual({
		ok: false,
		note: "It took too long and was stopped.",
	});
	expect(slow.said()).toContain("I begin");
	const silent = await talkWith([], { silenceMs: 500 });
	const outcome = await silent.play(["say", "I begin"], ["silence"]);
	expect(outcome.ok).toBe(false);
	await eventually(() => silent.ended.length === 1);
});

test("what reports trouble, refuses or reaches a limit says so", async () => {
	const { play } = await talkWith([]);
	expect(await play(["stop", "refusal"])).toEqual({ ok: false, note: "The agent refused to answer." });
	expect((await play(["say", "much"], ["stop", "max_tokens"])).note).toContain("may not be all");
	expect(await play(["say", "API Error: 529 overloaded"])).toMatchObject({ ok: false });
	expect(await play(["fail", -32000, "Authentication required"])).toMatchObject({ ok: false });
});

test("is closed at any moment, and nothing of it is left", async () => {
	for (const modes of [["hang"], ["hang-new"], []]) {
		const { talk, play, started, ended } = await talkWith(modes);
		const asked = play(["wait"]);
		await eventually(() => started.length === 1);
		await talk.close();
		expect(await asked).toEqual({ ok: false, note: "Nightshift was stopped." });
		await eventually(() => ended.length === 1);
	}
});
