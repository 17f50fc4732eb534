import { expect, onTestFinished, test } from "vitest";
import { settleWork } from "../../../server/config/settle-work.ts";
import { Asker } from "../../../server/daemons/code-developer/asker.ts";
import type { KeyedQuestion } from "../../../server/daemons/code-developer/fresh-question.ts";
import { Leftovers } from "../../../server/daemons/code-developer/leftovers.ts";
import { Memory } from "../../../server/daemons/code-developer/memory.ts";
import { beginRun } from "../../../server/daemons/code-developer/runs.ts";
import type { Shop } from "../../../server/daemons/code-developer/shop.ts";
import { Steering } from "../../../server/daemons/code-developer/steering.ts";
import { TaskBoard } from "../../../server/daemons/code-developer/task-board.ts";
import type { StatusFields } from "../../../server/daemons/kit/status-writer.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const OWNER = { daemon: "code-developer", workspace: "/somewhere" };
const PLACE = { item: "US-1", title: "It", branch: "b", worktree: "/w", baseCommit: "c" };
const OPTIONS = [
	{ id: "yes", label: "Yes" },
	{ id: "no", label: "No" },
];

const NOBODY_WAITS = {
	begins: () => undefined,
	ends: () => undefined,
	long: () => undefined,
	afterMs: 60_000,
};

function question(run: number, name: string): KeyedQuestion {
	const key = `run:${run}:${name}`;
	return { daemon: OWNER.daemon, kind: "approval", title: `${name}?`, options: OPTIONS, key };
}

/** How much later the second request comes, in turns of the microtask queue. The look-ups and writes of one take a few hundred. */
const MOMENTS = Array.from({ length: 40 }, (_, index) => index * 10);

test("of two requests at once, neither takes back what the other has just found", async () => {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	/** What is waited for now, and what ever was. */
	let waitingOn: string[] = [];
	const waitedFor = new Set<string>();
	const shop = {
		name: OWNER.daemon,
		db,
		persist: (operation) => operation(),
		memory: await Memory.load(paths.home),
		work: settleWork(undefined),
		status: {
			set(fields: Partial<StatusFields>) {
				waitingOn = fields.waitingOn ?? waitingOn;
				for (const ticket of waitingOn) waitedFor.add(ticket);
			},
			advance: () => undefined,
		},
		signal: new AbortController().signal,
	} as Shop;

	const steering = new Steering(shop, OWNER, async () => []);

	for (const later of MOMENTS) {
		const run = await beginRun(db, OWNER, PLACE, { kind: "task", title: "Took US-1" });
		// Left open by an instance of the daemon that was killed.
		await askQuestion(db, question(run.id, "old"));
		const board = new TaskBoard(shop.status, { id: "US-1", title: "It", startedAt: new Date().toISOString() }, []);
		const asker = new Asker(shop, board, steering, await Leftovers.of(shop, run, new Set()), NOBODY_WAITS);

		const fresh = asker.ask(question(run.id, "new"), shop.signal);
		for (let turn = 0; turn < later; turn += 1) await null;
		const again = asker.ask(question(run.id, "old"), shop.signal);
		const both = Promise.all([fresh, again]);
		await Promise.race([both, eventually(() => waitingOn.length === 2)]);
		for (const ticket of waitingOn) await answerQuestion(db, ticket, { answer: "yes" });
		expect(await both, `${later} turns later`).toMatchObject([{ option: "yes" }, { option: "yes" }]);
	}
	const { questions } = await listQuestions(db, { status: "withdrawn" });
	expect(questions.map(({ ticket }) => ticket).filter((ticket) => waitedFor.has(ticket))).toEqual([]);
});
