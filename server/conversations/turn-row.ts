import type { RecordedTurn } from "../contract/conversations.ts";
import type { ConversationTurn } from "../db/generated/client.ts";

const ROLES: readonly string[] = ["user", "assistant", "tool", "system"];

/** A turn, whole. */
export function toRecordedTurn(row: ConversationTurn): RecordedTurn {
	const { id, at, text, output, sidechain, trigger, cut } = row;
	return {
		id,
		role: roleOf(row.role),
		at: at.toISOString(),
		text,
		tool: toolOf(row.tool),
		output,
		sidechain,
		trigger,
		cut,
	};
}

/** What a later version may have stored is shown as what neither side has said. */
export function roleOf(role: string): RecordedTurn["role"] {
	return ROLES.includes(role) ? (role as RecordedTurn["role"]) : "system";
}

function toolOf(value: unknown): RecordedTurn["tool"] {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
	const { name, input = null, ok } = value as Record<string, unknown>;
	return { name: typeof name === "string" ? name : "?", input, ok: typeof ok === "boolean" ? ok : null };
}
