import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../../../server/db/open.ts";

/** A turn to be stored; `minute` is of its conversation. */
export interface Said {
	role?: "user" | "assistant" | "tool" | "system";
	text: string;
	at: string;
	tool?: { name: string; input: unknown; ok: boolean | null };
	output?: string;
	sidechain?: boolean;
	trigger?: boolean;
	cut?: number;
}

let changes = 0;

/** Stores a conversation, or more turns of one, as the chat monitor does: with an order for each turn that asks for a backup. */
export async function store(db: Database, source: string, session: string, turns: readonly Said[]): Promise<number> {
	return db.write(async ({ conversation, conversationTurn, conversationOrder }) => {
		changes += 1;
		const where = { source_session: { source, session } };
		const create = {
			source,
			session,
			cwd: "/home/dev/shop",
			title: turns[0]?.text.slice(0, 80) ?? null,
			change: changes,
		};
		const { id } = await conversation.upsert({ where, create, update: { change: changes } });
		const before = await conversationTurn.count({ where: { conversationId: id } });
		for (const [index, { role = "user", at, text, tool, output, ...rest }] of turns.entries()) {
			const key = `t${before + index}`;
			const data = { conversationId: id, key, role, at: new Date(at), text, output: output ?? null, ...rest };
			await conversationTurn.create({ data: { ...data, ...(tool && { tool: tool as object }) } });
			if (rest.trigger)
				await conversationOrder.create({ data: { conversationId: id, turnKey: key, at: new Date(at) } });
		}
		const all = await conversationTurn.findMany({
			where: { conversationId: id },
			orderBy: [{ at: "asc" }, { id: "asc" }],
		});
		const [first, last] = [all.at(0)?.at ?? null, all.at(-1)?.at ?? null];
		const count = (role: string) => all.filter((turn) => turn.role === role && !turn.sidechain).length;
		await conversation.update({
			where: { id },
			data: {
				startedAt: first,
				endedAt: last,
				firstTurnAt: first,
				lastTurnAt: last,
				userTurns: count("user"),
				replies: count("assistant"),
				toolCalls: count("tool"),
				triggers: all.filter((turn) => turn.trigger).length,
				models: ["claude-opus-4-8"],
				usage: { inputTokens: 25, outputTokens: 26 },
			},
		});
		return id;
	});
}

/** What somebody typed. */
export const typed = (at: string, text: string): Said => ({ at, text });
/** What somebody typed to have a backup. */
export const bchat = (at: string, text = "bchat"): Said => ({ at, text, trigger: true });
export const replied = (at: string, text: string): Said => ({ role: "assistant", at, text });
export const ran = (at: string, command: string, output: string, ok: boolean | null = true): Said => ({
	role: "tool",
	at,
	text: `Bash ${command}`,
	tool: { name: "Bash", input: { command }, ok },
	output,
});

/** The files in a folder, without the lock. */
export function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((name) => name !== "write.lock")
		.sort();
}

export function readJson(folder: string, name: string) {
	return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

export function textOf(folder: string, name: string): string {
	return readFileSync(join(folder, name), "utf8");
}

/** What tells whether a file was written anew: a file that takes another's place has another inode. */
export function marksOf(folder: string): Record<string, string> {
	return Object.fromEntries(
		filesIn(folder).map((name) => {
			const { ino, mtimeMs } = statSync(join(folder, name));
			return [name, `${ino} ${mtimeMs}`];
		}),
	);
}
