import { join } from "node:path";
import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { addMessage, readThread } from "../../../server/inbox/thread.ts";
import { eventually, eventuallyIn } from "../../support/wait.ts";
import { makeRepository, Rig, roadmap, tempFolder } from "./rig.ts";

const ONE = { "ROADMAP.md": "## US-1: Publish\n\n**Status**: Planned\n" };

/** Says something in a question's thread, and waits for the asker's reply to it. */
async function askBack(rig: Rig, ticket: string, text: string): Promise<string> {
	const { id } = await addMessage(rig.db, ticket, { text });
	return reply(rig, ticket, id);
}

function reply(rig: Rig, ticket: string, after: number): Promise<string> {
	return eventuallyIn(rig.paths.database, async () => {
		const thread = await readThread(rig.db, ticket);
		return thread.find(({ id, from }) => from === "asker" && id > after)?.text;
	});
}

test("an agent that waits is told what the person asks back, explains it in the thread, and its question stays the same", async () => {
	const rig = await Rig.acting(await makeRepository(ONE), [
		[["ask", "npm publish"]],
		[
			["say", "To the public one, as 1.2.0."],
			["ask", "npm publish", null, "answers"],
			["write", "a.txt", "a\n"],
		],
	]);
	const daemon = rig.start();
	const { ticket } = await rig.pending();
	expect(await askBack(rig, ticket, "To which registry?")).toBe("To the public one, as 1.2.0.");
	await daemon.until(({ waitingOn }) => waitingOn?.[0] === ticket);
	const prompts = await rig.prompts();
	expect(prompts).toHaveLength(2);
	expect(prompts[1]).toMatch(/^The person asks back about Q-1 “Run npm publish\?”:\n\nTo which registry\?/);

	await answerQuestion(rig.db, ticket, { answer: "yes" });
	expect(await rig.run("US-1", "done")).toMatchObject({ stalls: 0 });
	expect(await rig.questions()).toMatchObject([{ ticket, status: "answered", deliveredAt: expect.any(String) }]);
	expect((await readThread(rig.db, ticket)).map(({ from, seenAt }) => [from, seenAt !== null])).toEqual([
		["human", true],
		["asker", false],
	]);
});

test("a parked agent is woken to explain, also what a killed daemon had only read, and parks again until the answer", async () => {
	const memory = join(await tempFolder(), "starts");
	const starts = [
		[["ask", "npm publish"]],
		[["say", "Because it is due."]],
		[["linger"]],
		[["say", "Because you planned it."]],
		[["write", "a.txt", "a\n"]],
	];
	const play = [[["once", memory, ...starts]]];
	const rig = await Rig.acting(await makeRepository(ONE), play, { work: { parkAfter: "200ms" } }, "resume");
	const first = rig.start();
	const { ticket } = await rig.pending();
	await rig.run("US-1", "parked");
	expect(await askBack(rig, ticket, "Why?")).toBe("Because it is due.");
	await rig.run("US-1", "parked");

	const { id } = await addMessage(rig.db, ticket, { text: "Why now?" });
	await eventually(async () => (await rig.prompts()).length === 3);
	await first.stop("SIGKILL");
	expect((await readThread(rig.db, ticket)).at(-1)).toMatchObject({ id, seenAt: expect.any(String) });
	rig.start();
	expect(await reply(rig, ticket, id)).toBe("Because you planned it.");
	await rig.run("US-1", "parked");
	await answerQuestion(rig.db, ticket, { answer: "yes" });
	await rig.run("US-1", "done");
	const prompts = await rig.prompts();
	expect(prompts).toHaveLength(5);
	expect(prompts[3]).toContain("Why now?");
	expect(prompts[3]).not.toContain("Why?");
	expect(prompts[4]).toContain(`Answer to ${ticket} (Run npm publish?): Allow`);
	expect(await rig.questions()).toHaveLength(1);
	expect((await rig.activity()).map(({ title }) => title)).toContain(
		`Goes on with US-1: ${ticket} was asked back about`,
	);
});

test("what the agent does not ask again waits in its session, and it is told the answer there", async () => {
	const rig = await Rig.acting(await makeRepository(ONE), [
		[["ask", "npm publish"]],
		[["say", "It is due."]],
		[["say", "Since Monday."]],
		[["write", "a.txt", "a\n"]],
	]);
	rig.start();
	const { ticket } = await rig.pending();
	expect(await askBack(rig, ticket, "Why?")).toBe("It is due.");
	expect(await askBack(rig, ticket, "Since when?")).toBe("Since Monday.");
	await answerQuestion(rig.db, ticket, { answer: "no", comment: "not on a Friday" });
	await rig.run("US-1", "done");
	expect((await rig.prompts())[3]).toContain(`Answer to ${ticket} (Run npm publish?): Reject. not on a Friday`);
});

test("about what the developer asks itself it says what it knows, and starts no agent", async () => {
	const play = [
		[
			["write", "a.txt", "a\n"],
			["say", "Wrote a.txt."],
		],
	];
	const rig = await Rig.acting(await makeRepository(ONE), play, { work: { review: true } });
	rig.start();
	await rig.run("US-1", "review");
	const { ticket } = await rig.pending();
	const said = await askBack(rig, ticket, "Why a.txt?");
	expect(said).toContain("cannot be asked any more. What it said last: “Wrote a.txt.”");
	expect(await rig.prompts()).toHaveLength(1);
	expect(await rig.questions("pending")).toMatchObject([{ ticket }]);
});

test("what is asked back about a step of the built-in agent is answered at once, and the step waits on", async () => {
	const rig = await Rig.over(await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] } }) }));
	rig.start();
	const { ticket } = await rig.pending();
	expect(await askBack(rig, ticket, "Why?")).toMatch(/^The built-in agent runs the steps of US-1 as they are written/);
	await answerQuestion(rig.db, ticket, { answer: "run" });
	await rig.run("US-1", "done");
	expect(await rig.questions()).toHaveLength(1);
});
