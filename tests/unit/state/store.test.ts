import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ActivityEntry } from "../../../server/contract/activity.ts";
import type { Question } from "../../../server/contract/question.ts";
import { reduce } from "../../../server/contract/reduce.ts";
import {
	ACTIVITY_LIMIT,
	type Change,
	type Delta,
	type LiveState,
	PENDING_LIMIT,
} from "../../../server/contract/state.ts";
import { StateStore } from "../../../server/state/store.ts";

const empty: LiveState = {
	dashboard: { running: true, pid: 1, url: "http://127.0.0.1:1", version: "1", startedAt: "2026-01-01T00:00:00.000Z" },
	daemons: [],
	pending: [],
	pendingCount: 0,
	activity: [],
	problems: [],
	vitals: {},
	revisions: {},
};

const problem = (id: string, text = "so"): Change => ({
	type: "problem",
	problem: { id, severity: "warning", text, since: "2026-01-01T00:00:00.000Z" },
});
const question = (number: number, status: Question["status"] = "pending", pendingCount = 1): Change => ({
	type: "question",
	question: { ticket: `Q-${number}`, status, snoozedUntil: null, heldUntil: null } as Question,
	pendingCount,
});
const activity = (...ids: number[]): Change => ({
	type: "activity",
	entries: ids.map((id) => ({ id, title: `entry ${id}` }) as ActivityEntry),
});

const change: fc.Arbitrary<Change> = fc.oneof(
	fc.constantFrom("a", "b").map((id) => problem(id)),
	fc.constantFrom("a", "b").map((id): Change => ({ type: "problem-gone", id })),
	fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()).map(([n, open]) => question(n, open ? "pending" : "answered")),
	fc.integer({ min: 1, max: 999 }).map((id) => activity(id)),
);

function followed(snapshot: LiveState, deltas: Delta[]): LiveState {
	return deltas.reduce((state, delta) => reduce(state, delta.change), snapshot);
}

describe("the state store", () => {
	test("numbers changes from one, tells them, and keeps what they lead to", () => {
		const store = new StateStore(empty);
		const told: Delta[] = [];
		store.on("delta", (delta) => told.push(delta));
		store.apply(problem("config"));
		store.apply({ type: "problem-gone", id: "config" });
		expect(told.map(({ rev, epoch }) => [rev, epoch])).toEqual([
			[1, store.epoch],
			[2, store.epoch],
		]);
		expect(store.state.problems).toEqual([]);
	});

	test("a client that syncs at any time and follows from there has the same state", () => {
		fc.assert(
			fc.property(fc.array(change, { maxLength: 60 }), fc.nat(60), fc.nat(60), (changes, left, back) => {
				const store = new StateStore(empty);
				let client = empty;
				let rev = 0;
				changes.forEach((one, index) => {
					store.apply(one);
					if (index === Math.min(left, back)) ({ client, rev } = { client: store.state, rev: index + 1 });
				});
				const reply = store.sync({ epoch: store.epoch, rev });
				expect("deltas" in reply && followed(client, reply.deltas)).toEqual(store.state);
			}),
		);
	});

	test("gives everything to who is new, of another run, ahead of it, or too far behind", () => {
		const store = new StateStore(empty);
		for (let n = 0; n < 1_500; n += 1) store.apply(problem("flood", String(n)));
		const everything = { snapshot: { epoch: store.epoch, rev: 1_500, state: store.state } };
		expect(store.sync(null)).toEqual(everything);
		expect(store.sync({ epoch: "earlier", rev: 1_400 })).toEqual(everything);
		expect(store.sync({ epoch: store.epoch, rev: 1_501 })).toEqual(everything);
		expect(store.sync({ epoch: store.epoch, rev: 499 })).toEqual(everything);
		const reply = store.sync({ epoch: store.epoch, rev: 500 });
		expect("deltas" in reply && reply.deltas.map(({ rev }) => rev)).toEqual(
			Array.from({ length: 1_000 }, (_, index) => 501 + index),
		);
		expect(store.sync({ epoch: store.epoch, rev: 1_500 })).toEqual({ deltas: [] });
	});
});

describe("the live state", () => {
	test("keeps pending questions oldest first, each once, and drops those that were settled", () => {
		const changes = [question(10), question(9), question(10), question(9, "answered")];
		expect(changes.reduce(reduce, empty).pending.map(({ ticket }) => ticket)).toEqual(["Q-10"]);
		const many = Array.from({ length: PENDING_LIMIT + 1 }, (_, index) => question(index + 1, "pending", index + 1));
		const full = many.reduce(reduce, empty);
		expect([full.pending.length, full.pendingCount]).toEqual([PENDING_LIMIT, PENDING_LIMIT + 1]);
		expect(full.pending[0]?.ticket).toBe("Q-1");
	});

	test("keeps the newest of the feed", () => {
		const state = reduce(empty, activity(...Array.from({ length: ACTIVITY_LIMIT + 5 }, (_, index) => index + 1)));
		expect(state.activity).toHaveLength(ACTIVITY_LIMIT);
		expect(state.activity[0]?.id).toBe(6);
	});

	test("never changes what was there", () => {
		fc.assert(
			fc.property(fc.array(change), (changes) => {
				let state = empty;
				for (const one of changes) {
					const before = state;
					const copy = structuredClone(before);
					state = reduce(before, one);
					expect(before).toEqual(copy);
				}
			}),
		);
	});
});
