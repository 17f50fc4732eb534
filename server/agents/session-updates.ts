import { z } from "zod";
import { oneLine } from "../text/cut.ts";
import type { AgentPlanEntry, AgentUsage } from "./types.ts";

/** Most entries of a plan, and characters of an entry's title. */
const MAX_PLAN = 500;
const MAX_TITLE = 2_000;
const MAX_COMMANDS = 500;
const MAX_COMMAND_NAME = 100;

/** Updates that say nothing this client shows. */
const QUIET = new Set(["user_message_chunk", "notice", "compaction_update", "compaction_summary_chunk"]);

const MAX_ID = 500;
const tokens = z.number().nonnegative();
const chunk = { content: z.unknown().optional(), messageId: z.string().max(MAX_ID).nullish().catch(null) };
const call = {
	toolCallId: z.string().min(1).max(MAX_ID),
	title: z.string().nullish().catch(null),
	kind: z.string().max(50).nullish().catch(null),
	status: z.enum(["pending", "in_progress", "completed", "failed"]).nullish().catch(null),
	content: z.array(z.unknown()).nullish().catch(null),
	locations: z.array(z.unknown()).nullish().catch(null),
	rawInput: z.unknown().optional(),
	rawOutput: z.unknown().optional(),
};
const command = z.object({ name: z.string().min(1) });
const planEntry = z.object({
	content: z.string(),
	status: z.enum(["pending", "in_progress", "completed"]).catch("pending"),
});
const shownUpdate = z.discriminatedUnion("sessionUpdate", [
	z.object({ sessionUpdate: z.literal("agent_message_chunk"), ...chunk }),
	z.object({ sessionUpdate: z.literal("agent_thought_chunk"), ...chunk }),
	z.object({ sessionUpdate: z.literal("tool_call"), ...call }),
	z.object({ sessionUpdate: z.literal("tool_call_update"), ...call }),
	z.object({ sessionUpdate: z.literal("plan"), entries: z.array(z.unknown()) }),
	z.object({
		sessionUpdate: z.literal("usage_update"),
		used: tokens.nullish().catch(null),
		size: tokens.nullish().catch(null),
		cost: z
			.object({ amount: z.number().nonnegative(), currency: z.string().regex(/^[A-Za-z]{3}$/) })
			.nullish()
			.catch(null),
	}),
	z.object({ sessionUpdate: z.literal("current_mode_update"), currentModeId: z.string().min(1).max(MAX_ID) }),
	z.object({ sessionUpdate: z.literal("config_option_update"), configOptions: z.array(z.unknown()) }),
	z.object({ sessionUpdate: z.literal("available_commands_update"), availableCommands: z.array(z.unknown()) }),
	z.object({ sessionUpdate: z.literal("session_info_update"), title: z.string().nullish().catch(null) }),
]);
const notification = z.object({
	sessionId: z.string(),
	update: z.looseObject({ sessionUpdate: z.string() }),
});

/** What a tool call or an update of one says; null and absent fields change nothing, lists replace those before. */
export type ToolChange = z.infer<z.ZodObject<typeof call>>;

export type Update =
	| { type: "message"; text: string; messageId: string | null }
	| { type: "thought"; text: string }
	| { type: "tool"; change: ToolChange }
	| { type: "plan"; entries: AgentPlanEntry[] }
	| { type: "usage"; usage: AgentUsage }
	| { type: "mode"; modeId: string }
	/** As sent: see `session-modes.ts`. */
	| { type: "config"; configOptions: unknown[] }
	| { type: "commands"; names: string[] }
	| { type: "title"; title: string }
	| { type: "quiet" }
	/** `name`: what it calls itself. */
	| { type: "unknown"; name: string };

/**
 * Reads the params of a `session/update`: leniently, since agents are newer and older than this client. What is malformed
 * is `unknown`; a field that is malformed counts as absent.
 */
export function readUpdate(params: unknown): { sessionId: string | null; update: Update } {
	const outer = notification.safeParse(params);
	if (!outer.success) return { sessionId: null, update: { type: "unknown", name: "(malformed)" } };
	const { sessionId, update } = outer.data;
	return { sessionId, update: QUIET.has(update.sessionUpdate) ? { type: "quiet" } : readShown(update) };
}

function readShown(raw: { sessionUpdate: string }): Update {
	const parsed = shownUpdate.safeParse(raw);
	if (!parsed.success) return { type: "unknown", name: oneLine(raw.sessionUpdate, 60) };
	const update = parsed.data;
	switch (update.sessionUpdate) {
		case "agent_message_chunk":
			return { type: "message", text: contentText(update.content), messageId: update.messageId ?? null };
		case "agent_thought_chunk":
			return { type: "thought", text: contentText(update.content) };
		case "plan":
			return { type: "plan", entries: readPlan(update.entries) };
		case "usage_update":
			return { type: "usage", usage: readUsage(update) };
		case "current_mode_update":
			return { type: "mode", modeId: update.currentModeId };
		case "config_option_update":
			return { type: "config", configOptions: update.configOptions };
		case "available_commands_update":
			return { type: "commands", names: readCommands(update.availableCommands) };
		case "session_info_update":
			return update.title ? { type: "title", title: oneLine(update.title, MAX_TITLE) } : { type: "quiet" };
		default:
			return { type: "tool", change: update };
	}
}

function readCommands(commands: unknown[]): string[] {
	const named = commands.slice(0, MAX_COMMANDS).flatMap((raw) => command.safeParse(raw).data ?? []);
	return named.map(({ name }) => oneLine(name, MAX_COMMAND_NAME));
}

function readUsage({ used, size, cost }: { used?: number | null; size?: number | null; cost?: AgentUsage["cost"] }) {
	const currency = cost?.currency.toUpperCase() ?? "";
	return {
		contextUsed: used ?? null,
		contextSize: size ?? null,
		cost: cost ? { amount: cost.amount, currency } : null,
	};
}

function readPlan(entries: unknown[]): AgentPlanEntry[] {
	return entries.slice(0, MAX_PLAN).flatMap((raw) => {
		const { success, data } = planEntry.safeParse(raw);
		return success ? [{ title: oneLine(data.content, MAX_TITLE), status: data.status }] : [];
	});
}

const block = z.object({
	type: z.string(),
	text: z.string().optional().catch(undefined),
	uri: z.string().optional().catch(undefined),
	resource: z
		.object({ uri: z.string(), text: z.string().optional().catch(undefined) })
		.optional()
		.catch(undefined),
});

/** A content block as text: what is none is named in brackets. */
export function contentText(content: unknown): string {
	const { success, data } = block.safeParse(content);
	if (!success) return "";
	return data.text ?? data.resource?.text ?? data.resource?.uri ?? data.uri ?? `[${oneLine(data.type, 40)}]`;
}
