import type { Paths } from "../config/paths.ts";
import type { Database } from "../db/open.ts";
import { withPresentDatabase } from "./with-database.ts";

/** Does something with a question; where there is no database there is no such question. @throws NightshiftError `unknown-question` */
export async function withQuestion<T>(paths: Paths, ticket: string, work: (db: Database) => Promise<T>): Promise<T> {
	const result = await withPresentDatabase(paths, null, async (db) => ({ value: await work(db) }));
	if (result) return result.value;
	const { unknownQuestion } = await import("../inbox/ticket.ts");
	throw unknownQuestion(ticket);
}
