import type { Rule } from "../../../server/contract/rule.ts";
import { clockTime, relative } from "../../_words/time.ts";

/** Whether it decides nothing any more. */
export function isEnded({ revokedAt, expiresAt }: Rule, now: number): boolean {
	return revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= now);
}

/** `ends in 6 d`, `holds until you revoke it`, `revoked 3 h ago`, `expired 2 d ago`. */
export function endWords({ revokedAt, expiresAt }: Rule, now: number): string {
	if (revokedAt !== null) return `revoked ${relative(revokedAt, now)}`;
	if (expiresAt === null) return "holds until you revoke it";
	return Date.parse(expiresAt) <= now ? `expired ${relative(expiresAt, now)}` : `ends ${relative(expiresAt, now)}`;
}

/** `not used yet`, `used once, 5 min ago`, `used 12 times, last 5 min ago`. */
export function usedWords({ uses, lastUsedAt }: Rule, now: number): string {
	if (uses === 0 || lastUsedAt === null) return "not used yet";
	const last = relative(lastUsedAt, now);
	return uses === 1 ? `used once, ${last}` : `used ${uses} times, last ${last}`;
}

/** Whom it is about: `US-9, for claude of code-developer`, `Every item, for …`. */
export function whomWords({ item, agent, daemon }: Rule): string {
	return [item ?? "Every item", agent ? `for ${agent} of ${daemon}` : `for ${daemon}`].join(", ");
}

/** When a rule is to end, from now on. */
export const LENGTHS = [
	{ id: "day", label: "In a day", days: 1 },
	{ id: "week", label: "In 7 days", days: 7 },
	{ id: "month", label: "In 30 days", days: 30 },
] as const;
export type End = "keep" | "never" | (typeof LENGTHS)[number]["id"];

const DAY = 86_400_000;

/** What is sent for it; nothing when it stays. */
export function endOf(end: End, now: number): { expiresAt?: string | null } {
	if (end === "keep") return {};
	const days = LENGTHS.find(({ id }) => id === end)?.days;
	return { expiresAt: days === undefined ? null : new Date(now + days * DAY).toISOString() };
}

/** `As it is: 28 Nov, 05:00` */
export function keptWords({ expiresAt }: Rule, now: number): string {
	return `As it is: ${expiresAt === null ? "when you revoke it" : clockTime(expiresAt, now)}`;
}
