import type { Prisma } from "../db/generated/client.ts";
import { ticketOf } from "../inbox/ticket.ts";
import { ruleIdOf } from "./rule-row.ts";

const SHOWN = 20;
/** How far back the questions of all rules are looked for; how many there were in all is counted by the rules. */
const LOOKED_AT = 2_000;

/** What stands before the pattern in the comment of a question that a rule has answered. */
export function commentOf(rule: number, pattern: string): string {
	return `Rule ${ruleIdOf(rule)}: ${pattern}`;
}

/** The latest questions that a rule has answered, newest first. */
export async function answeredBy(prisma: Prisma.TransactionClient, rule: number): Promise<string[]> {
	const rows = await prisma.question.findMany({
		where: { answeredBy: "policy", comment: { startsWith: commentOf(rule, "") } },
		orderBy: { id: "desc" },
		take: SHOWN,
		select: { id: true },
	});
	return rows.map(({ id }) => ticketOf(id));
}

/** The same for all rules, by their number. */
export async function answeredByAll(prisma: Prisma.TransactionClient): Promise<Map<number, string[]>> {
	const rows = await prisma.question.findMany({
		where: { answeredBy: "policy", comment: { startsWith: "Rule R-" } },
		orderBy: { id: "desc" },
		take: LOOKED_AT,
		select: { id: true, comment: true },
	});
	const tickets = new Map<number, string[]>();
	for (const { id, comment } of rows) {
		const rule = Number(/^Rule R-(\d+): /.exec(comment ?? "")?.[1]);
		const known = tickets.get(rule) ?? [];
		if (known.length < SHOWN) known.push(ticketOf(id));
		tickets.set(rule, known);
	}
	return tickets;
}
