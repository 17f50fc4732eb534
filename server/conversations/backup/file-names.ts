import { createHash } from "node:crypto";

export const INDEX_FILE = "chat_index.json";
export const CONTEXT_FILE = "context_summary.json";
export const LOCK_FILE = "write.lock";

/** Names that are ours; all others in the folder are somebody else's, and left alone. */
export const LOG_NAME = /^chat_log_[a-z0-9-]{1,60}_(?:\d{8}T\d{6}Z|undated)_[a-z0-9-]{1,80}\.json$/;
export const DAY_NAME = /^chat_backup_(\d{4}-\d{2}-\d{2})\.md$/;
const DAMAGED =
	/^(?:chat_index\.json|context_summary\.json|chat_log_.+\.json|chat_backup_.+\.md)\.damaged-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/;
const UNFINISHED = /^\.unfinished-[0-9a-f-]{36}$/;

const LONGEST_SOURCE = 60;
const LONGEST_SESSION = 80;
const MARK_LENGTH = 12;

/**
 * The file of a conversation. Its parts are lower-case letters, digits and dashes whatever they are made of; a part that
 * had to be changed for that ends with a digest of what it was, so that two never share a name, also where capital
 * letters are no difference. With its beginning no name is one that Windows keeps for itself.
 * @param at when it began; null: nobody knows
 */
export function logName(source: string, sessionId: string, at: Date | null): string {
	const time = (at && /^\d{8}T\d{6}(?=\d{3}Z$)/.exec(compact(at))?.[0]) ?? null;
	return `chat_log_${safe(source, LONGEST_SOURCE)}_${time ? `${time}Z` : "undated"}_${safe(sessionId, LONGEST_SESSION)}.json`;
}

/** @param day `2026-11-21` */
export function dayName(day: string): string {
	return `chat_backup_${day}.md`;
}

/** What a damaged file is called once it was set aside. */
export function damagedName(name: string, now: Date): string {
	return `${name}.damaged-${compact(now)}`;
}

/** When a file of ours was set aside, in unix milliseconds; null: this is none. */
export function damagedAt(name: string): number | null {
	const [year, month, day, hour, minute, second, ms] = DAMAGED.exec(name)?.slice(1).map(Number) ?? [];
	if (year === undefined || month === undefined) return null;
	return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

/** What a file is called while it is written. */
export function unfinishedName(): string {
	return `.unfinished-${crypto.randomUUID()}`;
}

export function isUnfinished(name: string): boolean {
	return UNFINISHED.test(name);
}

function safe(text: string, longest: number): string {
	const plain = text
		.toLowerCase()
		.slice(0, longest)
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replaceAll(/^-+|-+$/g, "");
	if (plain === text) return plain === "" ? mark(text) : plain;
	const kept = plain.slice(0, longest - MARK_LENGTH - 1).replace(/-+$/, "");
	return kept === "" ? mark(text) : `${kept}-${mark(text)}`;
}

function mark(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, MARK_LENGTH);
}

/** `20261121T053946123Z` */
function compact(at: Date): string {
	return at.toISOString().replaceAll(/[-:.]/g, "");
}
