import type { AgentConnection } from "../../agents/types.ts";

/** The modes in which known agents change nothing, or ask before they do. */
const READ_ONLY = ["read-only", "plan", "ask"];
/** The first that an agent has is taken; the last two only for want of a better one. */
const CAREFUL = [...READ_ONLY, "default", "build"];

/**
 * What is to be said of the mode it works in: with each answer, that it is none for reading; with the first alone, that the
 * agent has no modes, because that does not change. Null: nothing.
 */
export function modeNote(agent: AgentConnection, sessionId: string, isFirst: boolean): string | null {
	const { mode } = agent.sessionFacts(sessionId);
	if (mode === null) return isFirst ? NO_MODES : null;
	return READ_ONLY.includes(mode) ? null : "The agent has no read-only mode.";
}

const NO_MODES =
	"The agent reports no modes, so it could not be told to read only; whatever else it asks to do is refused.";

/** Opens a session in the most careful mode that the agent has; the mode it works in is another matter. */
export async function openTalk(agent: AgentConnection, cwd: string): Promise<string> {
	const { sessionId } = await agent.openSession({ cwd });
	const { mode, modes } = agent.sessionFacts(sessionId);
	const careful = CAREFUL.find((id) => modes.some((one) => one.id === id));
	if (careful === undefined || careful === mode) return sessionId;
	return (await agent.openSession({ cwd, resumeSessionId: sessionId, mode: careful })).sessionId;
}
