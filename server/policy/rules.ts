import { NightshiftError } from "../contract/errors.ts";
import { type Rule, type RuleChange, ruleChangeSchema } from "../contract/rule.ts";
import type { Prisma, Rule as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { appendActivity } from "../inbox/record-activity.ts";
import { inSentence, wellFormed } from "../inbox/text.ts";
import { oneLine } from "../text/cut.ts";
import { answeredBy, answeredByAll } from "./answered.ts";
import type { StandingRule } from "./decide.ts";
import { problemWithRule } from "./pattern.ts";
import { ruleIdOf, ruleNumberOf, toRule, toStanding, unknownRule } from "./rule-row.ts";

export interface NewRule {
	daemon: string;
	item: string | null;
	agent: string | null;
	decision: "allow" | "deny";
	pattern: string;
	/** The question whose answer it is: one question makes one rule, however often this is said. */
	ticket: string;
	expiresAt: Date | null;
}

/** Makes a rule of an answer. The same ticket again is the same rule, whatever has become of it. */
export async function createRule(db: Database, rule: NewRule): Promise<Rule> {
	check(rule.pattern, rule.decision);
	return db.write(async (transaction) => {
		const known = await transaction.rule.findFirst({ where: { ticket: rule.ticket } });
		if (known) return toRule(known, []);
		const row = await transaction.rule.create({ data: { ...wellFormed(rule), createdAt: new Date() } });
		await record(transaction, row, `Made ${ruleIdOf(row.id)}: ${inWords(row)}`);
		return toRule(row, []);
	});
}

/** The developer's rules that hold now. */
export function standingRules(db: Database, daemon: string, now = new Date()): Promise<StandingRule[]> {
	const where = { daemon, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
	return db.read(async (prisma) => (await prisma.rule.findMany({ where, orderBy: { id: "asc" } })).map(toStanding));
}

/** Rules, newest first: those that hold, or with `all` the latest thousand, also ended ones. */
export function listRules(db: Database, { all = false, now = new Date() } = {}): Promise<Rule[]> {
	const where = all ? {} : { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
	return db.read(async (prisma) => {
		const rows = await prisma.rule.findMany({ where, orderBy: { id: "desc" }, take: 1_000 });
		const answered = await answeredByAll(prisma);
		return rows.map((row) => toRule(row, answered.get(row.id) ?? []));
	});
}

/**
 * Changes when a rule ends, what it is about, or its note. What is left out stays. An expired one may be taken up again
 * in this way, a revoked one may not.
 * @throws NightshiftError `invalid-rule`, `not-found`, `version-conflict` when it was revoked, `database-unavailable`
 */
export async function changeRule(db: Database, ruleId: string, change: RuleChange, now = new Date()): Promise<Rule> {
	const parsed = ruleChangeSchema.safeParse(wellFormed(change));
	if (!parsed.success) throw invalid(inSentence(parsed.error.issues[0]?.message ?? "that is no change of a rule"));
	const { expiresAt, pattern, note } = parsed.data;
	const end = typeof expiresAt === "string" ? new Date(expiresAt) : expiresAt;
	if (end && end <= now) throw invalid("its end must be in the future; revoke it to end it now");
	return changed(db, ruleId, async (transaction, row) => {
		if (row.revokedAt) {
			const sentence = `${ruleIdOf(row.id)} was revoked at ${row.revokedAt.toISOString()} and stays so; the next question of this kind can make a new rule.`;
			throw new NightshiftError("version-conflict", sentence, { rule: ruleIdOf(row.id) });
		}
		if (pattern !== undefined) check(pattern, row.decision === "allow" ? "allow" : "deny");
		const data = {
			...(end !== undefined && { expiresAt: end }),
			...(pattern !== undefined && { pattern }),
			...(note !== undefined && { note: note || null }),
		};
		const after = await transaction.rule.update({ where: { id: row.id }, data });
		await record(transaction, after, `Changed ${ruleIdOf(row.id)}: ${inWords(after)}`);
		return after;
	});
}

/**
 * Ends a rule at once, also for a developer that runs. Again changes nothing.
 * @throws NightshiftError `not-found`, `database-unavailable`
 */
export function revokeRule(db: Database, ruleId: string): Promise<Rule> {
	return changed(db, ruleId, async (transaction, row) => {
		if (row.revokedAt) return row;
		const after = await transaction.rule.update({ where: { id: row.id }, data: { revokedAt: new Date() } });
		await record(transaction, after, `Revoked ${ruleIdOf(row.id)}: ${after.pattern}`);
		return after;
	});
}

async function changed(
	db: Database,
	ruleId: string,
	work: (transaction: Prisma.TransactionClient, row: Row) => Promise<Row>,
): Promise<Rule> {
	const id = ruleNumberOf(ruleId);
	return db.write(async (transaction) => {
		const row = await transaction.rule.findUnique({ where: { id } });
		if (!row) throw unknownRule(ruleId);
		return toRule(await work(transaction, row), await answeredBy(transaction, id));
	});
}

function record(transaction: Prisma.TransactionClient, { daemon, item, ticket }: Row, title: string) {
	return appendActivity(transaction, { kind: "question", title, daemon, task: item, ticket, outcome: "ok" });
}

/** `npm test is allowed for US-9 until 2026-12-21 05:00 UTC` */
function inWords({ pattern, decision, item, expiresAt }: Row): string {
	const until = expiresAt ? ` until ${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC` : "";
	return `${oneLine(pattern, 200)} is ${decision === "allow" ? "allowed" : "refused"}${item ? ` for ${item}` : ""}${until}`;
}

function check(pattern: string, decision: Rule["decision"]): void {
	const problem = problemWithRule(pattern, decision);
	if (problem) throw new NightshiftError("invalid-rule", problem, { key: "pattern" });
}

function invalid(what: string): NightshiftError {
	return new NightshiftError("invalid-rule", `The rule was not changed: ${what}.`);
}
