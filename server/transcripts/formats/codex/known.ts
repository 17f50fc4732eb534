/** Kinds of lines that tell nothing of the conversation but when it went on. */
export const OTHER_LINES: ReadonlySet<string> = new Set([
	"ghost_snapshot",
	"rollout_metadata",
	"state",
	"token_usage_record",
	"world_state",
]);

/** Events that nobody said, or that other lines tell as well. */
export const OTHER_EVENTS: ReadonlySet<string> = new Set([
	"agent_reasoning",
	"agent_reasoning_delta",
	"agent_reasoning_raw_content",
	"agent_reasoning_section_break",
	"collab_agent_interaction_end",
	"collab_agent_spawn_end",
	"collab_close_end",
	"collab_resume_end",
	"collab_waiting_end",
	"context_compacted",
	"deprecation_notice",
	"dynamic_tool_call_request",
	"dynamic_tool_call_response",
	"entered_review_mode",
	"exited_review_mode",
	"guardian_assessment",
	"image_generation_end",
	"item_started",
	"mcp_tool_call_end",
	"patch_apply_end",
	"plan_update",
	"session_configured",
	"task_complete",
	"task_started",
	"thread_goal_updated",
	"thread_settings_applied",
	"turn_complete",
	"turn_completed",
	"turn_diff",
	"turn_started",
	"undo_completed",
	"view_image_tool_call",
	"web_search_begin",
	"web_search_end",
]);

/** Items of events that nobody said, or that other lines tell as well. */
export const OTHER_ITEMS: ReadonlySet<string> = new Set([
	"CollabAgentToolCall",
	"ContextCompaction",
	"DynamicToolCall",
	"EnteredReviewMode",
	"ExitedReviewMode",
	"HookPrompt",
	"ImageGeneration",
	"ImageView",
	"McpToolCall",
	"Plan",
	"Reasoning",
	"WebSearch",
]);

/** Items of the model that nobody said. */
export const OTHER_RESPONSES: ReadonlySet<string> = new Set([
	"compaction",
	"compaction_summary",
	"compaction_trigger",
	"context_compaction",
	"ghost_snapshot",
	"other",
	"reasoning",
]);

/** How a line begins that tells nothing but its time; some of them are long. */
export const QUICK =
	/^\{"timestamp":"([^"]{10,40})",(?:"ordinal":\d+,)?"type":(?:"(?:world_state|token_usage_record)"|"response_item","payload":\{"type":"reasoning"|"event_msg","payload":\{"type":"(?:task_started|task_complete|thread_settings_applied|agent_reasoning)"),/;
