import type { Paths } from "../config/paths.ts";
import { makeStateDirectory } from "../config/state-directory.ts";
import { type Database, openDatabase } from "../db/open.ts";

/** Opens the database for the time of `work`: the commands of the inbox need no dashboard. */
export async function withDatabase<T>(paths: Paths, work: (db: Database) => Promise<T>): Promise<T> {
	await makeStateDirectory(paths.home);
	const db = await openDatabase(paths.database);
	try {
		return await work(db);
	} finally {
		await db.close();
	}
}
