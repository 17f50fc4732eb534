import { onTestFinished } from "vitest";
import { type Database, openDatabase } from "../../server/db/open.ts";
import { tempHome } from "./temp-home.ts";

/** A fresh database of the test's own, closed and removed when it ends. */
export async function tempDatabase(): Promise<Database> {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	return db;
}
