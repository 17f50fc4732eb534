import { randomUUID } from "node:crypto";
import type { NotifyConfig } from "../config/notify-types.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { Delivery } from "../contract/notify.ts";
import type { Database } from "../db/open.ts";
import { keyFor, toDelivery } from "./delivery-row.ts";
import type { Telling } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import { allTargets, type Browser } from "./targets.ts";

/** How long somebody who sends a test is kept waiting for how it went. */
const TEST_MS = 15_000;

const TEST: Omit<Telling, "key"> = {
	event: "test",
	urgency: "normal",
	title: "A test of Nightshift",
	text: "It came through: this is how you will be told of what needs you.",
	link: "/settings",
};

/** Sends tests, whatever the rules, the hours and who looks. */
export class TestSender {
	private readonly waiting = new Set<() => void>();

	constructor(private readonly outbox: Pick<Outbox, "tell">) {}

	/**
	 * Resolves when it is known how it went, or after 15 seconds, with one message for each receiver.
	 * @param browser of push: one browser; all of them unless told
	 * @throws NightshiftError `not-found`, `bad-request`, `database-unavailable`
	 */
	async send(
		database: Database,
		config: NotifyConfig,
		browsers: readonly Browser[],
		{ channel, browser }: { channel: string; browser?: number | undefined },
	): Promise<Delivery[]> {
		const all = allTargets(config, browsers);
		const wanted = browser === undefined ? null : `push:${browser}`;
		const targets = all.filter(({ name, key }) => name === channel && (wanted === null || key === wanted));
		if (targets.length === 0) throw noSuchChannel(channel, [...new Set(all.map(({ name }) => name))], config.push);
		const key = `test:${randomUUID()}`;
		await this.outbox.tell({ ...TEST, key }, targets);
		const where = { key: { in: targets.map((target) => keyFor(key, target)) } };
		const read = async () => (await database.read((prisma) => prisma.delivery.findMany({ where }))).map(toDelivery);
		await this.until(async () => (await read()).every(({ status, error }) => status !== "pending" || error !== null));
		return read();
	}

	/** Something was sent, or could not be. */
	changed(): void {
		for (const look of [...this.waiting]) look();
	}

	/** Resolves once `holds` does after some change, or when the time is up. */
	private async until(holds: () => Promise<boolean>): Promise<void> {
		const end = Date.now() + TEST_MS;
		for (;;) {
			// Waits from before the look: what changes meanwhile is not missed.
			const change = this.nextChange(end);
			if (Date.now() >= end || (await holds())) return change.forget();
			await change.happened;
		}
	}

	private nextChange(end: number): { happened: Promise<void>; forget(): void } {
		let done = () => undefined as undefined;
		const happened = new Promise<void>((resolve) => {
			const timer = setTimeout(() => done(), Math.max(0, end - Date.now()));
			done = () => {
				clearTimeout(timer);
				this.waiting.delete(done);
				resolve();
			};
			this.waiting.add(done);
		});
		return { happened, forget: () => done() };
	}
}

function noSuchChannel(channel: string, known: string[], push: boolean): NightshiftError {
	if (channel === "push" && push) {
		const sentence =
			"No browser gets push messages yet: turn them on in the settings of the dashboard, in that browser.";
		return new NightshiftError("bad-request", sentence);
	}
	const there = known.length === 0 ? 'config.json names none under "notify"' : `there are: ${known.join(", ")}`;
	return new NightshiftError("not-found", `There is no channel ${JSON.stringify(channel.slice(0, 40))}; ${there}.`);
}
