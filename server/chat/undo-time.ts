import { parseDuration } from "../config/quantities.ts";
import type { Prisma } from "../db/generated/client.ts";

const FALLBACK_MS = 10_000;

/** How long the person wants to be able to undo something, in ms: `person.undo` of config.json. */
export async function undoTime(prisma: Prisma.TransactionClient): Promise<number> {
	const value = (await prisma.setting.findUnique({ where: { key: "person" } }))?.value;
	if (typeof value !== "object" || value === null || Array.isArray(value)) return FALLBACK_MS;
	const { undoMs, undo } = value as { undoMs?: unknown; undo?: unknown };
	if (typeof undoMs === "number") return undoMs;
	if (typeof undo === "number") return undo;
	return (typeof undo === "string" ? parseDuration(undo) : null) ?? FALLBACK_MS;
}
