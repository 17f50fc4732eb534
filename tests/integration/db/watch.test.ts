import { expect, onTestFinished, test } from "vitest";
import { watchDatabase } from "../../../server/db/watch.ts";
import { recordActivity } from "../../../server/inbox/record-activity.ts";
import { tempDatabase } from "../../support/database.ts";
import { startWorker } from "../../support/inbox-worker.ts";
import { tempHome } from "../../support/temp-home.ts";

/** A watch whose changes can be awaited. */
function watching(path: string) {
	let tell: () => void = () => {};
	let count = 0;
	const watch = watchDatabase(path, () => {
		count += 1;
		tell();
	});
	onTestFinished(() => watch.close());
	return {
		...watch,
		count: () => count,
		next: () => new Promise<void>((resolve) => (tell = resolve)),
	};
}

test("tells what another process commits", async () => {
	const db = await tempDatabase();
	const worker = await startWorker(db.path);
	const watch = watching(db.path);
	for (let number = 1; number <= 5; number++) {
		const told = watch.next();
		await worker.call("record", { kind: "task", title: `Number ${number}` });
		await told;
		expect(await db.prisma.activity.count()).toBe(number);
	}
});

test("tells what another connection of the same process commits", async () => {
	const db = await tempDatabase();
	const watch = watching(db.path);
	const told = watch.next();
	await recordActivity(db, { kind: "task", title: "Here" });
	await told;
});

test("no commit is missed in a flood of them", async () => {
	const db = await tempDatabase();
	const worker = await startWorker(db.path);
	const seen = new Set<number>();
	const watch = watching(db.path);
	const flood = Promise.all(
		Array.from({ length: 200 }, (_, number) => worker.call("record", { kind: "task", title: `Number ${number}` })),
	);
	while (seen.size < 200) {
		await watch.next();
		for (const { id } of await db.prisma.activity.findMany({ select: { id: true } })) seen.add(id);
	}
	await flood;
	expect(watch.count()).toBeLessThanOrEqual(400);
}, 30_000);

test("several watch the same database, and closing one leaves the others", async () => {
	const db = await tempDatabase();
	const one = watching(db.path);
	const other = watching(db.path);
	one.close();
	one.close();
	const before = one.count();
	const told = other.next();
	await recordActivity(db, { kind: "task", title: "For the other" });
	await told;
	expect(one.count()).toBe(before);
});

test("a database that is not there is named", async () => {
	const { database } = await tempHome();
	expect(() => watchDatabase(database, () => {})).toThrow(`${database} cannot be opened`);
});
