import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { markAside, markNext } from "../../../server/work/marks.ts";
import { eventually } from "../../support/wait.ts";
import { makeRepository, NAME, Rig } from "./rig.ts";

const ONE = { "ROADMAP.md": "## US-1: Do it\n\n**Status**: Planned\n" };
const TWO = { "ROADMAP.md": `${ONE["ROADMAP.md"]}\n## US-2: Then this\n\n**Status**: Planned\n` };

describe("an outage", () => {
	test.each([
		["an error of the protocol", ["fail", "API Error: 529 overloaded_error"]],
		["a message, as some agents do", ["say", "API Error: 529 Overloaded"]],
	])("told as %s is waited out, is said meanwhile, and costs the item nothing", async (_, trouble) => {
		const rig = await Rig.acting(await makeRepository(ONE), [
			[["once", "../nth", [trouble], [trouble], [["write", "a.txt", "a\n"]]]],
		]);
		const daemon = rig.start();
		await daemon.until(({ problem }) => /529/.test(problem ?? ""));
		const run = await rig.run("US-1", "done");
		expect(run.stalls).toBe(0);
		await daemon.until(({ problem }) => problem === null);
		expect((await rig.activity()).filter(({ kind }) => kind === "problem")).toHaveLength(1);
	});

	test("that names a time is left alone until then, or until the person says resume", async () => {
		const rig = await Rig.acting(await makeRepository(ONE), [
			[
				[
					"once",
					"../nth",
					[["fail", "429 Too Many Requests, please retry after 3600 seconds"]],
					[["write", "a.txt", "a\n"]],
				],
			],
		]);
		const daemon = rig.start();
		await daemon.until(({ problem }) => /429/.test(problem ?? ""));
		await rig.tell("next US-1");
		expect(await rig.prompts()).toHaveLength(1);
		await rig.tell("resume");
		await rig.run("US-1", "done");
	});
});

describe("an item that ends every agent", { timeout: 90_000 }, () => {
	test("is set aside after three attempts without progress, with a question, and the others go on", async () => {
		const play = [[["of", ["US-1", [["die", 9]]], ["US-2", [["write", "b.txt", "b\n"]]]]]];
		const rig = await Rig.acting(await makeRepository(TWO), play);
		rig.start();
		const run = await rig.run("US-1", "failed");
		expect(run.reason).toContain("3 attempts brought nothing new.");
		expect(run.reason).toContain("exit code 9");
		await rig.run("US-2", "done");
		const { ticket, body } = await rig.asked("US-1", /set aside/);
		expect(body).toContain("exit code 9");

		await rig.change([[["write", "a.txt", "a\n"]]]);
		await answerQuestion(rig.db, ticket, { answer: "go-on" });
		await rig.run("US-1", "done");
		expect((await rig.runs()).map(({ item }) => item)).toEqual(["US-1", "US-2"]);
	});

	test("is also counted when the daemon is killed in the middle of each attempt, and not when it waits for a person", async () => {
		const rig = await Rig.acting(await makeRepository(ONE), [[["linger"]]]);
		for (let attempt = 1; attempt <= 3; attempt++) {
			const daemon = rig.start();
			await eventually(async () => (await rig.prompts()).length === attempt);
			await daemon.stop("SIGKILL");
		}
		rig.start();
		expect((await rig.run("US-1", "failed")).reason).toContain("3 attempts brought nothing new.");
	});

	test("is not counted when the daemon is stopped in the middle", async () => {
		const rig = await Rig.acting(await makeRepository(ONE), [[["linger"]]]);
		for (let attempt = 1; attempt <= 4; attempt++) {
			const daemon = rig.start();
			await eventually(async () => (await rig.prompts()).length === attempt);
			await daemon.stop();
		}
		expect((await rig.runs())[0]).toMatchObject({ status: "running", stalls: 0 });
	});
});

describe("a budget", () => {
	test("of an item that is used up asks before it goes on, and goes on with as much again", async () => {
		const rig = await Rig.acting(
			await makeRepository(ONE),
			[[["once", "../nth", [["usage", 1000, 3.5], ["linger"]], [["write", "a.txt", "a\n"]]]]],
			{ work: { budget: { item: { cost: 3 } } } },
			"resume",
		);
		rig.start();
		const question = await rig.asked("US-1", /used up its budget \(a cost of 3\.50\)/);
		await answerQuestion(rig.db, question.ticket, { answer: "more" });
		const run = await rig.run("US-1", "done");
		expect(run.cost).toBeCloseTo(3.5);
		expect(run.currency).toBe("USD");
	});

	test("of an item: no more for it sets it aside", async () => {
		const rig = await Rig.acting(await makeRepository(ONE), [[["linger"]]], {
			work: { budget: { item: { time: "100ms" } } },
		});
		rig.start();
		const question = await rig.asked("US-1", /used up its budget/);
		await answerQuestion(rig.db, question.ticket, { answer: "stop" });
		expect((await rig.run("US-1", "failed")).reason).toContain(`you said to stop there (${question.ticket})`);
	});

	test("of the day that is used up asks, and takes nothing new until then", async () => {
		const play = [
			[
				[
					"of",
					[
						"US-1",
						[
							["usage", 1000, 9],
							["write", "a.txt", "a\n"],
						],
					],
					["US-2", [["write", "b.txt", "b\n"]]],
				],
			],
		];
		const rig = await Rig.acting(await makeRepository(TWO), play, { work: { budget: { day: { cost: 5 } } } });
		const daemon = rig.start();
		const question = await rig.pending();
		expect(question.title).toContain("Today's budget is used up (a cost of 9.00)");
		await daemon.until(({ activity, waitingOn }) => activity === "waiting" && waitingOn?.[0] === question.ticket);
		expect((await rig.runs()).map(({ item }) => item)).toEqual(["US-1"]);
		await answerQuestion(rig.db, question.ticket, { answer: "more" });
		await rig.run("US-2", "done");
	});
});

test("stop after this task: the item is finished, and the daemon ends by itself with 0", async () => {
	const rig = await Rig.acting(await makeRepository(TWO), [
		[
			["ask", "go"],
			["write", "a.txt", "a\n"],
		],
	]);
	const daemon = rig.start();
	const { ticket } = await rig.asked("US-1", /go/);
	expect((await rig.tell("stop after this task")).reply).toContain("Ends when US-1 is done");
	await answerQuestion(rig.db, ticket, { answer: "yes" });
	expect(await daemon.exited).toMatchObject({ code: 0 });
	expect((await rig.runs()).map(({ item, status }) => [item, status])).toEqual([["US-1", "done"]]);
	rig.start();
	await rig.asked("US-2", /go/);
});

test("in the hours of focus what is not meant for now waits until the item is done", async () => {
	const rig = await Rig.acting(
		await makeRepository(ONE),
		[
			[
				["ask", "go"],
				["write", "a.txt", "a\n"],
			],
		],
		{
			work: { focus: ["00:00-00:00"] },
		},
	);
	rig.start();
	const { ticket } = await rig.asked("US-1", /go/);
	const held = await rig.send("mind the gap", "checkpoint");
	expect((await rig.tell("next US-1", "now")).status).toBe("done");
	expect((await rig.command(held.id)).status).toBe("accepted");
	await answerQuestion(rig.db, ticket, { answer: "yes" });
	await rig.run("US-1", "done");
	await eventually(async () => (await rig.command(held.id)).status !== "accepted");
});

test("next US-2: it is taken before what comes first in the document", async () => {
	const rig = await Rig.acting(await makeRepository(TWO), [[["write", "a.txt", "a\n"]]]);
	await rig.send("pause", "now");
	rig.start();
	expect(await rig.tell("next US-2")).toMatchObject({ status: "done", reply: "US-2 comes next." });
	expect(await rig.tell("next US-77")).toMatchObject({ status: "declined", reply: "US-77 is not in the roadmap." });
	await rig.tell("resume");
	await rig.run("US-1", "done");
	expect((await rig.runs()).map(({ item }) => item)).toEqual(["US-2", "US-1"]);
});

test("an item that was set aside from the page is taken at once when it is taken up again there", async () => {
	const workspace = await makeRepository(ONE);
	const rig = await Rig.acting(workspace, [[["write", "a.txt", "a\n"]]]);
	const owner = { daemon: NAME, workspace };
	await markAside(rig.db, owner, "US-1", "later");
	const daemon = rig.start();
	await daemon.until(({ message }) => message === "Only items that were set aside are left: US-1.");
	await markNext(rig.db, owner, "US-1", true);
	await rig.run("US-1", "done");
});
