import { spawnAgent } from "./agent-process.ts";
import { LiveAgent } from "./live-agent.ts";
import type { AgentConnection, StartAgentOptions } from "./types.ts";

/**
 * Starts a coding agent and speaks the Agent Client Protocol (version 1) with it over its standard input and output.
 *
 * @throws NightshiftError `agent-failed`, with what to do about it, when it cannot be started, ends, prints something
 * else, does not answer in time, wants a sign-in, or speaks another version; the signal's reason when that aborts first.
 * Nothing of the agent is left running then.
 */
export async function startAgent(options: StartAgentOptions): Promise<AgentConnection> {
	const { signal } = options;
	signal?.throwIfAborted();
	const agent = new LiveAgent(await spawnAgent(options), options);
	const leave = () => void agent.close();
	signal?.addEventListener("abort", leave, { once: true });
	try {
		// Aborted while it was spawned: the listener came too late for that.
		signal?.throwIfAborted();
		await agent.initialize();
		signal?.throwIfAborted();
		return agent;
	} catch (error) {
		await agent.close();
		signal?.throwIfAborted();
		throw error;
	} finally {
		signal?.removeEventListener("abort", leave);
	}
}
