import type { Fields } from "../../fields.ts";

/** What every line of the conversation itself may have. */
export interface Place {
	at: string | null;
	/** Of a subagent. */
	sidechain: boolean;
	/** The line's own id, or one made of its text. */
	id: string;
	line: Fields;
}

/** Lines that tell nothing of the conversation but when it went on. */
export const OTHER_LINES: ReadonlySet<string> = new Set([
	"agent-color",
	"agent-name",
	"agent-setting",
	"api-request",
	"api-request-blob",
	"api-request-shape",
	"atis-latch",
	"attribution-snapshot",
	"content-replacement",
	"cost-state",
	"file-history-delta",
	"file-history-snapshot",
	"last-prompt",
	"marble-origami-commit",
	"marble-origami-snapshot",
	"mode",
	"permission-mode",
	"pr-link",
	"progress",
	"queue-operation",
	"speculation-accept",
	"tag",
	"task-summary",
	"tools-used",
	"worktree-state",
]);

/** Of `system` lines, what nobody said and nobody did. */
export const OTHER_EVENTS: ReadonlySet<string> = new Set([
	"api_error",
	"api_metrics",
	"away_summary",
	"bridge_status",
	"file_snapshot",
	"memory_saved",
	"microcompact_boundary",
	"scheduled_task_fire",
	"snip_boundary",
	"stop_hook_summary",
	"thinking",
	"turn_duration",
]);

/** How a line begins that tells nothing but its time, and that has it near its beginning if anywhere. */
const QUICK =
	/^\{"type":"(?:api-request(?:-blob|-shape)?|cost-state|file-history-snapshot|last-prompt|mode|permission-mode|queue-operation|tools-used)","/;
const QUICK_TIME = /"timestamp":"([^"]{10,40})"/;
/** How a line begins that holds what was added to the request. What was typed meanwhile comes in the same way. */
const ATTACHMENT = /^\{"parentUuid":(?:"[^"]*"|null),"isSidechain":false,"attachment":\{"type":"(?!queued_command")/;
/** Cannot stand within a text of JSON: its quotes would be escaped. */
const ATTACHMENT_END = '},"type":"attachment","uuid":"';

/**
 * The time of a line that tells nothing else, found without reading all of it: such lines are the longest of many
 * transcripts. Undefined when it may be another line; a line that was cut at its end is another one.
 */
export function timeOfOtherLine(line: string): string | null | undefined {
	if (line.charCodeAt(line.length - 1) !== 0x7d) return undefined;
	if (QUICK.test(line)) return QUICK_TIME.exec(line.slice(0, 400))?.[1] ?? null;
	if (!ATTACHMENT.test(line)) return undefined;
	const end = line.lastIndexOf(ATTACHMENT_END);
	return end < 0 ? undefined : QUICK_TIME.exec(line.slice(end, end + 200))?.[1];
}
