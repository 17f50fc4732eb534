import { onTestFinished } from "vitest";
import { notifySchema } from "../../server/config/notify-schema.ts";
import { settleNotify } from "../../server/config/settle-notify.ts";
import type { Delivery } from "../../server/contract/notify.ts";
import type { Change } from "../../server/contract/state.ts";
import { type Database, openDatabase } from "../../server/db/open.ts";
import { listDeliveries } from "../../server/notify/deliveries.ts";
import { Notify, type NotifyOptions } from "../../server/notify/notify.ts";
import { tempHome } from "./temp-home.ts";
import { eventually } from "./wait.ts";

/** The telling part of a dashboard, with a database of its own. */
export interface TestNotify {
	notify: Notify;
	db: Database;
	changes: Change[];
	/** The log, oldest first, once it fits. */
	log(fits: (deliveries: Delivery[]) => boolean): Promise<Delivery[]>;
	/** Ends it, and begins it anew on the same database, as after a restart. */
	again(settings?: unknown): Promise<Notify>;
}

/** @param settings `notify` of config.json */
export async function startNotify(settings: unknown, options: Partial<NotifyOptions> = {}): Promise<TestNotify> {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	const changes: Change[] = [];
	const begin = (now: unknown) => {
		const notify = new Notify({
			config: { notify: settleNotify(notifySchema.parse(now), options.environments?.()[0] ?? {}) },
			database: () => db,
			needDatabase: () => db,
			pushKeysFile: paths.pushKeys,
			url: "http://127.0.0.1:4310",
			environments: () => [],
			statusOf: () => null,
			apply: (change) => changes.push(change),
			trouble: { failed: (error) => Promise.reject(error), worked: () => undefined },
			logger: { error: () => undefined },
			pause: (attempts, wish) => Math.max(attempts * 10, wish ?? 0),
			timeoutMs: 2_000,
			...options,
		});
		notify.start();
		return notify;
	};
	const started: TestNotify = {
		notify: begin(settings),
		db,
		changes,
		log: (fits) =>
			eventually(async () => {
				const { deliveries } = await listDeliveries(db, {});
				return fits(deliveries.reverse()) ? deliveries : null;
			}),
		async again(now = settings) {
			await started.notify.close();
			started.notify = begin(now);
			return started.notify;
		},
	};
	onTestFinished(async () => {
		await started.notify.close();
		await db.close();
	});
	return started;
}

/** Nothing waits to be sent. */
export function isSettled(deliveries: Delivery[]): boolean {
	return deliveries.length > 0 && deliveries.every(({ status }) => status !== "pending");
}
