import type { Database } from "../../db/open.ts";
import { endMembers } from "../../process-table/end-members.ts";
import { carriesEntry, listProcesses } from "../../process-table/linux.ts";
import type { ProcessInfo } from "../../process-table/types.ts";
import { within } from "../../process-table/wait-until.ts";

/** Marks an agent of a conversation and all that it starts: the value is random and new for each. */
export const TALK_VARIABLE = "NIGHTSHIFT_CHAT_AGENT";
const KEY = "chat-agents";
const TIMEOUT_MS = 2_000;

/** Keeps, before the agent is started, by which mark the next dashboard would find it. */
export function keepMark(db: Database, mark: string): Promise<void> {
	return change(db, (marks) => [...marks, mark]);
}

/** The agent has ended, with all that it had started. */
export function dropMark(db: Database, mark: string): Promise<void> {
	return change(db, (marks) => marks.filter((one) => one !== mark));
}

/**
 * Ends agents that a dashboard has left behind which was killed. Most end by themselves when their input does; the others are
 * found by their mark (Linux, where the environment of a process can be read).
 *
 * @returns how many processes could not be ended
 */
export async function endLeftovers(db: Database): Promise<number> {
	const marks = await db.read(async (prisma) =>
		marksOf((await prisma.setting.findUnique({ where: { key: KEY } }))?.value),
	);
	if (marks.length === 0) return 0;
	let survivors: ProcessInfo[] = [];
	// Should an agent have started this dashboard, nothing is ended: it would end itself.
	if (process.platform === "linux" && process.env[TALK_VARIABLE] === undefined) {
		const isOurs = (pid: number) => marks.some((mark) => carriesEntry(pid, `${TALK_VARIABLE}=${mark}`));
		const find = async () => listProcesses().filter((one) => !one.zombie && one.pid !== process.pid && isOurs(one.pid));
		({ survivors } = await endMembers([], { find, signal: "SIGTERM", deadline: within(TIMEOUT_MS) }));
	}
	await change(db, () => []);
	return survivors.length;
}

function change(db: Database, next: (marks: string[]) => string[]): Promise<void> {
	return db.write(async (transaction) => {
		const before = marksOf((await transaction.setting.findUnique({ where: { key: KEY } }))?.value);
		const value = next(before);
		const changedAt = new Date();
		await transaction.setting.upsert({
			where: { key: KEY },
			create: { key: KEY, value, changedAt },
			update: { value, changedAt },
		});
	});
}

function marksOf(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
