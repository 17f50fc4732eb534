import type { NewQuestion } from "../contract/question.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { settle } from "../inbox/answer-question.ts";
import { checkQuestion } from "../inbox/check-question.ts";
import { handOut } from "../inbox/take-answer.ts";
import { ticketOf } from "../inbox/ticket.ts";
import { appendEvent } from "../inbox/trail.ts";
import { oneLine } from "../text/cut.ts";
import { commentOf } from "./answered.ts";
import { ruleIdOf } from "./rule-row.ts";

export interface RuledDecision {
	/** The question as it would have been asked, with its key. */
	question: NewQuestion & { daemon: string; key: string };
	/** The option that the rule chose. */
	option: string;
	rule: { decision: "allow" | "deny"; id: number; pattern: string };
}

/**
 * Makes visible what a rule decided: a question that is answered already, by policy, and taken; and a use of the rule.
 * In one step, so that nobody is called to a question that needs no answer. A restarted agent that asks the same makes
 * no second one. A question of this key that is open is answered instead.
 * @returns the ticket; null when the rule does not hold any more as it did when it decided
 */
export function recordDecision(db: Database, { question, option, rule }: RuledDecision): Promise<string | null> {
	const checked = checkQuestion(question);
	const { scope } = checked;
	const { key } = question;
	return db.write(async (transaction) => {
		const now = new Date();
		const standing = await transaction.rule.findUnique({ where: { id: rule.id } });
		if (!standing || standing.revokedAt || standing.pattern !== rule.pattern) return null;
		if (standing.expiresAt && standing.expiresAt <= now) return null;
		const latest = await transaction.question.findFirst({
			where: { scope, OR: [{ key }, { key: { startsWith: `${key}${AGAIN}` } }] },
			orderBy: { id: "desc" },
		});
		const comment = commentOf(rule.id, rule.pattern);
		if (latest?.answeredBy === "policy" && latest.comment === comment) return ticketOf(latest.id);
		const row =
			latest?.status === "pending"
				? latest
				: await transaction.question.create({
						data: {
							...checked,
							key: latest ? nextKey(key, latest.key ?? key) : key,
							options: checked.options as unknown as Prisma.InputJsonArray,
							schema: Prisma.DbNull,
							default: Prisma.DbNull,
							createdAt: now,
						},
					});
		if (row !== latest) await appendEvent(transaction, row, { kind: "asked", by: "asker", at: now });
		const verb = rule.decision === "allow" ? "allowed" : "refused";
		await settle(transaction, row, {
			status: "answered",
			answer: option,
			answeredBy: "policy",
			answeredAt: now,
			comment,
			keys: [],
			record: `${ruleIdOf(rule.id)} ${verb} ${ticketOf(row.id)}: ${oneLine(row.title, 300)}`,
		});
		await handOut(transaction, row.id, now);
		await transaction.rule.update({ where: { id: rule.id }, data: { uses: { increment: 1 }, lastUsedAt: now } });
		return ticketOf(row.id);
	});
}

/** Parts a key from the number of the time it is asked, as the developer does with the questions it asks anew. */
const AGAIN = "#";

function nextKey(key: string, lastKey: string): string {
	return `${key}${AGAIN}${Number(lastKey.slice(key.length + AGAIN.length) || 1) + 1}`;
}
