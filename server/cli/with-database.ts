import { mkdir } from "node:fs/promises";
import type { Paths } from "../config/paths.ts";
import { type Database, openDatabase } from "../db/open.ts";

/** Opens the database for the time of `work`: the commands of the inbox need no dashboard. */
export async function withDatabase<T>(paths: Paths, work: (db: Database) => Promise<T>): Promise<T> {
	await mkdir(paths.home, { recursive: true, mode: 0o700 });
	const db = await openDatabase(paths.database);
	try {
		return await work(db);
	} finally {
		await db.close();
	}
}
