import { stat, writeFile } from "node:fs/promises";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { execa } from "execa";
import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { addMessage, readThread } from "../../../server/inbox/thread.ts";
import { node } from "../../support/daemon-config.ts";
import { send } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { cliFor } from "../cli/run-cli.ts";
import { connect, httpAgent, PROGRAM, stdioAgent } from "./clients.ts";

test.each(["legacy", "auto"] as const)("without a dashboard, with a client of the %s protocol", async (era) => {
	const cli = await cliFor();
	const agent = await stdioAgent(cli.paths, { era, client: "Claude Code" });
	expect((await agent.client.listTools()).tools).toHaveLength(5);
	const question = { question: "Which colour?", kind: "choice", options: ["red", "blue"], dedupe_key: "colour" };
	expect((await agent.call("ask_human", { ...question, wait_s: 0 })).data).toMatchObject({
		ticket: "Q-1",
		status: "pending",
	});
	expect(await cli.json("inbox")).toMatchObject({ questions: [{ ticket: "Q-1", daemon: "claude-code" }] });
	const waiting: number[] = [];
	const asking = agent.call("check_answers", { wait_s: 40 }, { onprogress: ({ progress }) => waiting.push(progress) });
	await eventually(() => (waiting.length > 0 ? true : null));
	await cli.run("answer", "Q-1", "blue");
	expect((await asking).data.answers).toMatchObject([{ ticket: "Q-1", answer: "blue", provenance: "human" }]);
	await agent.close();
	const again = await stdioAgent(cli.paths, { era, client: "Claude Code" });
	expect((await again.call("check_answers")).data).toMatchObject({ answers: [], told_before: ["Q-1"] });
	expect((await again.call("ask_human", question)).data).toMatchObject({
		ticket: "Q-1",
		status: "answered",
		answer: "blue",
	});
	expect(await stat(cli.paths.dashboard).catch(() => null)).toBeNull();
});

test("the same key is the same ticket over HTTP, over stdio and from a shell", async () => {
	const cli = await cliFor();
	const stdio = await stdioAgent(cli.paths, { as: "project" });
	const question = { question: "Which?", kind: "text", dedupe_key: "which", wait_s: 0 };
	expect((await stdio.call("ask_human", question)).data.ticket).toBe("Q-1");
	await cli.run("start");
	const { url } = (await cli.json("status")).dashboard;
	const http = await httpAgent(url ?? "", cli.paths, { as: "project" });
	const again = await http.call("ask_human", { ...question, question: "Which one?" });
	expect(again.data).toMatchObject({
		ticket: "Q-1",
		question: "Which?",
		notes: [expect.stringMatching(/was asked before with this dedupe_key/)],
	});
	const shell = ["--daemon", "project", "--key", "which", "--wait", "0"];
	expect((await cli.run("ask", "Which?", ...shell)).stdout).toBe("Q-1");
	await cli.run("answer", "Q-1", "this one");
	const told = await Promise.all([stdio.call("check_answers"), http.call("check_answers")]);
	expect(told.flatMap(({ data }) => data.answers)).toMatchObject([{ ticket: "Q-1", answer: "this one" }]);
}, 90_000);

test("standard output has the protocol alone, and a client that goes leaves no process behind", async () => {
	const paths = await tempHome();
	const clientInfo = { name: "raw", version: "1" };
	const initialize = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
	const messages = [
		JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: initialize }),
		JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }),
		"this is no JSON",
		JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "no_such_tool", arguments: {} } }),
		JSON.stringify({ jsonrpc: "2.0", id: 3, method: "tools/call", params: { name: "get_directives" } }),
	];
	const child = execa(PROGRAM, ["mcp"], { env: { NIGHTSHIFT_HOME: paths.home }, stdin: "pipe", reject: false });
	let printed = "";
	child.stdout.on("data", (chunk) => {
		printed += chunk;
	});
	child.stdin.write(`${messages.join("\n")}\n`);
	await eventually(() => (printed.includes('"id":3') ? true : null));
	child.stdin.end();
	const { exitCode, stdout } = await child;
	expect(exitCode).toBe(0);
	const lines = stdout.split("\n").filter(Boolean);
	const parsed = lines.map((line) => JSON.parse(line) as { jsonrpc: string; id?: number });
	expect(parsed.every(({ jsonrpc }) => jsonrpc === "2.0")).toBe(true);
	expect(parsed.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2, 3]));
});

test("a signal ends it in good order, and what it put off is written", async () => {
	const paths = await tempHome();
	const transport = new StdioClientTransport({
		command: PROGRAM,
		args: ["mcp", "--as", "bot"],
		env: { ...getDefaultEnvironment(), NIGHTSHIFT_HOME: paths.home },
	});
	const agent = await connect(transport, {});
	for (let step = 1; step <= 12; step += 1) await agent.call("report_progress", { message: `Step ${step}` });
	const gone = new Promise<void>((resolve) => {
		agent.client.onclose = resolve;
	});
	send(transport.pid, "SIGTERM");
	await gone;
	const db = await openDatabase(paths.database);
	expect((await listActivity(db, { daemon: "bot" })).map(({ title }) => title)).toContain("Step 12");
	await db.close();
});

test("a wrong name or --json is refused before anything is served", async () => {
	const cli = await cliFor();
	expect(await cli.run("mcp", "--as", "two words")).toMatchObject({
		status: 1,
		stdout: "",
		stderr: expect.stringMatching(/is no name: use letters/),
	});
	expect(await cli.run("mcp", "--json")).toMatchObject({ status: 2, stdout: "" });
});

test("an agent can be told something once it has used the inbox", async () => {
	const cli = await cliFor({ worker: { command: node("sleeper.mjs") } });
	const early = await cli.run("tell", "my-agent", "too early");
	expect(early).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/no daemon named "my-agent"; config.json has: worker\./),
	});
	const agent = await stdioAgent(cli.paths, { as: "my-agent" });
	expect((await agent.call("get_directives")).data.directives).toEqual([]);
	expect((await cli.run("tell", "my-agent", "Use tabs")).stdout).toMatch(/^Noted for my-agent \(C-1\)/);
	expect((await agent.call("get_directives")).data.directives).toMatchObject([{ id: "C-1", text: "Use tabs" }]);
});

test("a directive is given until the agent says that it is done, or that it will not do it", async () => {
	const paths = await tempHome();
	const agent = await stdioAgent(paths, { as: "my-agent" });
	const db = await openDatabase(paths.database);
	await sendCommand(db, "my-agent", { text: "Use tabs" });
	await sendCommand(db, "my-agent", { text: "Then rest", when: "after-task" });
	await sendCommand(db, "worker", { text: "not yours" });
	const asked = await agent.call("ask_human", { question: "Go?", kind: "text", wait_s: 0 });
	expect(asked.data.next).toMatch(/The person has left you 2 directives: call get_directives/);
	expect((await agent.call("get_directives")).data.directives).toMatchObject([
		{ id: "C-1", text: "Use tabs", when: "checkpoint", again: false },
		{ id: "C-2", text: "Then rest", when: "after-task", again: false },
	]);
	const receipts = async () =>
		(await listCommands(db, "my-agent")).commands.map(({ status, reply }) => [status, reply]);
	expect(await receipts()).toEqual([
		["seen", null],
		["seen", null],
	]);
	await agent.close();

	const again = await stdioAgent(paths, { as: "my-agent" });
	expect((await again.call("get_directives")).data.directives).toMatchObject([{ again: true }, { again: true }]);
	const declined = [{ id: "C-2", reason: "I never rest" }];
	const handed = await again.call("get_directives", { done: ["c-1", "C-3", "C-77"], declined });
	expect(handed.data.directives).toEqual([]);
	expect(handed.data.notes).toEqual([
		expect.stringMatching(/There is no command "C-3".*You are my-agent/),
		expect.stringMatching(/There is no command "C-77".*You are my-agent/),
	]);
	expect(await receipts()).toEqual([
		["declined", "I never rest"],
		["done", null],
	]);
	expect((await listCommands(db, "worker")).commands).toMatchObject([{ status: "accepted" }]);
	expect(await again.call("get_directives", { declined: ["C-1"] })).toMatchObject({
		isError: true,
		text: expect.stringMatching(/"C-1" cannot be declined so: send \{"id": "C-5", "reason": "why not"\}/),
	});
	await db.close();
});

test("what the person asks back is told once, and the reply stands below the question", async () => {
	const paths = await tempHome();
	const agent = await stdioAgent(paths, { as: "bot" });
	const question = { question: "Delete it?", kind: "approval", dedupe_key: "delete", wait_s: 40 };
	const asking = agent.call("ask_human", question);
	const db = await eventually(async () => {
		const open = await openDatabase(paths.database);
		if ((await getQuestion(open, "Q-1").catch(() => null)) !== null) return open;
		await open.close();
		return null;
	});
	await addMessage(db, "Q-1", { text: "What is in it?" });
	const told = await asking;
	expect(told.data).toMatchObject({ status: "pending", asked_back: [{ text: "What is in it?" }] });
	expect(told.data.next).toContain('check_answers {"replies": [{"ticket": "Q-1", "text": "…"}]}');

	const replies = [{ ticket: "Q-1", text: "Only\u0000 caches." }];
	for (const _ of ["once", "the same again"]) {
		const replied = await agent.call("check_answers", { replies });
		expect(replied.data.pending).toMatchObject([{ ticket: "Q-1", status: "pending" }]);
		expect(replied.data.pending[0]).not.toHaveProperty("asked_back");
	}
	const thread = await readThread(db, "Q-1");
	expect(thread.map(({ from, text }) => [from, text])).toEqual([
		["human", "What is in it?"],
		["asker", "Only caches."],
	]);
	expect(thread[0]?.seenAt).not.toBeNull();

	await answerQuestion(db, "Q-1", { answer: "approve" });
	const late = await agent.call("check_answers", { replies: [{ ticket: "Q-1", text: "And one log." }] });
	expect(late.data.answers).toMatchObject([{ ticket: "Q-1", answer: "approve" }]);
	expect(late.data.notes).toEqual([expect.stringMatching(/Your reply to Q-1 was not sent: Q-1 was already answered/)]);
	await db.close();
});

test("a call that is taken back takes no answer with it", async () => {
	const paths = await tempHome();
	const agent = await stdioAgent(paths, { as: "bot" });
	const controller = new AbortController();
	const asking = agent.call(
		"ask_human",
		{ question: "Ready?", kind: "text", wait_s: 40 },
		{ signal: controller.signal, onprogress: () => controller.abort() },
	);
	await expect(asking).rejects.toThrow();
	await agent.call("get_directives"); // whatever was sent before has arrived
	const db = await openDatabase(paths.database);
	await answerQuestion(db, "Q-1", { answer: "yes" });
	expect((await agent.call("check_answers")).data.answers).toMatchObject([{ ticket: "Q-1", answer: "yes" }]);
	await db.close();
});

test("a name of a built-in daemon is nobody else's", async () => {
	const paths = await tempHome();
	const dev = { program: "code-developer", workspace: paths.home };
	await writeFile(paths.config, JSON.stringify({ daemons: { dev } }));
	const agent = await stdioAgent(paths, { as: "dev" });
	expect(await agent.call("check_answers")).toMatchObject({
		isError: true,
		text: expect.stringMatching(/dev is a daemon of this Nightshift/),
	});
	await writeFile(paths.config, "{ broken");
	const other = await stdioAgent(paths, { as: "other" });
	expect(await other.call("check_answers")).toMatchObject({ isError: false, text: "You have no open questions." });
});
