import type { Command } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { toCommand } from "./command-row.ts";
import { appendActivity } from "./record-activity.ts";

/**
 * The commands for a daemon that are due at one of these moments, oldest first, each given out exactly once: they are
 * `seen` from then on. A daemon that was killed before it finished one finds it with `listCommands`.
 * @throws NightshiftError `database-unavailable`
 */
export async function takeCommands(
	db: Database,
	daemon: string,
	whens: readonly Command["when"][],
): Promise<Command[]> {
	const where = { daemon, status: "accepted", when: { in: [...whens] } };
	// Without the write lock first: daemons look more often than there is something to take.
	if (!(await db.read((prisma) => prisma.command.findFirst({ where, select: { id: true } })))) return [];
	return db.write(async (transaction) => {
		const rows = await transaction.command.findMany({ where, orderBy: { id: "asc" } });
		const seen = { status: "seen", seenAt: new Date() };
		// The same ones: nobody else can write since the transaction began.
		await transaction.command.updateMany({ where, data: seen });
		const commands = rows.map((row) => toCommand({ ...row, ...seen }));
		for (const { id } of commands) {
			await appendActivity(transaction, { kind: "command", title: `${daemon} saw ${id}`, daemon });
		}
		return commands;
	});
}
