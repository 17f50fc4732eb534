import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Question, QuestionRecord } from "../../../server/contract/question.ts";
import { eventually } from "../../support/wait.ts";
import { cliFor } from "./run-cli.ts";

test("a script that waits is asked back on standard error, explained for, and gets the answer alone", async () => {
	const cli = await cliFor();
	const waiting = cli.spawn(["ask", "Deploy?", "--choice", "yes", "--key", "k"]);
	const { ticket } = await eventually(async () => (await cli.json<{ questions: Question[] }>("inbox")).questions[0]);
	expect(await cli.run("ask-back", ticket, "Where to?")).toMatchObject({ status: 0 });
	await eventually(async () => {
		const { thread } = await cli.json<QuestionRecord>("show", ticket);
		return thread[0]?.seenAt ? thread : undefined;
	});
	expect(await cli.run("ask", "Deploy?", "--key", "k", "--reply", "To **staging**.", "--wait", "0")).toMatchObject({
		stdout: ticket,
	});
	expect(await cli.run("ask", "Deploy?", "--reply", "x")).toMatchObject({ status: 2 });
	const { stdout: shown } = await cli.run("show", ticket);
	for (const words of ["Deploy?", "Where to?", "To **staging**.", "asked again"]) expect(shown).toContain(words);
	await cli.run("answer", ticket, "yes");
	const { stdout, stderr } = await waiting;
	expect(stdout).toBe("yes");
	expect(stderr).toContain(`${ticket}: the person asks back: Where to?`);
	expect(await cli.run("reply", ticket, "too late")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("already answered"),
	});
}, 180_000);

test("questions are put off, brought back, answered, taken back, and found by their words", async () => {
	const cli = await cliFor();
	const file = join(cli.paths.home, "page.png");
	await writeFile(file, Buffer.from([137, 80, 78, 71]));
	const { ticket, attachments } = await cli.json<Question>(
		"ask",
		"Rename the café?",
		"--wait",
		"0",
		"--daemon",
		"bot",
		"--attach",
		file,
	);
	expect(attachments).toMatchObject([{ name: "page.png", mediaType: "image/png", size: 4 }]);
	expect(await cli.run("ask", "x", "--attach", "/does/not/exist")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("cannot be read (ENOENT)"),
	});
	const found = async (...args: string[]) =>
		(await cli.json<{ questions: Question[] }>("inbox", ...args)).questions.length;
	expect([
		await found("--search", "cafe ren"),
		await found("--search", "nothing"),
		await found("--daemon", "bot"),
	]).toEqual([1, 0, 1]);
	expect(await cli.json("snooze", ticket, "2h")).toMatchObject({ snoozedUntil: expect.any(String) });
	expect(await found("--asleep")).toBe(1);
	expect(await cli.json("snooze", ticket, "tomorrow")).toMatchObject({ snoozedUntil: expect.any(String) });
	expect(await cli.json("snooze", ticket, "now")).toMatchObject({ snoozedUntil: null });
	expect(await cli.run("snooze", ticket, "someday")).toMatchObject({
		status: 2,
		stderr: expect.stringContaining('"tomorrow"'),
	});
	expect(await cli.json("answer", ticket, "yes", "--undoable")).toMatchObject({ undoUntil: expect.any(String) });
	expect(await cli.run("undo", ticket)).toMatchObject({ status: 0, stdout: `${ticket} waits for an answer again.` });
	expect(await cli.run("answer", ticket, "no")).toMatchObject({ status: 0, stdout: `${ticket} is answered: no` });
	expect(await cli.run("answer", ticket, "no", "--late", "keep")).toMatchObject({ status: 1 });
	expect(await cli.run("undo", "Q-99")).toMatchObject({ status: 1, stderr: expect.stringContaining("no question") });
	expect(await cli.run("inbox", "--all", "--asleep")).toMatchObject({ status: 2 });
}, 180_000);
