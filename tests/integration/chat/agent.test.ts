import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ChatDelta, ChatMessage } from "../../../server/contract/chat.ts";
import { callApi } from "../../support/dashboard.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { freePort } from "../../support/free-port.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { acts, scripted } from "../agents/harness.ts";
import { type Talk, talkRig, withAgent } from "./rig.ts";

async function agentRig(...modes: string[]): Promise<Talk & { folder: string }> {
	const { home: folder } = await tempHome();
	return { ...(await talkRig({ changes: withAgent(folder, ...modes) })), folder };
}

/** Sends what the scripted agent is to play, and gives its answer once it has ended. */
async function answer(talk: Talk, ...list: unknown[][]): Promise<ChatMessage> {
	const [, reply] = await talk.send(acts(...list));
	return talk.message(reply?.id ?? 0, ({ state }) => state !== "streaming");
}

test("an answer streams into the conversation, to every page", async () => {
	const talk = await agentRig();
	const { headers, key } = await talk.dashboard.signIn();
	const socket = await connected(
		connectSocket(talk.dashboard.url, {
			auth: { key },
			extraHeaders: { cookie: headers.cookie ?? "", origin: talk.dashboard.url },
		}),
	);
	const deltas: ChatDelta[] = [];
	socket.on("chat:delta", (delta) => deltas.push(delta));
	const follower = new Follower(socket);
	await follower.start();
	const [said, reply] = await talk.send(acts(["say", "Hello "], ["say", "there."], ["wait"]));
	expect(said).toMatchObject({ kind: "text", state: "complete" });
	expect(reply).toMatchObject({ from: "agent", kind: "reply", state: "streaming", text: "", replyTo: said?.id });
	const streaming = await talk.message(reply?.id ?? 0, ({ text }) => text.startsWith("Hello "));
	expect(streaming.settled).toBe(false);
	await eventually(() => deltas.length > 0);
	expect((await talk.dashboard.api(`/chat/worker/messages/${reply?.id}/cancel`, { method: "POST" })).status).toBe(200);
	const ended = await talk.message(reply?.id ?? 0, ({ state }) => state === "failed");
	expect(ended).toMatchObject({ text: "Hello there.waiting", note: "You stopped it.", settled: true });
	const text = deltas.reduce((so, delta) => so.slice(0, delta.from) + delta.text, "");
	expect(text).toBe("Hello there.waiting");
	await follower.until(({ revisions }) => (revisions["chat:worker"] ?? 0) > 0);
});

test("the agent knows how things are, and what was said before, but no secrets", async () => {
	const { home: folder } = await tempHome();
	await writeFile(join(folder, "ROADMAP.md"), "# Roadmap\n\n### US-1: Greet the moon\n\n**Status**: Planned\n");
	const changes = { ...withAgent(folder), program: "code-developer" as const, env: { MY_TOKEN: "hunter2hunter2" } };
	const talk = await talkRig({ changes });
	await talk.send("the password is hunter2hunter2");
	await talk.until((messages) => messages.some(({ from, state }) => from === "agent" && state !== "streaming"));
	await talk.dashboard.api("/questions", { body: { daemon: "worker", kind: "text", title: "Which moon?" } });
	const echoed = await answer(talk, ["echo"]);
	for (const words of ["You can read files", "daemon: worker", "US-1", "Greet the moon", "Q-1", "Which moon?"]) {
		expect(echoed.text).toContain(words);
	}
	expect(echoed.text).not.toContain("hunter2hunter2");
});

test("what it streams of a secret is blotted out", async () => {
	const talk = await agentRig();
	const token = `ghp_${"a1B2".repeat(9)}`;
	const said = await answer(talk, ["say", `It is ${token.slice(0, 15)}`], ["say", `${token.slice(15)} and so on`]);
	expect(said.text).toBe("It is [redacted] and so on");
});

test("it may read in the workspace, and neither write, nor run anything, nor ask", async () => {
	const talk = await agentRig();
	await writeFile(join(talk.folder, "notes.txt"), "the moon is round");
	const options = [
		{ optionId: "yes", name: "Yes", kind: "allow_once" },
		{ optionId: "always", name: "Always", kind: "allow_always" },
		{ optionId: "no", name: "No", kind: "reject_once" },
	];
	const path = (name: string) => join(talk.folder, name);
	const read = await answer(talk, ["call", "fs/read_text_file", { path: path("notes.txt") }]);
	expect(read.text).toContain("the moon is round");
	const write = await answer(talk, ["call", "fs/write_text_file", { path: path("new.txt"), content: "x" }]);
	expect(write.text).toContain("error");
	expect(write.note).toContain("Refused");
	const run = await answer(talk, ["terminal", null, "touch", { args: [path("ran.txt")] }]);
	expect(run.text).toContain("error");
	const asked = await answer(
		talk,
		["ask", { toolCallId: "a", title: "Edit it", kind: "edit", locations: [{ path: path("new.txt") }] }, options],
		["ask", { toolCallId: "b", title: "touch x", kind: "execute", rawInput: { command: "touch x" } }, options],
		["ask", { toolCallId: "c", title: "Look", kind: "read", locations: [{ path: path("notes.txt") }] }, options],
		["ask", { toolCallId: "d", title: "Look away", kind: "read", locations: [{ path: "/etc/passwd" }] }, options],
		["ask", { toolCallId: "e", title: "Fetch", kind: "fetch" }, options],
	);
	expect(asked.text.match(/told (no|yes)/g)).toEqual(["told no", "told no", "told yes", "told no", "told no"]);
	expect(asked.note).toContain("Edit it");
	const form = await answer(talk, ["elicit", "Your name?", { type: "object", properties: { a: { type: "string" } } }]);
	expect(form.text).toContain("error");
	expect((await answer(talk, ["capabilities"])).text).not.toContain("elicitation");
	expect(existsSync(path("new.txt"))).toBe(false);
	expect(existsSync(path("ran.txt"))).toBe(false);
	const { body } = await talk.dashboard.api<{ questions: unknown[] }>("/questions");
	expect(body.questions).toEqual([]);
});

test("one that changes or runs something by its own settings is ended, as soon as it says so", async () => {
	const talk = await agentRig();
	const update = (status: string, kind: string, id: string) => [
		"update",
		{ sessionUpdate: "tool_call", toolCallId: id, title: `do ${id}`, kind, status },
	];
	const changed = await answer(talk, ["diff", "t2", join(talk.folder, "a.txt"), "a", "b"], ["wait"]);
	expect(changed.state).toBe("failed");
	expect(changed.note).toContain("by its own settings");
	const calls = [
		["pending", "edit"],
		["in_progress", "delete"],
		["in_progress", "move"],
		["pending", "execute"],
	] as const;
	for (const [status, kind] of calls) {
		const ended = await answer(talk, update(status, kind, `${kind}-${status}`), ["wait"]);
		expect(ended.state).toBe("failed");
		expect(ended.note).toContain(`(do ${kind}-${status})`);
	}
	expect((await answer(talk, ["say", "a new one"])).text).toBe("a new one");
}, 60_000);

test("what is announced, asked for and refused does not end it; what it looked up elsewhere is named", async () => {
	const talk = await agentRig();
	const options = [{ optionId: "no", name: "No", kind: "reject_once" }];
	const call = { toolCallId: "a", title: "Edit it", kind: "edit" };
	const refused = await answer(
		talk,
		["update", { sessionUpdate: "tool_call", ...call, status: "pending" }],
		["ask", call, options],
		["update", { sessionUpdate: "tool_call_update", toolCallId: "a", status: "failed" }],
		["tool", "b", "Fetch the moon", "fetch"],
		["tool", "c", "Read afar", "read", "completed", { locations: [{ path: "/etc/hosts" }] }],
		["tool", "d", "Read here", "read", "completed", { locations: [{ path: join(talk.folder, "a.txt") }] }],
	);
	expect(refused).toMatchObject({
		state: "complete",
		note:
			"Refused, because here it can only read: Edit it. " +
			"Done by its own settings, without asking: Fetch the moon, Read afar. " +
			"The agent reports no modes, so it could not be told to read only; whatever else it asks to do is refused.",
	});
});

test.each([
	["exit", "agent"],
	["broken", "agent"],
])("one that fails at the start says so in the conversation: %s", async (mode, words) => {
	const talk = await agentRig(mode);
	const failed = await answer(talk, ["say", "never"]);
	expect(failed.state).toBe("failed");
	expect(failed.note).toContain(words);
});

test("one that ends in the middle keeps what it said, and the next question has a new one", async () => {
	const talk = await agentRig();
	const failed = await answer(talk, ["say", "I begin"], ["exit", 3]);
	expect(failed).toMatchObject({ state: "failed", text: "I begin" });
	expect(failed.note).toContain("ran out of luck");
	expect(await answer(talk, ["say", "back"])).toMatchObject({ state: "complete", text: "back" });
});

test("one that hangs before it is ready can be stopped", async () => {
	for (const mode of ["hang", "hang-new"]) {
		const talk = await agentRig(mode);
		const [, reply] = await talk.send("hello?");
		await talk.dashboard.api(`/chat/worker/messages/${reply?.id}/cancel`, { method: "POST" });
		expect(await talk.message(reply?.id ?? 0, ({ settled }) => settled)).toMatchObject({ note: "You stopped it." });
	}
});

test("questions wait for each other, one that waits can be taken back, and not too many wait", async () => {
	const talk = await agentRig();
	const [, first] = await talk.send(acts(["wait"]));
	const [, second] = await talk.send(acts(["say", "second"]));
	const [, third] = await talk.send(acts(["say", "third"]));
	await Promise.all([1, 2].map(() => talk.send(acts(["say", "more"]))));
	await expect(talk.send("one too many")).rejects.toThrow("rate-limited");
	const cancel = (message?: ChatMessage) =>
		talk.dashboard.api(`/chat/worker/messages/${message?.id}/cancel`, { method: "POST" });
	await cancel(second);
	await cancel(first);
	expect(await talk.message(second?.id ?? 0, ({ settled }) => settled)).toMatchObject({ text: "", state: "failed" });
	expect(await talk.message(third?.id ?? 0, ({ settled }) => settled)).toMatchObject({ text: "third" });
});

test("a flood is cut and pages are told of it in bearable steps", async () => {
	const talk = await agentRig();
	const flooded = await answer(talk, ["flood", 20, 400]);
	expect(flooded.state).toBe("failed");
	expect(flooded.note).toContain("too long");
	expect(flooded.text.length).toBeLessThanOrEqual(100_000);
	expect((await talk.dashboard.api("/status")).status).toBe(200);
});

test("it is ended with all that it started when the dashboard ends", async () => {
	const talk = await agentRig("stubborn", "breakaway");
	await answer(talk, ["say", "hi"]);
	const mine = () => marked("NIGHTSHIFT_CHAT_AGENT=", talk.folder);
	expect(mine().length).toBeGreaterThan(1);
	await talk.dashboard.close();
	expect(mine()).toEqual([]);
});

test("what a killed dashboard has left is ended by the next one, and said to be unfinished", async () => {
	const paths = await tempHome();
	const agent = { command: scripted("stubborn", "breakaway") };
	const daemon = { program: "code-developer", workspace: paths.home, autostart: false, agent };
	await writeFile(paths.config, JSON.stringify({ dashboard: { port: await freePort() }, daemons: { dev: daemon } }));
	const first = spawnDashboard(paths, []);
	const url = await first.url();
	const token = readFileSync(paths.token, "utf8").trim();
	const body = { text: acts(["say", "I begin "], ["wait"]) };
	const sent = await callApi<{ messages: ChatMessage[] }>(url, token, "/chat/dev/messages", { body });
	const id = sent.body.messages[1]?.id;
	const read = async (at: string) =>
		(await callApi<{ messages: ChatMessage[] }>(at, token, `/chat/dev/messages?ids=${id}`)).body.messages[0];
	await eventually(async () => (await read(url))?.text !== "");
	first.child.kill("SIGKILL");
	await first.exited;
	expect(marked("NIGHTSHIFT_CHAT_AGENT=", paths.home).length).toBeGreaterThan(0);
	const second = spawnDashboard(paths, []);
	const again = await second.url();
	const left = await eventually(async () => {
		const message = await read(again);
		return message?.state === "failed" ? message : null;
	});
	expect(left.note).toContain("ask again");
	await eventually(() => (marked("NIGHTSHIFT_CHAT_AGENT=", paths.home).length === 0 ? true : null));
}, 60_000);

/** The processes with such a variable in their environment that work in this folder. */
function marked(variable: string, folder: string): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			try {
				const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
				const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
				return state !== "Z" && environment.includes(variable) && realFolder(pid).startsWith(folder);
			} catch {
				return false; // it has ended meanwhile, or is somebody else's
			}
		})
		.map(Number);
}

function realFolder(pid: string): string {
	return readlinkSync(`/proc/${pid}/cwd`);
}
