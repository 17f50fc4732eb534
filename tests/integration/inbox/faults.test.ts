import { expect, test } from "vitest";
import type { Database } from "../../../server/db/open.ts";
import { watchDatabase } from "../../../server/db/watch.ts";
import { tempDatabase } from "../../support/database.ts";
import { forkWorker, type InboxWorker, WorkerEnded } from "../../support/inbox-worker.ts";

const QUESTIONS = 24;
const ASKERS = 4;
const ANSWERERS = 3;
const KILLS = 15;

/** Small and good enough (mulberry32); the seed makes a failing run repeatable as far as processes can be repeated. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A process that is started again whenever it was killed, until what it was asked for is done. */
class Restarted {
	worker: InboxWorker;

	constructor(private readonly path: string) {
		this.worker = forkWorker(path);
	}

	async insist<T>(ask: (worker: InboxWorker) => Promise<T>): Promise<T> {
		for (;;) {
			try {
				return await ask(this.worker);
			} catch (error) {
				if (!(error instanceof WorkerEnded)) throw error;
				this.worker = forkWorker(this.path);
			}
		}
	}
}

/** Kills one of them at random moments of the database's life: every few changes somebody dies. */
function killNowAndThen(
	db: Database,
	processes: Restarted[],
	random: () => number,
): { kills: () => number; stop: () => void } {
	let kills = 0;
	let untilNext = 1;
	const watch = watchDatabase(db.path, () => {
		untilNext -= 1;
		if (untilNext > 0 || kills >= KILLS) return;
		kills += 1;
		untilNext = 1 + Math.floor(random() * 6);
		processes[Math.floor(random() * processes.length)]?.worker.kill();
	});
	return { kills: () => kills, stop: () => watch.close() };
}

test("askers and answerers are killed at random, and every question is asked, answered and delivered once", async () => {
	const seed = Number(process.env.NIGHTSHIFT_TEST_SEED) || Date.now() % 2 ** 31;
	console.log(`seed of the fault run: NIGHTSHIFT_TEST_SEED=${seed}`);
	const random = randomFrom(seed);
	const db = await tempDatabase();
	const askers = Array.from({ length: ASKERS }, () => new Restarted(db.path));
	const answerers = Array.from({ length: ANSWERERS }, () => new Restarted(db.path));
	const killer = killNowAndThen(db, [...askers, ...answerers], random);

	let asking = true;
	const answering = answerers.map(async (answerer, index) => {
		while (asking) await answerer.insist((worker) => worker.call("answerPending", index % 2 ? "approve" : "reject"));
	});
	const keys = Array.from({ length: QUESTIONS }, (_, number) => `step ${number}`);
	const told = await Promise.all(
		askers.map(async (asker, index) => {
			const mine = keys.filter((_, number) => number % ASKERS === index);
			const questions = [];
			for (const key of mine) questions.push(await asker.insist((worker) => worker.call("askAndTake", key)));
			return questions;
		}),
	);
	asking = false;
	killer.stop();
	await Promise.all(answering);

	expect(killer.kills()).toBeGreaterThan(5);
	const rows = await db.prisma.question.findMany();
	expect(rows.map(({ key }) => key).sort()).toEqual([...keys].sort());
	for (const row of rows) {
		expect(row).toMatchObject({ status: "answered", version: 2, answeredBy: "human" });
		expect(row.deliveredAt).not.toBeNull();
		expect(["approve", "reject"]).toContain(row.answer);
	}
	const answers = new Map(rows.map((row) => [`Q-${row.id}`, row.answer]));
	for (const question of told.flat()) expect(question.answer).toBe(answers.get(question.ticket));
	const records = await db.prisma.activity.groupBy({ by: ["ticket"], _count: true });
	expect(records).toHaveLength(QUESTIONS);
	expect(records.every(({ _count }) => _count === 2)).toBe(true);
	expect(await db.prisma.$queryRawUnsafe("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
}, 120_000);
