import { NightshiftError } from "../../contract/errors.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { takeBack, withdrawAsides } from "./hand-over.ts";
import { sameItem } from "./parse-command.ts";
import { backToWork } from "./reviews.ts";
import { changeRun, liftRuns, type Run, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** Where a late decision goes. */
export type RedoWay =
	/** To the agent of this item; `again`: its work had ended, and is taken up again for it. */
	| { item: string; again: boolean }
	/** It is about no item: a note like any other. */
	| "note"
	/** The review that is to be taken back was answered in this very moment: what comes of it is seen first. */
	| "later";

/**
 * The person has decided otherwise than a default or a rule of theirs that was acted on: sees to it that an agent works on
 * the item, so that it can be told. Can be done again: what was done already is found.
 *
 * @param isTold an agent was prompted with it before its item was parked: what it asked is waited for, and it is told again
 *   with the answer
 */
export async function redoItem(shop: Shop, owner: RunOwner, ticket: string, isTold: boolean): Promise<RedoWay> {
	const item = await itemToRedo(shop, ticket);
	const run = item === null ? null : await latestRun(shop, owner, item);
	if (!run) return "note";
	const { db, persist } = shop;
	const reason = `The person you work for has decided otherwise about ${ticket}.`;
	switch (run.status) {
		case "running":
			return { item: run.item, again: false };
		case "parked":
			// Without a question it goes on as soon as nothing else is in work; what it has asked stays open.
			if (run.waitsFor !== null && !isTold) await persist(() => changeRun(db, run.id, { waitsFor: null }));
			return { item: run.item, again: true };
		case "review":
			if (!(await isTakenBack(shop, run, reason))) return "later";
			await backToWork(shop, run, reason, `Because of your late answer to ${ticket}.`);
			return { item: run.item, again: true };
		default:
			await persist(() => liftRuns(db, owner, (one) => sameItem(one.item, run.item)));
			await withdrawAsides(shop);
			return { item: run.item, again: true };
	}
}

/** The item of a question that was answered late, to be done again; null for any other. */
async function itemToRedo({ db, persist, name }: Shop, ticket: string): Promise<string | null> {
	const question = await persist(() => getQuestion(db, ticket)).catch((error: unknown) => {
		if (error instanceof NightshiftError && error.code === "unknown-question") return null;
		throw error;
	});
	return question?.daemon === name && question.late?.choice === "redo" ? question.task : null;
}

async function latestRun({ db, persist }: Shop, owner: RunOwner, item: string): Promise<Run | null> {
	const where = { ...owner, item };
	return persist(() => db.read(({ run }) => run.findFirst({ where, orderBy: { id: "desc" } })));
}

async function isTakenBack(shop: Shop, { waitsFor }: Run, reason: string): Promise<boolean> {
	if (waitsFor === null) return true;
	await takeBack(shop, waitsFor, reason);
	return (await shop.persist(() => getQuestion(shop.db, waitsFor))).status === "withdrawn";
}
