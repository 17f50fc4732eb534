import { access } from "node:fs/promises";
import type { Paths } from "../config/paths.ts";
import { makePrivate } from "../config/private-directory.ts";
import type { Database } from "../db/open.ts";

/** Opens the database for the time of `work`: the commands of the inbox need no dashboard. */
export async function withDatabase<T>(paths: Paths, work: (db: Database) => Promise<T>): Promise<T> {
	makePrivate(paths.home);
	// Prisma takes longer to load than most commands to run: only when it is needed.
	const { openDatabase } = await import("../db/open.ts");
	const db = await openDatabase(paths.database);
	try {
		return await work(db);
	} finally {
		await db.close();
	}
}

/** As `withDatabase`, for what only looks: where there is no database none is made, and the result is `nothing`. */
export async function withPresentDatabase<T>(paths: Paths, nothing: T, work: (db: Database) => Promise<T>): Promise<T> {
	return (await isThere(paths.database)) ? withDatabase(paths, work) : nothing;
}

async function isThere(file: string): Promise<boolean> {
	return access(file).then(
		() => true,
		// Whatever else keeps it from being seen, opening it says why.
		(error: NodeJS.ErrnoException) => error.code !== "ENOENT",
	);
}
