import type { RecordedTurn } from "../../../server/contract/conversations.ts";

/** Who speaks, as people are told. */
export const SPEAKERS: Record<RecordedTurn["role"], string> = {
	user: "You",
	assistant: "Assistant",
	tool: "Step",
	system: "Note",
};

/** The same of a subagent, whose prompt no person has typed. */
export const SUBAGENT_SPEAKERS: Record<RecordedTurn["role"], string> = {
	user: "Prompt of a subagent",
	assistant: "Subagent",
	tool: "Step of a subagent",
	system: "Note of a subagent",
};
