import { NightshiftError } from "../../contract/errors.ts";
import type { Question } from "../../contract/question.ts";
import { handedOut, isHandedOut } from "../../inbox/handed-out.ts";
import { toQuestion } from "../../inbox/question-row.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { ASIDE_ANSWERS, ASIDE_KEY, runOfAsideKey } from "./aside-question.ts";
import { askedBack, isAgentsQuestion } from "./asked-back.ts";
import { withdrawAsides } from "./hand-over.ts";
import { answerForItself } from "./own-words.ts";
import { Reviews } from "./reviews.ts";
import { changeRun, findWaitingRuns, liftRuns, type Run, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Acts on what the person decided while the developer was at something else: finished work that was reviewed, failed work
 * that is to be tried again, and parked work whose question was answered.
 */
export class Decisions {
	private readonly reviews: Reviews;
	private underWay: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly shop: Shop,
		private readonly owner: RunOwner,
	) {
		this.reviews = new Reviews(shop);
	}

	/**
	 * Does all that can be done now, also while an agent is at work on another item. One at a time: calls that come
	 * meanwhile do it after that.
	 *
	 * @param all also looks whether work was merged by hand.
	 */
	carryOut(workspace: Workspace, { all }: { all: boolean }): Promise<void> {
		const done = this.underWay.then(async () => {
			for (const run of await this.waiting("review")) await this.carryOutOne(workspace, run, all);
			await this.tryAgain();
			await answerForItself(this.shop);
			if (all) await withdrawAsides(this.shop);
		});
		this.underWay = done.catch(() => undefined); // told to whoever called; the next one is a new try
		return done;
	}

	/** One that cannot be carried out now keeps nothing else from being done. */
	private async carryOutOne(workspace: Workspace, run: Run, all: boolean): Promise<void> {
		const { signal, log } = this.shop;
		try {
			await this.reviews.carryOut(workspace, run, all);
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof NightshiftError)) throw error;
			log.warn({ err: error, item: run.item }, "An answer about finished work cannot be carried out yet");
		}
	}

	/** Resolves when nothing is being carried out. */
	settled(): Promise<unknown> {
		return this.underWay;
	}

	/** The run to go on with next, because its question was answered or asked back about; it is in work from now on. */
	async wake(): Promise<Run | null> {
		const { shop } = this;
		for (const run of await this.waiting("parked")) {
			const question = run.waitsFor === null ? null : await this.questionOf(run.waitsFor);
			const isAnswered = question === null || isHandedOut(question);
			if (!isAnswered && !(await this.isAskedBack(run))) continue;
			const word = isAnswered ? "was answered" : "was asked back about";
			const why = question ? `${question.ticket} ${word}` : "you said so";
			const entry = { kind: "task", task: run.item, title: `Goes on with ${run.item}: ${why}` } as const;
			const data = { status: "running", waitsFor: null };
			return shop.persist(() => changeRun(shop.db, run.id, data, shop.activity.prepare(entry)));
		}
		return null;
	}

	/** The runs that wait for an answer, oldest first. */
	async open(): Promise<{ run: Run; ticket: string }[]> {
		const runs = await this.shop.persist(() => findWaitingRuns(this.shop.db, this.owner));
		return runs.flatMap((run) => (run.waitsFor === null ? [] : [{ run, ticket: run.waitsFor }]));
	}

	private async waiting(status: "parked" | "review"): Promise<Run[]> {
		const runs = await this.shop.persist(() => findWaitingRuns(this.shop.db, this.owner));
		return runs.filter((run) => run.status === status);
	}

	/** Whether the agent is to be woken to explain what it waits for. What the developer asked itself, it explains itself. */
	private async isAskedBack({ id, stage, waitsFor }: Run): Promise<boolean> {
		if (this.shop.agent.builtIn || stage !== "work") return false;
		const asked = await askedBack(this.shop, id);
		return asked.some(({ ticket, key }) => ticket === waitsFor && isAgentsQuestion(key, { id }));
	}

	private questionOf(ticket: string): Promise<Question> {
		return this.shop.persist(() => getQuestion(this.shop.db, ticket));
	}

	private async tryAgain(): Promise<void> {
		const { db, persist, name } = this.shop;
		const answered = { status: "answered", deliveredAt: null, key: { startsWith: ASIDE_KEY } };
		const where = { ...handedOut(), ...answered, scope: name };
		const rows = await persist(() => db.read(({ question }) => question.findMany({ where, orderBy: { id: "asc" } })));
		for (const row of rows) {
			const { ticket, answer } = toQuestion(row);
			const id = runOfAsideKey(row.key) ?? 0;
			const run = await persist(() => db.read((prisma) => prisma.run.findUnique({ where: { id } })));
			if (run?.status === "running") continue; // about to fail once more: the answer is for then
			const isIt = (one: Run) => one.id === id && one.status === "failed";
			if (answer === ASIDE_ANSWERS.retry) await persist(() => liftRuns(db, this.owner, isIt));
			if (answer === ASIDE_ANSWERS.goOn && run?.status === "failed") await this.goOn(id);
			await persist(() => takeAnswer(db, ticket));
		}
	}

	private async goOn(id: number): Promise<void> {
		const { shop } = this;
		// Parked without a question: it goes on as soon as nothing else is in work.
		const data = { status: "parked", waitsFor: null, repairs: 0, stalls: 0, endedAt: null };
		await shop.persist(() => changeRun(shop.db, id, data));
	}
}
