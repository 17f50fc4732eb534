import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { ticketOf } from "../../../server/inbox/ticket.ts";
import { Random } from "../../support/random.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { Asker, POINTS, sayEnough } from "./asker.ts";
import { Home } from "./home.ts";
import { Tab } from "./tab.ts";

const { NIGHTSHIFT_INBOX_FAULTS = "100", NIGHTSHIFT_FAULTS_SEED = "1" } = process.env;
const kills = Number(NIGHTSHIFT_INBOX_FAULTS);
const seed = NIGHTSHIFT_FAULTS_SEED === "random" ? randomInt(2 ** 31) : Number(NIGHTSHIFT_FAULTS_SEED);
const MS_PER_KILL = 8_000;

const ASKERS = ["north", "south", "west"];
/** The share of the kills that hit the dashboard; the others hit an asker. */
const DASHBOARD_SHARE = 0.2;
/** How long an answer can be taken back. */
const UNDO = "300ms";
/** Longest wait before a kill. */
const PATIENCE_MS = 120;

test(
	`${kills} kills of both sides leave every question answered once, and acted on once`,
	async () => {
		console.log(`NIGHTSHIFT_FAULTS_SEED=${seed} NIGHTSHIFT_INBOX_FAULTS=${kills}`);
		const random = new Random(seed);
		const paths = await tempHome();
		await writeFile(paths.config, JSON.stringify({ person: { undo: UNDO } }));
		const home = new Home(paths);
		await home.open();
		const db = await openDatabase(paths.database);
		onTestFinished(() => db.close());
		const askers = ASKERS.map((name) => new Asker(paths.database, paths.home, name));
		onTestFinished(async () => void (await Promise.all(askers.map((asker) => asker.kill()))));
		const tabs = ["left", "right"].map((name, index) => new Tab(home, name, new Random(seed + index + 1)));
		onTestFinished(async () => void (await Promise.all(tabs.map((tab) => tab.close()))));

		for (const asker of askers) asker.start();
		const story: string[] = [];
		for (let done = 0; done < kills; ) {
			const strike = await strikeOnce(random, home, db, askers);
			done += strike.kills;
			story.push(`${done}. ${strike.story}`);
		}
		await sayEnough(paths.home);
		await Promise.all(askers.map((asker) => asker.end()));
		await Promise.all(tabs.map((tab) => tab.close()));

		const said = `seed ${seed}, after:\n${story.join("\n")}`;
		expect(
			[...askers.map(({ complaint }) => complaint), ...tabs.flatMap(({ complaints }) => complaints)].join(""),
			said,
		).toBe("");
		const questions = await allQuestions(db);
		const answers = new Map(questions.map(({ ticket, answer }) => [ticket, answer]));
		expect(
			questions.map(({ status, answeredBy }) => `${status} by ${answeredBy}`),
			said,
		).toEqual(questions.map(() => "answered by human"));
		const deeds = (await Promise.all(askers.map((asker) => asker.deeds()))).flat();
		expect(new Set(deeds.map(({ key }) => key)).size, said).toBe(deeds.length);
		expect(deeds.map(({ ticket, answer }) => [ticket, answer]).sort(), said).toEqual([...answers].sort());
		const undone = await timesRecorded(db, "undone");
		for (const tab of tabs) {
			for (const [ticket, answer] of tab.told) {
				// Of what another tab took back, this one was told before.
				if (undone.has(ticket)) continue;
				expect(answer, `${tab.name} was told of ${ticket}; ${said}`).toBe(answers.get(ticket));
			}
		}
		const once = new Map(questions.map(({ ticket }) => [ticket, 1]));
		const timesAnswered = new Map(questions.map(({ ticket }) => [ticket, 1 + (undone.get(ticket) ?? 0)]));
		expect(await timesRecorded(db, "answered"), said).toEqual(timesAnswered);
		expect(await timesRecorded(db, "delivered"), said).toEqual(once);
		expect(await answersHandedOut(db), said).toEqual(answers);
		console.log(`${questions.length} questions, answers taken back of ${undone.size}`);
		// Else nothing of this was tried.
		expect(questions.length, said).toBeGreaterThanOrEqual(kills / 4);
		expect(undone.size, said).toBeGreaterThan(0);
	},
	60_000 + kills * MS_PER_KILL,
);

interface Strike {
	/** How many of them it took: one that comes back to die at a point of its work is killed twice. */
	kills: number;
	story: string;
}

/** Kills one of them at a moment that the seed chooses, and has it come back. */
async function strikeOnce(random: Random, home: Home, db: Database, askers: readonly Asker[]): Promise<Strike> {
	if (random.chance(DASHBOARD_SHARE)) {
		const whenWritten = random.chance(0.5);
		// Between the write and its acknowledgement, or whenever.
		if (whenWritten) await nextAnswer(db);
		else await delay(random.below(PATIENCE_MS));
		await home.crash();
		await home.open();
		return {
			kills: 1,
			story: `the dashboard was killed ${whenWritten ? "as an answer was written" : "at some moment"}`,
		};
	}
	const asker = random.pick(askers);
	const point = random.pick(["", ...POINTS] as const);
	await delay(random.below(PATIENCE_MS));
	await asker.kill();
	if (point === "") {
		asker.start();
		return { kills: 1, story: `${asker.name} was killed at some moment` };
	}
	asker.start(point);
	await asker.end();
	asker.start();
	return { kills: 2, story: `${asker.name} was killed at some moment, and again once it had ${point}` };
}

/** Resolves as soon as one more answer is in the database. */
async function nextAnswer(db: Database): Promise<void> {
	const count = () => db.read((prisma) => prisma.questionEvent.count({ where: { kind: "answered" } }));
	const before = await count();
	await eventually(async () => (await count()) > before);
}

async function allQuestions(db: Database) {
	const select = { id: true, status: true, answer: true, answeredBy: true };
	const rows = await db.read((prisma) => prisma.question.findMany({ select }));
	return rows.map(({ id, ...row }) => ({ ticket: ticketOf(id), ...row }));
}

/** How often the audit trail has such an event, by ticket. */
async function timesRecorded(db: Database, kind: string): Promise<Map<string, number>> {
	const groups = await db.read((prisma) =>
		prisma.questionEvent.groupBy({ by: ["questionId"], where: { kind }, _count: { _all: true } }),
	);
	return new Map(groups.map(({ questionId, _count }) => [ticketOf(questionId), _count._all]));
}

/** By ticket, the answer that the trail has right before it was handed out: nothing was done to it in between or after. */
async function answersHandedOut(db: Database): Promise<Map<string, unknown>> {
	const rows = await db.read((prisma) => prisma.questionEvent.findMany({ orderBy: { id: "asc" } }));
	const trails = new Map<string, typeof rows>();
	for (const row of rows) {
		const ticket = ticketOf(row.questionId);
		trails.set(ticket, [...(trails.get(ticket) ?? []), row]);
	}
	return new Map(
		[...trails].map(([ticket, trail]) => {
			const events = trail.filter(({ kind }) => kind !== "asked-again");
			const [answered, delivered] = events.slice(-2);
			if (answered?.kind !== "answered" || delivered?.kind !== "delivered") return [ticket, null];
			return [ticket, (answered.detail as { answer: unknown }).answer];
		}),
	);
}
