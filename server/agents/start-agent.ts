import { spawnAgent } from "./agent-process.ts";
import { LiveAgent } from "./live-agent.ts";
import type { AgentConnection, StartAgentOptions } from "./types.ts";

/**
 * Starts a coding agent and speaks the Agent Client Protocol (version 1) with it over its standard input and output.
 *
 * @throws NightshiftError `agent-failed`, with what to do about it, when it cannot be started, ends, prints something
 * else, does not answer in time, wants a sign-in, or speaks another version. Nothing of it is left running then.
 */
export async function startAgent(options: StartAgentOptions): Promise<AgentConnection> {
	const agent = new LiveAgent(await spawnAgent(options), options);
	try {
		await agent.initialize();
		return agent;
	} catch (error) {
		await agent.close();
		throw error;
	}
}
