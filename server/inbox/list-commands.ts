import type { Command } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { toCommand } from "./command-row.ts";
import { pageSize } from "./page.ts";
import { commandIdOf, commandNumberOf } from "./ticket.ts";

/**
 * One page of a daemon's commands, newest first. `next` is the cursor of the following page, null on the last.
 * @param filter `limit`: 1 to 200, as many unless told. `cursor`: the `next` of the page before.
 */
export async function listCommands(
	db: Database,
	daemon: string,
	{ status, limit, cursor }: { status?: Command["status"]; limit?: number; cursor?: string } = {},
): Promise<{ commands: Command[]; next: string | null }> {
	const size = pageSize(limit);
	const where = { daemon, ...(status && { status }), ...(cursor && { id: { lt: commandNumberOf(cursor) } }) };
	return db.read(async (prisma) => {
		const rows = await prisma.command.findMany({ where, orderBy: { id: "desc" }, take: size + 1 });
		const page = rows.slice(0, size);
		const last = page.at(-1);
		return { commands: page.map(toCommand), next: rows.length > size && last ? commandIdOf(last.id) : null };
	});
}
