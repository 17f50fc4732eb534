import { describe, expect, test } from "vitest";
import type { Command, NewCommand } from "../../../server/contract/question.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { eventually } from "../../support/wait.ts";
import { git, makeRepository, NAME, Rig, roadmap } from "./rig.ts";

const TWO_ITEMS = { "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] }, "US-2": { steps: ["touch b"] } }) };

async function tell(rig: Rig, text: string, when: NewCommand["when"] = "now"): Promise<Command> {
	const { id } = await sendCommand(rig.db, NAME, { text, when });
	return eventually(async () => {
		const { commands } = await listCommands(rig.db, NAME);
		return commands.find((command) => command.id === id && command.finishedAt !== null);
	});
}

describe("pause and resume", () => {
	test("an answer is acted on only after resume, also across a restart", async () => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS));
		const first = rig.start();
		await rig.pending();
		expect(await tell(rig, "pause")).toMatchObject({ status: "done", reply: expect.stringContaining("Paused") });
		await rig.answer("run");
		await first.until(({ activity }) => activity === "paused");
		await first.stop();

		const second = rig.start();
		await second.until(({ activity, message }) => activity === "paused" && message === "Paused; say resume to go on.");
		expect((await rig.runs())[0]?.status).toBe("running");
		expect(await tell(rig, "Resume.")).toMatchObject({ status: "done" });
		await rig.run("US-1", "done");
	});

	test("after-task lets the item in work end, then holds", async () => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS));
		const daemon = rig.start();
		await rig.pending();
		await sendCommand(rig.db, NAME, { text: "pause", when: "after-task" });
		await rig.answer("run");
		await daemon.until(({ activity }) => activity === "paused");
		expect((await rig.runs()).map(({ item, status }) => [item, status])).toEqual([["US-1", "done"]]);
	});
});

describe("skip and retry", () => {
	test("skip sets the item in work aside at once, takes its question back and goes on; retry takes it up anew", async () => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS));
		rig.start();
		const { ticket } = await rig.pending();
		const skipped = await tell(rig, "skip us-1");
		expect(skipped).toMatchObject({ status: "done", reply: expect.stringContaining("Skipped US-1") });
		expect((await rig.run("US-1", "failed")).reason).toBe(`Skipped at your request (${skipped.id}).`);
		expect((await rig.questions("withdrawn")).map((question) => question.ticket)).toEqual([ticket]);

		expect((await rig.answer("run")).task).toBe("US-2");
		await rig.run("US-2", "done");
		expect(await tell(rig, "retry US-1")).toMatchObject({
			status: "done",
			reply: "Tried again when its turn comes: US-1.",
		});
		expect((await rig.answer("run")).task).toBe("US-1");
		expect((await rig.run("US-1", "done")).branch).toBe("nightshift/us-1-do-us-1-2");
	});

	test("retry takes up what was only set aside, as next does", async () => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS));
		const daemon = rig.start();
		await rig.pending();
		await rig.tell("aside US-2");
		await rig.answer("run");
		await daemon.until(({ message }) => message === "Only items that were set aside are left: US-2.");
		const reply = "Tried again when its turn comes: US-2.";
		expect(await rig.tell("retry us-2")).toMatchObject({ status: "done", reply });
		expect((await rig.answer("run")).task).toBe("US-2");
		await rig.run("US-2", "done");
		expect(await rig.tell("retry")).toMatchObject({ status: "declined", reply: "No item was set aside." });
	});

	test("a retry that was cut off before its receipt is said to be done once there is one", async () => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS));
		const first = rig.start();
		await rig.pending();
		await rig.tell("skip US-1");
		await rig.run("US-1", "failed");
		await rig.tell("pause");
		const rule = `BEFORE UPDATE ON "Command" WHEN NEW.status = 'done' BEGIN SELECT RAISE(ABORT, 'cut off'); END`;
		await rig.db.prisma.$executeRawUnsafe(`CREATE TRIGGER cut_off ${rule}`);
		const { id } = await rig.send("retry US-1");
		await eventually(async () => (await rig.runs()).find(({ status }) => status === "retried"));
		await first.stop("SIGKILL");
		await rig.db.prisma.$executeRawUnsafe("DROP TRIGGER cut_off");
		expect(await rig.command(id)).toMatchObject({ status: "seen" });

		rig.start();
		const receipt = await eventually(async () => {
			const command = await rig.command(id);
			return command.finishedAt === null ? undefined : command;
		});
		expect(receipt).toMatchObject({ status: "done", reply: "Tried again when its turn comes: US-1." });
	});

	test("skip gets past an agent that does not come up", async () => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS), { command: ["no-such-agent-program"] });
		const daemon = rig.start();
		await daemon.until(({ problem }) => Boolean(problem));
		expect(await tell(rig, "skip", "checkpoint")).toMatchObject({ status: "done" });
		await rig.run("US-1", "failed");
		await rig.run("US-2", "running");
	});

	test.each([
		["skip US-7", "US-7 is not in work; US-1 is."],
		["retry", "No item was set aside."],
		["retry US-7", "US-7 was not tried yet, so there is nothing to retry."],
		["please be careful", expect.stringContaining("takes no instructions")],
	])("%s is declined with the reason", async (text, reply) => {
		const rig = await Rig.over(await makeRepository(TWO_ITEMS));
		rig.start();
		await rig.pending();
		expect(await tell(rig, text)).toMatchObject({ status: "declined", reply });
	});

	test("nothing to skip while idle", async () => {
		const rig = await Rig.over(await makeRepository({ "ROADMAP.md": "## US-1: Done\n\n**Status**: ✅ Complete\n" }));
		await rig.start().until(({ activity, message }) => activity === "idle" && message !== null);
		expect(await tell(rig, "skip")).toMatchObject({
			status: "declined",
			reply: "Nothing is in work, so there is nothing to skip.",
		});
	});
});

describe("notes for a coding agent", () => {
	test("reach it in the same session when the turn ends, and are finished then", async () => {
		const workspace = await makeRepository(TWO_ITEMS);
		const rig = await Rig.acting(workspace, [[["ask", "make test"]], [["write", "b.txt", "b\n"]]]);
		rig.start();
		const { ticket } = await rig.pending();
		const { id } = await sendCommand(rig.db, NAME, { text: "also write b.txt" });
		await rig.entry(({ title }) => title === `${NAME} saw ${id}`);
		await rig.answer("yes");
		const run = await rig.run("US-1", "done");
		expect(await git(workspace, "show", `${run.branch}:b.txt`)).toBe("b");
		const { commands } = await listCommands(rig.db, NAME);
		expect(commands).toMatchObject([{ status: "done", reply: "The agent was told, with US-1." }]);
		expect((await rig.prompts())[1]).toBe("The person you work for says:\n- also write b.txt");
		expect(ticket).toBe("Q-1");
	});

	test("are not lost when the daemon is killed before the agent knows them", async () => {
		const workspace = await makeRepository(TWO_ITEMS);
		const rig = await Rig.acting(workspace, [[["ask", "make test"]]], "resume");
		const first = rig.start();
		await rig.pending();
		const { id } = await sendCommand(rig.db, NAME, { text: "mind the gap" });
		await rig.entry(({ title }) => title === `${NAME} saw ${id}`);
		await first.stop("SIGKILL");
		rig.start();
		await eventually(async () => (await rig.prompts()).length === 2);
		expect((await rig.prompts())[1]).toContain("- mind the gap");
		expect((await rig.prompts())[1]).toContain("You were interrupted in the middle of this item.");
	});
});
