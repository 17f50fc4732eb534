import type { Prisma } from "../db/generated/client.ts";

/**
 * How far the conversations have got: kept in the table of settings, so that nothing has to be looked for among a million
 * messages. Changed only together with the messages that it speaks of.
 */
export interface ChatMarks {
	/** Questions up to this one are in their conversations. */
	questions: number;
	/** Commands likewise. */
	commands: number;
	/** Messages that are waiting, acting or streaming. */
	open: number[];
}

const KEY = "chat";

export async function readMarks(prisma: Prisma.TransactionClient): Promise<ChatMarks> {
	const value = (await prisma.setting.findUnique({ where: { key: KEY } }))?.value;
	const marks = (typeof value === "object" && value !== null ? value : {}) as Partial<ChatMarks>;
	return {
		questions: marks.questions ?? 0,
		commands: marks.commands ?? 0,
		open: marks.open ?? [],
	};
}

/** Within a transaction that has the write lock. */
export async function changeMarks(
	transaction: Prisma.TransactionClient,
	change: (marks: ChatMarks) => Partial<ChatMarks>,
): Promise<void> {
	const marks = await readMarks(transaction);
	const value = { ...marks, ...change(marks) } as unknown as Prisma.InputJsonObject;
	const changedAt = new Date();
	await transaction.setting.upsert({
		where: { key: KEY },
		create: { key: KEY, value, changedAt },
		update: { value, changedAt },
	});
}

export function without(list: readonly number[], gone: number): number[] {
	return list.filter((one) => one !== gone);
}
