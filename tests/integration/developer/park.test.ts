import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { eventually, fileText } from "../../support/wait.ts";
import { makeRepository, Rig } from "./rig.ts";

const TWO = {
	"ROADMAP.md":
		"## US-1: Ask first\n\n**Status**: Planned\n\n## US-2: Independent\n\n**Status**: Planned\n\n## US-3: Later\n\n**Status**: Planned\n**Depends on**: US-1\n",
};
const PLAY = [
	[
		[
			"of",
			[
				"US-1",
				[
					["ask", "npm publish", null, "answers"],
					["write", "one.txt", "1\n"],
					["say", "Published."],
				],
			],
			[
				"US-2",
				[
					["write", "two.txt", "2\n"],
					["say", "Two is done."],
				],
			],
			["US-3", [["write", "three.txt", "3\n"]]],
		],
	],
];
const SOON = { work: { parkAfter: "200ms" } };

test("beside finished work that waits for a review, the one that it says it waits for is the parked one's", async () => {
	const roadmap = "## US-1: Done soon\n\n**Status**: Planned\n\n## US-2: Asks\n\n**Status**: Planned\n";
	const play = [[["of", ["US-1", [["write", "one.txt", "1\n"]]], ["US-2", [["ask", "npm publish"]]]]]];
	const settings = { work: { review: true, parkAfter: "200ms" } };
	const rig = await Rig.acting(await makeRepository({ "ROADMAP.md": roadmap }), play, settings);
	const daemon = rig.start();
	const { ticket } = await rig.asked("US-2", /npm publish/);
	await rig.run("US-2", "parked");
	const status = await daemon.until(({ activity, waitingOn }) => activity === "waiting" && waitingOn?.length === 2);
	expect(status).toMatchObject({ task: { id: "US-2" }, message: `Waiting for your answer to ${ticket}` });
});

describe("a question that nobody answers for long", () => {
	test("parks its item: no agent is left, independent work goes on, what depends on it waits, and all of it is said", async () => {
		const rig = await Rig.acting(await makeRepository(TWO), PLAY, SOON, "resume");
		const daemon = rig.start();
		const { ticket } = await rig.asked("US-1", /npm publish/);
		expect(await rig.run("US-1", "parked")).toMatchObject({ waitsFor: ticket, sessionId: expect.any(String) });
		await rig.run("US-2", "done");
		const status = await daemon.until(({ activity, waitingOn }) => activity === "waiting" && waitingOn?.[0] === ticket);
		expect(status).toMatchObject({ message: `Waiting for your answer to ${ticket}`, task: { id: "US-1" } });
		expect((await rig.runs()).map(({ item }) => item)).toEqual(["US-1", "US-2"]);
		await eventually(async () => (await rig.agents()).length === 0);
		const parked = await rig.entry(({ title }) => title.startsWith("Parked US-1"));
		expect(parked).toMatchObject({ ticket, title: `Parked US-1 until ${ticket} is answered` });
	});

	test("wakes its item when it is answered; the agent goes on in its session and is told, and what waited for it follows", async () => {
		const rig = await Rig.acting(await makeRepository(TWO), PLAY, SOON, "resume");
		rig.start();
		const { ticket } = await rig.asked("US-1", /npm publish/);
		const { sessionId, worktree } = await rig.run("US-1", "parked");
		await rig.run("US-2", "done");
		await answerQuestion(rig.db, ticket, { answer: "yes" });
		await rig.run("US-1", "done");
		await rig.run("US-3", "done");
		expect(await rig.questions()).toHaveLength(1); // asked once
		expect((await rig.runs())[0]).toMatchObject({ sessionId, worktree });
		const resumed = (await rig.prompts()).find((prompt) => prompt.includes("You were interrupted"));
		expect(resumed).toContain(`Answer to ${ticket}`);
	});

	test("is answered while nothing runs, and found again by the next start", async () => {
		const rig = await Rig.acting(await makeRepository(TWO), PLAY, SOON, "resume");
		const first = rig.start();
		const { ticket } = await rig.asked("US-1", /npm publish/);
		const { worktree } = await rig.run("US-1", "parked");
		await first.stop("SIGKILL");
		await answerQuestion(rig.db, ticket, { answer: "no", comment: "not on a Friday" });
		rig.start();
		await fileText(join(worktree, "answers"), (text) => text.endsWith("no\n"));
		expect((await rig.prompts()).some((prompt) => prompt.includes("not on a Friday"))).toBe(true);
	});

	test("of a check parks the item too, and the agent does not work again for it", async () => {
		const roadmap = "## US-1: Checked\n\n**Status**: Planned\n**Verify**: `test -f one.txt`\n";
		const rig = await Rig.acting(
			await makeRepository({ "ROADMAP.md": roadmap }),
			[[["write", "one.txt", "1\n"]]],
			SOON,
		);
		rig.start();
		const { ticket } = await rig.asked("US-1", /^Check US-1/);
		await rig.run("US-1", "parked");
		await answerQuestion(rig.db, ticket, { answer: "run" });
		await rig.run("US-1", "done");
		expect(await rig.prompts()).toHaveLength(1);
	});

	test("is taken back when its item is skipped", async () => {
		const rig = await Rig.acting(await makeRepository(TWO), PLAY, SOON);
		rig.start();
		const { ticket } = await rig.asked("US-1", /npm publish/);
		await rig.run("US-1", "parked");
		await rig.tell("skip US-1");
		await rig.run("US-1", "failed");
		expect((await rig.questions("withdrawn")).map((question) => question.ticket)).toEqual([ticket]);
		// An answer that comes afterwards is told so, and does nothing.
		await expect(answerQuestion(rig.db, ticket, { answer: "yes" })).rejects.toMatchObject({
			code: "already-withdrawn",
		});
		expect(await rig.run("US-1", "failed")).toMatchObject({
			reason: expect.stringContaining("Skipped at your request"),
		});
	});
});
