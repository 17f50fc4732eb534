import { expect, onTestFinished, test } from "vitest";
import { DecisionWatch } from "../../../server/daemons/code-developer/decision-watch.ts";
import type { Shop } from "../../../server/daemons/code-developer/shop.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { makeRepository, NAME, Rig } from "./rig.ts";

const ONE = { "ROADMAP.md": "## US-1: Do it\n\n**Status**: Planned\n" };

test("an answer that cannot be acted on yet is told once, however often the database changes", async () => {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const { ticket } = await askQuestion(db, { daemon: NAME, kind: "text", title: "Which?", key: "run:1:which" });
	const owner = { daemon: NAME, workspace: "/somewhere" };
	const place = { item: "US-1", title: "It", branch: "b", worktree: "/w", baseCommit: "c" };
	await db.prisma.run.create({ data: { ...owner, ...place, status: "parked", waitsFor: ticket } });
	const told: unknown[] = [];
	const shop: Partial<Shop> = { db, name: NAME, persist: (work) => work(), fault: (error) => void told.push(error) };
	const watch = new DecisionWatch(shop as Shop, owner, (decided) => told.push(decided));
	watch.look();
	await eventually(async () => watch.idle);
	await answerQuestion(db, ticket, { answer: "this" });
	for (let look = 0; look < 5; look++) {
		watch.look();
		await eventually(async () => watch.idle);
	}
	expect(told).toEqual([{ ended: false, next: true }]);
});

test("an item that fails once more is asked about once more", async () => {
	const rig = await Rig.acting(await makeRepository(ONE), [[["stop", "refusal"]]]);
	rig.start();
	const first = await rig.asked("US-1", /set aside/);
	await answerQuestion(rig.db, first.ticket, { answer: "go-on" });
	const second = await eventually(async () =>
		(await rig.questions("pending")).find(({ ticket }) => ticket !== first.ticket),
	);
	expect(second.title).toBe("US-1 was set aside. Try it again?");
});

test("an agent that ends without changing anything has not finished the item: its words are shown, and the person decides", async () => {
	const rig = await Rig.acting(await makeRepository(ONE), [[["say", "There is no account to publish with."]]]);
	rig.start();
	const { body } = await rig.asked("US-1", /set aside/);
	expect(body).toContain("There is no account to publish with.");
	expect((await rig.run("US-1", "failed")).reason).toBe("The agent ended its work without changing anything.");
});

test("each check is asked about once and run once, also when its item is parked for each", async () => {
	const roadmap = "## US-1: Checked\n\n**Status**: Planned\n**Verify**: `echo 1 >> ran`\n**Verify**: `echo 2 >> ran`\n";
	const rig = await Rig.acting(await makeRepository({ "ROADMAP.md": roadmap }), [[["write", "a.txt", "a\n"]]], {
		work: { parkAfter: "100ms" },
	});
	rig.start();
	for (const command of ["echo 1", "echo 2"]) {
		const { ticket } = await rig.asked("US-1", new RegExp(command));
		await rig.run("US-1", "parked");
		await answerQuestion(rig.db, ticket, { answer: "run" });
	}
	await rig.run("US-1", "done");
	expect(await rig.questions()).toHaveLength(2);
	expect((await rig.db.prisma.check.findMany()).map(({ command }) => command)).toEqual([
		"echo 1 >> ran",
		"echo 2 >> ran",
	]);
});
