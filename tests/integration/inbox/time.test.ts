import { expect, test } from "vitest";
import { personSchema, settlePerson } from "../../../server/config/person-schema.ts";
import type { Database } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { applyDeadlines } from "../../../server/inbox/apply-deadlines.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { countQuestions } from "../../../server/inbox/count-questions.ts";
import { inboxRevision } from "../../../server/inbox/inbox-revision.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { keepPerson, readPerson } from "../../../server/inbox/person.ts";
import { firesAt, nextDigest, tomorrow } from "../../../server/inbox/person-time.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { reschedule } from "../../../server/inbox/reschedule.ts";
import { snoozeQuestion } from "../../../server/inbox/snooze-question.ts";
import { wakeQuestions } from "../../../server/inbox/wake-questions.ts";
import { tempDatabase } from "../../support/database.ts";

const person = (written: object) => settlePerson(personSchema.parse({ timeZone: "Europe/Berlin", ...written }));
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

test("tomorrow is the beginning of the person's next day with hours, wherever a question is put off", async () => {
	const db = await tempDatabase();
	const sundays = person({ hours: ["sun 03:00-04:00"] });
	await keepPerson(db, sundays);
	const { ticket } = await askQuestion(db, { title: "Later?" });
	const { tomorrowAt } = await countQuestions(db);
	expect((await snoozeQuestion(db, ticket, "tomorrow")).snoozedUntil).toBe(tomorrowAt);
	expect(tomorrowAt).toBe(tomorrow(new Date(), sundays).toISOString());
	expect(new Date(tomorrowAt).getUTCDay()).toBe(0);
	await keepPerson(db, person({ timeZone: "UTC" }));
	const inTheMorning = (await snoozeQuestion(db, ticket, "tomorrow")).snoozedUntil ?? "";
	expect(inTheMorning).toMatch(/T09:00:00\.000Z$/);
	expect(inTheMorning).not.toBe(tomorrowAt);
});

test("a default is taken when its deadline passes within the person's hours, and not before", async () => {
	const db = await tempDatabase();
	const sundays = person({ hours: ["sun 03:00-04:00"] });
	await keepPerson(db, sundays);
	const deadlineAt = inHours(0.5).toISOString();
	const asked = await askQuestion(db, {
		title: "Go on?",
		kind: "approval",
		deadlineAt,
		onDeadline: "default",
		default: "reject",
	});
	const fires = firesAt(new Date(asked.createdAt), new Date(deadlineAt), sundays);
	expect(asked).toMatchObject({ deadlineAt, firesAt: fires.toISOString() });
	expect(await applyDeadlines(db, new Date(fires.getTime() - 1))).toEqual([]);
	expect(await applyDeadlines(db, fires)).toMatchObject([{ status: "defaulted", answer: "reject" }]);
});

test("when the hours change, what is pending is reckoned anew, and only that", async () => {
	const db = await tempDatabase();
	const deadlineAt = inHours(1).toISOString();
	const late = { deadlineAt, onDeadline: "skip" } as const;
	const open = await askQuestion(db, { title: "Open", ...late });
	const settled = await askQuestion(db, { title: "Settled", ...late });
	const answered = await answerQuestion(db, settled.ticket, { answer: "x" });
	expect(open.firesAt).toBe(deadlineAt);
	const sundays = person({ hours: ["sun 03:00-04:00"] });
	expect(await keepPerson(db, sundays)).toBe(true);
	expect(await keepPerson(db, sundays)).toBe(false);
	expect(await db.read((prisma) => readPerson(prisma))).toEqual(sundays);
	const moved = await getQuestion(db, open.ticket);
	expect(moved.firesAt).toBe(firesAt(new Date(open.createdAt), new Date(deadlineAt), sundays).toISOString());
	expect(moved.version).toBe(open.version + 1);
	expect(await getQuestion(db, settled.ticket)).toEqual(answered);
	await keepPerson(db, person({}));
	expect((await getQuestion(db, open.ticket)).firesAt).toBe(deadlineAt);
});

test("a change of the hours or the digest that was cut off half-way is done again from its beginning", async () => {
	const db = await tempDatabase();
	const before = person({ digest: ["09:00"] });
	await keepPerson(db, before);
	const deadlineAt = inHours(1).toISOString();
	const open = await askQuestion(db, { title: "Open", deadlineAt, onDeadline: "skip" });
	const held = await askQuestion(db, { title: "Held", urgency: "low" });
	const after = person({ hours: ["sun 03:00-04:00"] });
	let left = 0;
	const write: Database["write"] = (work) =>
		left-- > 0 ? db.write(work) : Promise.reject(new Error("the power is gone"));
	const dying: Database = Object.assign(Object.create(db), { read: db.read.bind(db), write });
	for (const writes of [0, 1, 2]) {
		left = writes;
		await expect(keepPerson(dying, after)).rejects.toThrow("the power is gone");
	}
	// What is asked meanwhile is by the hours as they are now.
	expect(await db.read((prisma) => readPerson(prisma))).toEqual(after);
	expect(await keepPerson(db, after)).toBe(true);
	expect(await keepPerson(db, after)).toBe(false);
	const fires = firesAt(new Date(open.createdAt), new Date(deadlineAt), after);
	expect(await getQuestion(db, open.ticket)).toMatchObject({ firesAt: fires.toISOString() });
	expect(Date.parse((await getQuestion(db, held.ticket)).heldUntil ?? "")).toBeLessThanOrEqual(Date.now());
});

test("pages are told when deadlines were moved", async () => {
	const db = await tempDatabase();
	await keepPerson(db, person({}));
	await askQuestion(db, { title: "Open", deadlineAt: inHours(1).toISOString(), onDeadline: "skip" });
	const revision = await inboxRevision(db);
	expect(await reschedule(db, person({}))).toBe(0);
	expect(await inboxRevision(db)).toBe(revision);
	expect(await reschedule(db, person({ hours: ["sun 03:00-04:00"] }))).toBe(1);
	expect(await inboxRevision(db)).not.toBe(revision);
});

test("a deadline that has passed long ago is refused, and nothing is asked", async () => {
	const db = await tempDatabase();
	const deadlineAt = "2020-01-01T00:00:00.000Z";
	await expect(askQuestion(db, { title: "Late?", deadlineAt })).rejects.toMatchObject({
		code: "invalid-question",
		message: `The question was not asked: its deadline has passed already (${deadlineAt}); give a later one, or none.`,
	});
	expect(await db.prisma.question.count()).toBe(0);
	// Asked in time and asked again too late: the same ticket.
	const key = "k";
	const first = await askQuestion(db, { title: "In time", key, deadlineAt: inHours(1).toISOString() });
	expect(await askQuestion(db, { title: "In time", key, deadlineAt })).toMatchObject({
		ticket: first.ticket,
		asked: 2,
	});
});

test("a question that was put off leaves the list, comes back at its time, and can still be answered", async () => {
	const db = await tempDatabase();
	const { ticket, version } = await askQuestion(db, { title: "Later?" });
	const until = inHours(2);
	const asleep = await snoozeQuestion(db, ticket, until);
	expect(asleep).toMatchObject({ status: "pending", snoozedUntil: until.toISOString(), version: version + 1 });
	expect(await snoozeQuestion(db, ticket, until)).toEqual(asleep);
	expect((await listQuestions(db, { sleep: "awake" })).questions).toEqual([]);
	expect((await listQuestions(db, { sleep: "asleep" })).questions).toEqual([asleep]);
	expect(await countQuestions(db)).toMatchObject({ awake: 0, snoozed: 1, held: 0, nextWakeAt: until.toISOString() });
	expect(await wakeQuestions(db, new Date(until.getTime() - 1))).toBe(0);
	expect(await wakeQuestions(db, until)).toBe(1);
	expect(await getQuestion(db, ticket)).toMatchObject({ snoozedUntil: null, version: version + 2 });
	await snoozeQuestion(db, ticket, inHours(1));
	expect(await answerQuestion(db, ticket, { answer: "now" })).toMatchObject({ status: "answered", snoozedUntil: null });
	await expect(snoozeQuestion(db, ticket, inHours(1))).rejects.toMatchObject({ code: "already-answered" });
	const { trail } = await readRecord(db, ticket);
	expect(trail.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
		"asked asker",
		"snoozed human",
		"woken default",
		"snoozed human",
		"answered human",
	]);
});

test.each([
	["has passed", () => inHours(-1)],
	["is more than a year away", () => inHours(9_000)],
])("a moment that %s is no moment to put it off until", async (why, until) => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Later?" });
	await expect(snoozeQuestion(db, ticket, until())).rejects.toMatchObject({
		code: "bad-request",
		message: expect.stringContaining(why),
	});
});

test("what is not urgent is held for the digest, which brings all of it at once", async () => {
	const db = await tempDatabase();
	const daily = person({ digest: ["09:00"] });
	await keepPerson(db, daily);
	const digest = nextDigest(new Date(), daily) ?? new Date(0);
	const low = { urgency: "low" } as const;
	const held = await Promise.all([1, 2, 3].map((number) => askQuestion(db, { title: `Later ${number}`, ...low })));
	expect(held.map(({ heldUntil }) => heldUntil)).toEqual(held.map(() => digest.toISOString()));
	const urgent = [
		await askQuestion(db, { title: "Blocks", ...low, blocking: true }),
		await askQuestion(db, { title: "Normal" }),
		await askQuestion(db, {
			title: "Would be decided before it is seen",
			...low,
			deadlineAt: new Date(digest.getTime() - 1).toISOString(),
			onDeadline: "skip",
		}),
	];
	expect(urgent.map(({ heldUntil }) => heldUntil)).toEqual([null, null, null]);
	expect(await countQuestions(db)).toMatchObject({ awake: 3, held: 3, nextWakeAt: digest.toISOString() });
	// One of them now.
	await snoozeQuestion(db, held[0]?.ticket ?? "", null);
	expect(await wakeQuestions(db, digest)).toBe(2);
	expect(await countQuestions(db)).toMatchObject({ awake: 6, held: 0, nextWakeAt: null });
	expect((await readRecord(db, held[1]?.ticket ?? "")).trail.at(-1)).toMatchObject({
		kind: "woken",
		words: "with the digest",
	});
});

test("without a digest any more, what was held comes at once", async () => {
	const db = await tempDatabase();
	await keepPerson(db, person({ digest: ["09:00"] }));
	await askQuestion(db, { title: "Later", urgency: "low" });
	await keepPerson(db, person({}));
	expect(await wakeQuestions(db, new Date())).toBe(1);
});
