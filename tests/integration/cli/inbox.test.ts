import { expect, test } from "vitest";
import type { Question } from "../../../server/contract/question.ts";
import { eventually } from "../../support/wait.ts";
import { type Cli, cliFor } from "./run-cli.ts";

/** The question once it is in the inbox. */
function asked(cli: Cli, title: string): Promise<Question> {
	return eventually(async () => {
		const { questions } = await cli.json<{ questions: Question[] }>("inbox");
		return questions.find((question) => question.title === title);
	});
}

test("ask prints the answer alone, so that a script can use it; nothing else needs to run", async () => {
	const cli = await cliFor();
	const waiting = cli.spawn(["ask", "Which colour?", "--choice", "red", "--choice", "dark blue"]);
	const { ticket, options, blocking } = await asked(cli, "Which colour?");
	expect({ options, blocking }).toMatchObject({ options: [{ id: "red" }, { id: "dark blue" }], blocking: true });
	expect(await cli.run("answer", ticket, "Red")).toMatchObject({ status: 1, stderr: expect.stringContaining('"red"') });
	expect(await cli.run("answer", ticket, "dark", "blue")).toMatchObject({
		status: 0,
		stdout: `${ticket} is answered: dark blue`,
	});
	expect(await waiting).toMatchObject({ exitCode: 0, stdout: "dark blue", stderr: "" });
});

test("the first answer wins, the same again is fine, and one that was taken cannot be amended", async () => {
	const cli = await cliFor();
	const { ticket } = await cli.json<Question>("ask", "Go on?", "--wait", "0");
	expect(await cli.run("answer", ticket, "yes", "--comment", "of course")).toMatchObject({ status: 0 });
	expect(await cli.run("answer", ticket, "yes")).toMatchObject({ status: 0 });
	expect(await cli.run("answer", ticket, "no")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("already answered"),
	});
	expect(await cli.json("answer", ticket, "no", "--amend")).toMatchObject({ answer: "no", answeredBy: "human" });
	expect((await cli.json<{ questions: Question[] }>("inbox")).questions).toEqual([]);
	expect((await cli.json<{ questions: Question[] }>("inbox", "--all")).questions).toMatchObject([
		{ ticket, answer: "no" },
	]);
});

test("the same key is the same ticket, also when it has its answer", async () => {
	const cli = await cliFor();
	const first = await cli.run("ask", "Deploy?", "--key", "deploy-7", "--wait", "0");
	expect(await cli.run("ask", "Deploy?", "--key", "deploy-7", "--wait", "0")).toEqual(first);
	await cli.run("answer", first.stdout, "do it");
	expect(await cli.run("ask", "Deploy?", "--key", "deploy-7")).toMatchObject({ status: 0, stdout: "do it" });
});

test("when the waiting is over the question stays, and its ticket is told", async () => {
	const cli = await cliFor();
	const { status, stdout, stderr } = await cli.run("ask", "Anybody?", "--wait", "50ms");
	const { ticket } = await asked(cli, "Anybody?");
	expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
	expect(stderr).toContain(`nightshift answer ${ticket}`);
});

test("Ctrl-C ends the waiting, not the question", async () => {
	const cli = await cliFor();
	const waiting = cli.spawn(["ask", "Still there?"]);
	const { ticket } = await asked(cli, "Still there?");
	waiting.kill("SIGINT");
	expect(await waiting).toMatchObject({
		exitCode: 1,
		stdout: "",
		stderr: expect.stringContaining(`${ticket} stays in the inbox`),
	});
	expect(await asked(cli, "Still there?")).toMatchObject({ status: "pending" });
});

test("a default is taken at the deadline, with no dashboard to see to it", async () => {
	const cli = await cliFor();
	const result = await cli.run(
		"ask",
		"Merge?",
		"--choice",
		"yes",
		"--choice",
		"no",
		"--deadline",
		"100ms",
		"--default",
		"no",
	);
	expect(result).toMatchObject({ status: 0, stdout: "no", stderr: expect.stringContaining("its default") });
});

test("a body may come from standard input, and a daemon's script asks in its name", async () => {
	const cli = await cliFor();
	const env = { NIGHTSHIFT_DAEMON: "bot" };
	await cli.spawn(["ask", "Read this", "--body", "-", "--wait", "0"], { input: "# All of it\n", env });
	expect(await asked(cli, "Read this")).toMatchObject({ body: "# All of it\n", daemon: "bot" });
});

test("tell is durable before any daemon runs, and refuses a stranger", async () => {
	const cli = await cliFor({ bot: { command: ["x"] } });
	const command = await cli.json<object>("tell", "bot", "take US-3 next", "--when", "after-task");
	expect(command).toMatchObject({ daemon: "bot", text: "take US-3 next", when: "after-task", status: "accepted" });
	expect(await cli.run("tell", "tob", "x")).toMatchObject({ status: 1, stderr: expect.stringContaining("has: bot.") });
});

test("an answer to nothing is said so", async () => {
	const cli = await cliFor();
	expect(await cli.run("answer", "Q-99", "yes")).toMatchObject({ status: 1, stderr: expect.stringContaining("Q-99") });
	expect(await cli.run("inbox")).toMatchObject({ status: 0, stdout: "Nothing waits for an answer." });
});
