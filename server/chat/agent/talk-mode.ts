import type { AgentConnection } from "../../agents/types.ts";

/** The modes in which known agents change nothing, or ask before they do. */
const READ_ONLY = ["read-only", "plan", "ask"];
/** The first that an agent has is taken; the last two only for want of a better one. */
const CAREFUL = [...READ_ONLY, "default", "build"];

/** Whether it works in a mode that is none for reading. An agent without modes does not. */
export function isInOtherMode(agent: AgentConnection, sessionId: string): boolean {
	const { mode } = agent.sessionFacts(sessionId);
	return mode !== null && !READ_ONLY.includes(mode);
}

/** Opens a session in the most careful mode that the agent has; the mode it works in is another matter. */
export async function openTalk(agent: AgentConnection, cwd: string): Promise<string> {
	const { sessionId } = await agent.openSession({ cwd });
	const { mode, modes } = agent.sessionFacts(sessionId);
	const careful = CAREFUL.find((id) => modes.some((one) => one.id === id));
	if (careful === undefined || careful === mode) return sessionId;
	return (await agent.openSession({ cwd, resumeSessionId: sessionId, mode: careful })).sessionId;
}
