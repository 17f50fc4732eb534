import type { Prisma } from "../../server/db/generated/client.ts";
import type { Database } from "../../server/db/open.ts";

/** A turn of a recorded conversation; what is left out is as it mostly is. */
export type SomeTurn = Partial<Omit<Prisma.ConversationTurnCreateManyInput, "conversationId">>;

/** So long after the one before it a turn comes, unless it says when. */
const STEP_MS = 1_000;

/**
 * Puts a conversation with its turns into the record, as the monitor leaves it.
 * @returns its id, and those of its turns in their order
 */
export async function recordConversation(
	db: Database,
	facts: Partial<Prisma.ConversationCreateManyInput>,
	turns: readonly SomeTurn[],
): Promise<{ id: number; turns: number[] }> {
	return db.write(async ({ conversation, conversationTurn }) => {
		const { _max } = await conversation.aggregate({ _max: { change: true } });
		const change = (_max.change ?? 0) + 1;
		const from = Date.parse(String(facts.firstTurnAt ?? "2026-11-20T10:00:00.000Z"));
		const rows = turns.map((turn, n) => ({
			key: `k${n}`,
			role: "user",
			text: "",
			at: new Date(from + n * STEP_MS),
			...turn,
		}));
		const times = rows.map(({ at }) => new Date(at).getTime());
		const count = (role: string) => rows.filter((row) => row.role === role && row.sidechain !== true).length;
		const { id } = await conversation.create({
			data: {
				source: "claude",
				session: `session-${change}`,
				change,
				...(times.length > 0 && {
					firstTurnAt: new Date(Math.min(...times)),
					lastTurnAt: new Date(Math.max(...times)),
				}),
				userTurns: count("user"),
				replies: count("assistant"),
				toolCalls: count("tool"),
				triggers: rows.filter(({ trigger }) => trigger).length,
				...facts,
			},
		});
		const made = await conversationTurn.createManyAndReturn({
			data: rows.map((row) => ({ ...row, conversationId: id })),
			select: { id: true },
		});
		return { id, turns: made.map((turn) => turn.id) };
	});
}

/** Adds a turn at the end of a conversation, as the monitor does when a line is appended. @returns its id */
export async function addTurn(db: Database, conversationId: number, turn: SomeTurn): Promise<number> {
	return db.write(async ({ conversation, conversationTurn }) => {
		const { _max } = await conversation.aggregate({ _max: { change: true } });
		const at = new Date(String(turn.at ?? new Date().toISOString()));
		const key = `added-${crypto.randomUUID()}`;
		const row = await conversationTurn.create({
			data: { role: "assistant", text: "", key, ...turn, at, conversationId },
		});
		const change = (_max.change ?? 0) + 1;
		await conversation.update({ where: { id: conversationId }, data: { change, lastTurnAt: at } });
		return row.id;
	});
}
