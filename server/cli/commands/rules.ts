import { NightshiftError } from "../../contract/errors.ts";
import type { Rule } from "../../contract/rule.ts";
import { type Context, DONE } from "../context.ts";
import { printAgo } from "../print/quantities.ts";
import { printTable } from "../print/table.ts";
import { withPresentDatabase } from "../with-database.ts";

/** `nightshift rules`: what agents may do, or may not, because an answer said so; `--all`: ended ones too. */
export async function listOfRules(context: Context, { all = false }: { all?: boolean }): Promise<number> {
	const rules = await withPresentDatabase(context.paths, [], async (db) => {
		const { listRules } = await import("../../policy/rules.ts");
		return listRules(db, { all });
	});
	context.print({ rules }, () => {
		if (rules.length > 0) return printTable(HEAD, rules.map(toRow), [4]);
		return all ? "There never was a rule." : "No rule holds: what config.json does not allow is asked about.";
	});
	return DONE;
}

/** `nightshift rules revoke R-3`: ends it at once, also for a developer that runs. */
export async function revoke(context: Context, id: string): Promise<number> {
	const rule = await withPresentDatabase<Rule | null>(context.paths, null, async (db) => {
		const { revokeRule } = await import("../../policy/rules.ts");
		return revokeRule(db, id);
	});
	if (!rule) throw new NightshiftError("not-found", `There is no rule ${id}: there are no rules here yet.`);
	context.print(rule, () => `${rule.id} is revoked: ${rule.pattern} is asked about again.`);
	return DONE;
}

const HEAD = ["ID", "WHAT", "FOR", "UNTIL", "USED", "FROM"];

function toRow(rule: Rule): string[] {
	const { id, decision, pattern, daemon, item, agent, uses, ticket } = rule;
	const whom = [daemon, item, agent].filter(Boolean).join(", ");
	return [id, `${decision} ${pattern}`, whom, until(rule), String(uses), ticket ?? "–"];
}

function until({ expiresAt, revokedAt }: Rule): string {
	if (revokedAt) return `revoked ${printAgo(revokedAt)}`;
	if (!expiresAt) return "no end";
	if (Date.parse(expiresAt) <= Date.now()) return `expired ${printAgo(expiresAt)}`;
	return expiresAt.slice(0, 16).replace("T", " ");
}
