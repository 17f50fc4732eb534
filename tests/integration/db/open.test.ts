import { stat } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { tempDatabase } from "../../support/database.ts";
import { forkWorker } from "../../support/inbox-worker.ts";
import { OWN_MIGRATIONS } from "../../support/migrations.ts";
import { tempHome } from "../../support/temp-home.ts";

function inspect<T>(path: string, look: (connection: Sqlite.Database) => T): T {
	const connection = new Sqlite(path, { fileMustExist: true });
	try {
		return look(connection);
	} finally {
		connection.close();
	}
}

test("makes a database for its owner alone, with a write-ahead log and room that can be given back", async () => {
	const db = await tempDatabase();
	expect((await stat(db.path)).mode & 0o777).toBe(0o600);
	expect((await stat(`${db.path}-wal`)).mode & 0o777).toBe(0o600);
	inspect(db.path, (connection) => {
		expect(connection.pragma("journal_mode", { simple: true })).toBe("wal");
		expect(connection.pragma("auto_vacuum", { simple: true })).toBe(2);
		expect(connection.pragma("integrity_check", { simple: true })).toBe("ok");
	});
	const pragma = async (name: string) =>
		Object.values((await db.prisma.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0] ?? {});
	expect(await pragma("foreign_keys")).toEqual([1n]);
	expect(await pragma("synchronous")).toEqual([1n]);
});

test("records migrations as Prisma does, and opening again adds nothing", async () => {
	const { database } = await tempHome();
	const records = () => inspect(database, (connection) => connection.prepare("SELECT * FROM _prisma_migrations").all());
	await (await openDatabase(database)).close();
	const first = records();
	const record = {
		id: expect.stringMatching(/^[0-9a-f-]{36}$/),
		checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
		started_at: expect.any(Number),
		finished_at: expect.any(Number),
		applied_steps_count: 1,
		logs: null,
		rolled_back_at: null,
	};
	expect(first).toEqual(OWN_MIGRATIONS.map((name) => ({ ...record, migration_name: name })));
	await (await openDatabase(database)).close();
	expect(records()).toEqual(first);
});

test("ten processes open a fresh database at the same moment, and all succeed", async () => {
	const { database } = await tempHome();
	const workers = Array.from({ length: 10 }, () => forkWorker(database));
	await Promise.all(workers.map(({ opened }) => opened));
	const tickets = await Promise.all(workers.map((worker, index) => worker.call("ask", { title: `Question ${index}` })));
	expect(new Set(tickets.map(({ ticket }) => ticket)).size).toBe(10);
	inspect(database, (connection) => {
		expect(connection.prepare("SELECT count(*) FROM _prisma_migrations").pluck().get()).toBe(OWN_MIGRATIONS.length);
		expect(connection.pragma("auto_vacuum", { simple: true })).toBe(2);
	});
}, 60_000);

test("what is written while a transaction is open does not become part of it", async () => {
	const db = await tempDatabase();
	let fail = () => {};
	const mayFail = new Promise<void>((resolve) => {
		fail = resolve;
	});
	let failing: Promise<void> = Promise.resolve();
	await new Promise<void>((begun) => {
		failing = db.write(async (transaction) => {
			await transaction.activity.create({ data: { kind: "problem", title: "rolled back" } });
			begun();
			await mayFail;
			throw new Error("on purpose");
		});
	});
	// Prisma sends nothing before somebody asks for the result.
	const beside = db.prisma.activity.create({ data: { kind: "problem", title: "kept" } }).then(({ id }) => id);
	const count = db.prisma.activity.count({ where: { title: "rolled back" } }).then((number) => number);
	fail();
	await expect(failing).rejects.toThrow("on purpose");
	await beside;
	expect(await count).toBe(0);
	expect(await db.prisma.activity.findMany({ select: { title: true } })).toEqual([{ title: "kept" }]);
});

test("processes that read and then write in a transaction lose no update", async () => {
	const db = await tempDatabase();
	await db.prisma.question.create({ data: { kind: "text", title: "Counter", version: 0 } });
	const workers = Array.from({ length: 5 }, () => forkWorker(db.path));
	await Promise.all(workers.map(({ opened }) => opened));
	await Promise.all(workers.map((worker) => worker.call("count", 100)));
	expect((await db.prisma.question.findUniqueOrThrow({ where: { id: 1 } })).version).toBe(500);
}, 60_000);

test("times are kept to the millisecond and read as UTC", async () => {
	const db = await tempDatabase();
	const at = new Date("2026-02-28T23:59:59.987Z");
	await db.prisma.activity.create({ data: { kind: "task", title: "Given", at } });
	const before = Date.now();
	await db.prisma.activity.create({ data: { kind: "task", title: "By default" } });
	const [given, byDefault] = await db.prisma.activity.findMany({ orderBy: { id: "asc" } });
	expect(given?.at).toEqual(at);
	expect(byDefault?.at.getTime()).toBeGreaterThanOrEqual(before);
	expect(byDefault?.at.getTime()).toBeLessThanOrEqual(Date.now());
});

test("closing waits for what is under way, and afterwards nothing opens it again", async () => {
	const { database } = await tempHome();
	const db = await openDatabase(database);
	const written = db.write((transaction) =>
		transaction.activity.create({ data: { kind: "task", title: "Last words" } }),
	);
	await Promise.all([db.close(), db.close()]);
	expect((await written).title).toBe("Last words");
	await expect(db.read((prisma) => prisma.activity.count())).rejects.toMatchObject({ code: "database-unavailable" });
	await expect(db.prisma.activity.count()).rejects.toThrow("closed");
});

test("room that deleted rows have left can be given back, a step at a time", async () => {
	const db = await tempDatabase();
	const free = async () => {
		const [row] = await db.prisma.$queryRaw<{ freelist_count: bigint }[]>`PRAGMA freelist_count`;
		return Number(row?.freelist_count);
	};
	for (let row = 0; row < 50; row++) {
		await db.prisma.activity.create({ data: { kind: "task", title: "x", detail: "y".repeat(20_000) } });
	}
	await db.prisma.activity.deleteMany();
	const before = await free();
	expect(before).toBeGreaterThan(200);
	await db.giveBack(100);
	expect(await free()).toBe(before - 100);
	await db.giveBack(10_000);
	expect(await free()).toBe(0);
});
