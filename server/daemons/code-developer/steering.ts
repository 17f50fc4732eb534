import { EventEmitter, once } from "node:events";
import { endOfSpan } from "../../config/week-span.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { Command } from "../../contract/question.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { finishCommand } from "../../inbox/finish-command.ts";
import { listCommands } from "../../inbox/list-commands.ts";
import { takeCommands } from "../../inbox/take-commands.ts";
import { ItemOrders, type Receipt } from "./item-orders.ts";
import { parseCommand, sameItem } from "./parse-command.ts";
import { redoItem } from "./redo-order.ts";
import { findWaitingRuns, hasEndedBecause, type Run, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { closeRun, failure } from "./verdict.ts";

/** A command as far as it matters here. */
export type Order = Pick<Command, "id" | "text">;

/** What an agent is to be told. */
export interface Note extends Order {
	/** Only the agent of this item; null: whichever is next. */
	item: string | null;
	/** Work that had ended is taken up again for it. */
	again: boolean;
}

/**
 * What the person tells the developer. Commands for `now` are taken as soon as they are in the database, those for a
 * `checkpoint` between steps and while waiting, those for `after-task` between items.
 *
 * A command that was taken and not finished when the daemon was killed is taken up again at the next start.
 */
export class Steering {
	private current: { run: Run; skipping: AbortController; skip: Order | null } | null = null;
	private notes: Note[] = [];
	private unfinished: Order[] = [];
	/** Orders that an agent was prompted with, whether it knows them or not. */
	private readonly told = new Set<string>();
	private checkpoints = 0;
	private looking: Promise<void> = Promise.resolve();
	private nextLook: Promise<void> | null = null;
	private readonly events = new EventEmitter();
	private readonly itemOrders: ItemOrders;

	/** @param items the roadmap as it is now. */
	constructor(
		private readonly shop: Shop,
		private readonly owner: RunOwner,
		private readonly items: () => Promise<readonly RoadmapItemDetail[]>,
	) {
		this.itemOrders = new ItemOrders(shop, owner, items);
		// One listener for each open question, and an agent may ask many things at once.
		this.events.setMaxListeners(0);
	}

	get paused(): boolean {
		return this.shop.memory.current.paused;
	}

	/** Finds the commands that the last instance took and did not finish. */
	async start(): Promise<void> {
		const { db, persist, name: daemon } = this.shop;
		const { commands } = await persist(() => listCommands(db, daemon, { status: "seen" }));
		this.unfinished = commands.reverse(); // oldest first
	}

	/** Tells when something has been said, whatever it was. */
	onChange(listener: () => void): void {
		this.events.on("change", listener);
	}

	/** This run is in work from now on, null: none is. Returns the signal that ends it when the person skips it. */
	setCurrent(run: Run | null): AbortSignal | null {
		if (this.current?.run.id !== run?.id) {
			// A skip that came when its run had just ended: it is answered like one that comes now.
			if (this.current?.skip) this.unfinished.push(this.current.skip);
			// What its agent was not told any more finds its way anew.
			this.unfinished.push(...this.pickNotes(({ item }) => item !== null && item === this.current?.run.item));
			this.current = run && { run, skipping: new AbortController(), skip: null };
		}
		return this.current?.skipping.signal ?? null;
	}

	/** The command that skips the run in work; null when it goes on. */
	get skip(): Order | null {
		return this.current?.skip ?? null;
	}

	/** Takes what may be taken right now. One look at a time; calls that come meanwhile share the one after. */
	look(): Promise<void> {
		this.nextLook ??= this.looking.then(() => {
			this.nextLook = null;
			const look = this.takeAll();
			this.looking = look.catch(() => undefined); // told to whoever called; the next look is a new try
			return look;
		});
		return this.nextLook;
	}

	/** The same, for callers that cannot wait; `betweenSteps` also takes those for a checkpoint. */
	nudge(betweenSteps = false): void {
		const looked = betweenSteps ? this.atCheckpoint(async () => undefined) : this.look();
		looked.catch((error: unknown) => {
			if (this.shop.signal.aborted) return; // what was not taken is taken at the next start
			queueMicrotask(() => {
				throw error; // a fault of ours: ends the daemon, with the error in its log
			});
		});
	}

	/** While `waiting` lasts, commands for a checkpoint are taken as they come. */
	async atCheckpoint<T>(waiting: () => Promise<T>): Promise<T> {
		this.checkpoints += 1;
		try {
			await this.look();
			return await waiting();
		} finally {
			this.checkpoints -= 1;
		}
	}

	/** @throws AbortError when `signal` aborts. */
	async untilResumed(signal: AbortSignal): Promise<void> {
		while (this.paused) await once(this.events, "change", { signal });
	}

	/** Hands over what the person wants the agent to know; it is to be finished with `finish` once the agent was told. */
	takeNotes(): Note[] {
		return this.pickNotes(({ item }) => item === null || item === this.current?.run.item);
	}

	/** The items that are to be taken up again, whatever their turn. */
	get itemsToRedo(): string[] {
		return this.notes.flatMap(({ item, again }) => (item !== null && again ? [item] : []));
	}

	private pickNotes(fits: (note: Note) => boolean): Note[] {
		const picked = this.notes.filter(fits);
		this.notes = this.notes.filter((note) => !picked.includes(note));
		return picked;
	}

	/** Gives notes back that did not reach the agent. */
	returnNotes(notes: Note[]): void {
		for (const { id } of notes) this.told.add(id);
		this.notes.unshift(...notes);
	}

	async finish(order: Order, outcome: "done" | "declined", reply: string): Promise<void> {
		const { db, persist } = this.shop;
		await persist(() => finishCommand(db, order.id, outcome, reply));
	}

	private answer(order: Order, { outcome, reply }: Receipt): Promise<void> {
		return this.finish(order, outcome, reply);
	}

	private async takeAll(): Promise<void> {
		const { db, persist, name } = this.shop;
		const known = this.unfinished.splice(0);
		const fresh = await persist(() => takeCommands(db, name, this.moments()));
		const orders = [...known, ...fresh];
		try {
			for (let order = orders.shift(); order; order = orders.shift()) await this.carryOut(order);
		} finally {
			this.unfinished.push(...orders); // one that could not be carried out keeps the others for the next look
		}
		if (known.length + fresh.length > 0) this.events.emit("change");
	}

	/** In the hours of focus, what is not meant for now waits until the item is done. */
	private moments(): Command["when"][] {
		if (!this.current) return ["now", "checkpoint", "after-task"];
		if (endOfSpan(this.shop.work.focus, new Date()) !== null) return ["now"];
		return this.checkpoints > 0 ? ["now", "checkpoint"] : ["now"];
	}

	private async carryOut(order: Order): Promise<void> {
		const command = parseCommand(order.text);
		switch (command.verb) {
			case "pause":
				await this.shop.memory.keep({ paused: true });
				return this.finish(
					order,
					"done",
					"Paused. What runs now is finished; nothing new begins until you say resume.",
				);
			case "resume":
				await this.shop.memory.keep({ paused: false, endAfterTask: false });
				this.shop.outages.tryNow();
				return this.finish(order, "done", "Going on.");
			case "after-task":
				return this.afterTask(order, command.end);
			case "next":
				return this.answer(order, await this.itemOrders.next(command.item));
			case "aside":
				return this.answer(order, await this.itemOrders.aside(order, command.item, this.current?.run));
			case "skip":
				return this.skipCurrent(order, command.item);
			case "retry":
				return this.answer(order, await this.itemOrders.retry(order, command.item));
			case "note":
				if (this.shop.agent.builtIn) return this.finish(order, "declined", NO_NOTES);
				this.notes.push({ ...order, item: null, again: false });
				return;
			case "redo":
				return this.redo(order, command.ticket);
		}
	}

	private async redo(order: Order, ticket: string): Promise<void> {
		if (this.shop.agent.builtIn) return this.finish(order, "declined", NO_NOTES);
		const way = await redoItem(this.shop, this.owner, ticket, this.told.has(order.id));
		if (way === "later") {
			this.unfinished.push(order);
			return;
		}
		if (way !== "note" && way.again && !(await this.isThere(way.item))) {
			return this.finish(order, "declined", `${way.item} is no longer in the roadmap, so nothing can be done again.`);
		}
		this.notes.push({ ...order, ...(way === "note" ? { item: null, again: false } : way) });
	}

	/** Also while the roadmap cannot be read: that is told of elsewhere, and mended. */
	private async isThere(item: string): Promise<boolean> {
		try {
			return (await this.items()).some(({ id }) => id === item);
		} catch (error) {
			if (error instanceof NightshiftError) return true;
			throw error;
		}
	}

	/** The receipt is finished by whoever ends the run, once it has ended. */
	private async skipCurrent(order: Order, item: string | null): Promise<void> {
		const { db, persist } = this.shop;
		if (await persist(() => hasEndedBecause(db, this.owner, skipReason(order)))) {
			return this.finish(order, "done", "Skipped.");
		}
		const isCurrent = this.current && (item === null || sameItem(item, this.current.run.item));
		if (item !== null && !isCurrent) return this.skipWaiting(order, item);
		if (!this.current || this.current.skip)
			return this.finish(order, "declined", "Nothing is in work, so there is nothing to skip.");
		const { skipping } = this.current;
		this.current.skip = order;
		skipping.abort();
	}

	/** What is parked is over at once: no agent works on it. */
	private async skipWaiting(order: Order, item: string): Promise<void> {
		const { db, persist } = this.shop;
		const waiting = await persist(() => findWaitingRuns(db, this.owner));
		const run = waiting.find((one) => one.status === "parked" && sameItem(item, one.item));
		if (!run) {
			const works = this.current ? `; ${this.current.run.item} is` : "";
			return this.finish(order, "declined", `${item} is not in work${works}.`);
		}
		await closeRun(this.shop, run, failure(skipReason(order)));
		return this.finish(order, "done", `Skipped ${run.item}. What was done is in ${run.worktree}.`);
	}

	private async afterTask(order: Order, end: boolean): Promise<void> {
		const task = this.current?.run.item;
		await this.shop.memory.keep(end ? { endAfterTask: true } : { paused: true });
		const ends =
			task === undefined
				? "Nothing is in work, so it ends now."
				: `Ends when ${task} is done, set aside or parked; "resume" takes that back.`;
		const reply = end ? ends : "Paused. What runs now is finished; nothing new begins until you say resume.";
		return this.finish(order, "done", reply);
	}
}

const NO_NOTES =
	'The built-in agent runs the steps of an item as they are written and takes no instructions; I understand "pause", "resume", "skip" and "retry US-1". ' +
	"For anything else set a coding agent in config.json.";

/** Why a run ended that was skipped; names the command, so that it is not carried out twice. */
export function skipReason(order: Order): string {
	return `Skipped at your request (${order.id}).`;
}
