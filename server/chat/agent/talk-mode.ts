import type { AgentConnection } from "../../agents/types.ts";

/** The modes in which known agents change nothing, or ask before they do: the first that an agent has is taken. */
const CAREFUL = ["read-only", "plan", "ask", "default", "build"];

/** Opens a session in the most careful mode that the agent has; the mode it works in is another matter. */
export async function openTalk(agent: AgentConnection, cwd: string): Promise<string> {
	const { sessionId } = await agent.openSession({ cwd });
	const { mode, modes } = agent.sessionFacts(sessionId);
	const careful = CAREFUL.find((id) => modes.some((one) => one.id === id));
	if (careful === undefined || careful === mode) return sessionId;
	return (await agent.openSession({ cwd, resumeSessionId: sessionId, mode: careful })).sessionId;
}
