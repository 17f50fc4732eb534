import { expect, test } from "vitest";
import { commandSchema } from "../../../server/contract/question.ts";
import { finishCommand } from "../../../server/inbox/finish-command.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { takeCommands } from "../../../server/inbox/take-commands.ts";
import { tempDatabase } from "../../support/database.ts";
import { startWorker } from "../../support/inbox-worker.ts";

test("a command is accepted, seen, done, and each step is on record", async () => {
	const db = await tempDatabase();
	const accepted = await sendCommand(db, "worker", { text: "Write a test first" });
	expect(commandSchema.parse(accepted)).toEqual(accepted);
	expect(accepted).toMatchObject({ id: "C-1", status: "accepted", when: "checkpoint", seenAt: null });

	const [seen] = await takeCommands(db, "worker", ["now", "checkpoint"]);
	expect(seen).toMatchObject({ id: "C-1", status: "seen", text: "Write a test first", seenAt: expect.any(String) });
	const done = await finishCommand(db, "c-1", "done", "It is there");
	expect(done).toMatchObject({
		status: "done",
		reply: "It is there",
		seenAt: seen?.seenAt,
		finishedAt: expect.any(String),
	});
	expect(await finishCommand(db, "C-1", "done", "again")).toEqual(done);
	await expect(finishCommand(db, "C-1", "declined", "no")).rejects.toMatchObject({ code: "version-conflict" });
	await expect(finishCommand(db, "C-2", "done")).rejects.toMatchObject({ code: "not-found" });
	expect((await listActivity(db)).map(({ title }) => title)).toEqual([
		"C-1 for worker: Write a test first",
		"worker saw C-1",
		"C-1 done: It is there",
	]);
});

test("commands are taken by their daemon, at their moment, in order", async () => {
	const db = await tempDatabase();
	for (const [daemon, when] of [
		["a", "now"],
		["a", "after-task"],
		["b", "now"],
		["a", "now"],
	] as const) {
		await sendCommand(db, daemon, { text: `${daemon} ${when}`, when });
	}
	const ids = async (...args: [string, ("now" | "checkpoint" | "after-task")[]]) =>
		(await takeCommands(db, ...args)).map(({ id }) => id);
	expect(await ids("a", ["now"])).toEqual(["C-1", "C-4"]);
	expect(await ids("a", ["now"])).toEqual([]);
	expect(await ids("a", ["now", "checkpoint", "after-task"])).toEqual(["C-2"]);
	expect((await listCommands(db, "a")).commands.map(({ id, status }) => [id, status])).toEqual([
		["C-4", "seen"],
		["C-2", "seen"],
		["C-1", "seen"],
	]);
	expect(await listCommands(db, "b", { status: "accepted" })).toMatchObject({ commands: [{ id: "C-3" }], next: null });
	const page = await listCommands(db, "a", { limit: 2 });
	expect(page).toMatchObject({ commands: { length: 2 }, next: "C-2" });
	expect(await listCommands(db, "a", { cursor: page.next ?? "" })).toMatchObject({
		commands: [{ id: "C-1" }],
		next: null,
	});
});

test("a command that is none is refused in one sentence", async () => {
	const db = await tempDatabase();
	const invalid = { code: "invalid-command", status: 422 };
	await expect(sendCommand(db, "worker", { text: "  " })).rejects.toMatchObject(invalid);
	await expect(sendCommand(db, "../etc", { text: "x" })).rejects.toMatchObject(invalid);
	await expect(sendCommand(db, "worker", { text: "x".repeat(100_001) })).rejects.toMatchObject(invalid);
});

test("five processes that take commands at once get each one exactly once", async () => {
	const db = await tempDatabase();
	const workers = await Promise.all(Array.from({ length: 5 }, () => startWorker(db.path)));
	const sent = await Promise.all(
		Array.from({ length: 40 }, (_, number) => sendCommand(db, "worker", { text: `${number}` })),
	);
	const taken = await Promise.all([
		...workers.flatMap((worker) => [1, 2, 3].map(() => worker.call("takeCommands", "worker", ["checkpoint"]))),
		...Array.from({ length: 40 }, (_, number) => sendCommand(db, "worker", { text: `late ${number}` })).map(
			async (late) => {
				await late;
				return takeCommands(db, "worker", ["checkpoint"]);
			},
		),
	]);
	const ids = taken.flat().map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids).toHaveLength(sent.length + 40);
}, 60_000);
