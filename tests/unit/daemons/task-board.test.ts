import { expect, test } from "vitest";
import { TaskBoard } from "../../../server/daemons/code-developer/task-board.ts";
import type { StatusFields } from "../../../server/daemons/kit/status-writer.ts";

function board(checks: string[] = []) {
	const shown: Partial<StatusFields> = {};
	let advanced = 0;
	let second = 0;
	const status = {
		set: (fields: Partial<StatusFields>) => void Object.assign(shown, fields),
		advance: () => void advanced++,
	};
	const task = { id: "US-1", title: "It", startedAt: "2026-01-01T00:00:00.000Z" };
	const clock = () => `2026-01-01T00:00:${String(second++).padStart(2, "0")}.000Z`;
	return { board: new TaskBoard(status, task, checks, clock), shown, advanced: () => advanced };
}

test("without a plan the progress is not known", () => {
	expect(board().shown).toMatchObject({
		activity: "working",
		task: { id: "US-1", progress: null },
		plan: [],
		waitingOn: [],
	});
});

test("progress counts the agent's steps and the checks after them", () => {
	const { board: one, shown, advanced } = board(["Check: make test"]);
	one.setPlan([
		{ title: "a", status: "completed" },
		{ title: "b", status: "in_progress" },
		{ title: "c", status: "pending" },
	]);
	expect(shown.task?.progress).toBe(0.25);
	one.setCheck(0, "completed");
	expect(shown.task?.progress).toBe(0.5);
	expect(advanced()).toBe(2);
});

test("a step keeps the time since which it is as it is", () => {
	const { board: one, shown } = board();
	one.setPlan([{ title: "a", status: "in_progress" }]);
	const since = shown.plan?.[0]?.since;
	one.setPlan([
		{ title: "a", status: "in_progress" },
		{ title: "b", status: "pending" },
	]);
	expect(shown.plan?.[0]?.since).toBe(since);
	one.setPlan([
		{ title: "a", status: "completed" },
		{ title: "b", status: "pending" },
	]);
	expect(shown.plan?.[0]?.since).not.toBe(since);
});

test("the step in work shows what it waits for; the oldest question comes first", () => {
	const { board: one, shown } = board();
	one.setPlan([
		{ title: "a", status: "in_progress" },
		{ title: "b", status: "pending" },
	]);
	one.ask("Q-1");
	one.ask("Q-2");
	expect(shown).toMatchObject({
		activity: "waiting",
		waitingOn: ["Q-1", "Q-2"],
		plan: [{ status: "waiting", ticket: "Q-1" }, { status: "pending" }],
	});
	one.settle("Q-1");
	expect(shown.plan?.[0]?.ticket).toBe("Q-2");
	one.settle("Q-2");
	expect(shown).toMatchObject({ activity: "working", waitingOn: [], plan: [{ status: "in_progress" }, {}] });
});

test("that it waits or is held is said as long as it does, and then what was said before", () => {
	const { board: one, shown } = board();
	one.say("Run npm test");
	one.ask("Q-1");
	expect(shown.message).toBe("Waiting for your answer to Q-1");
	one.hold(true);
	expect(shown.message).toBe("Paused; say resume to go on");
	one.hold(false);
	one.say("Thinking");
	expect(shown.message).toBe("Waiting for your answer to Q-1");
	one.settle("Q-1");
	expect(shown).toMatchObject({ activity: "working", message: "Thinking" });
});

test("held is paused, also while a question is open", () => {
	const { board: one, shown } = board();
	one.ask("Q-1");
	one.hold(true);
	expect(shown.activity).toBe("paused");
	one.hold(false);
	expect(shown.activity).toBe("waiting");
});

test("what failed is the step in work", () => {
	const { board: one, shown } = board(["Check: a"]);
	one.setPlan([
		{ title: "a", status: "completed" },
		{ title: "b", status: "in_progress" },
	]);
	one.fail();
	expect(shown.plan?.map(({ status }) => status)).toEqual(["completed", "failed", "pending"]);
});
