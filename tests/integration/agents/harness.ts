import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { startAgent } from "../../../server/agents/start-agent.ts";
import type {
	AgentConnection,
	AgentPlanEntry,
	AgentToolCall,
	AgentUsage,
	PermissionAnswer,
	PermissionRequest,
	StartAgentOptions,
} from "../../../server/agents/types.ts";
import { entryCommand } from "../../../server/config/entry.ts";
import { tempHome } from "../../support/temp-home.ts";

/** Runs the scripted agent in some of its modes. */
export function scripted(...modes: string[]): string[] {
	return [
		process.execPath,
		fileURLToPath(new URL("../../fixtures/agents/scripted-agent.mjs", import.meta.url)),
		...modes,
	];
}

export const runbook = entryCommand("runbook-agent");

export interface Recorded {
	plans: AgentPlanEntry[][];
	messages: string;
	thoughts: string;
	tools: AgentToolCall[];
	requests: PermissionRequest[];
	usages: AgentUsage[];
	modes: string[];
	titles: string[];
	log: string[];
}

export type Answer = (request: PermissionRequest, signal: AbortSignal) => Promise<PermissionAnswer> | PermissionAnswer;

/** Options for `startAgent` that record everything; permission requests are answered by `answer`. */
export function recording(
	command: string[],
	cwd: string,
	answer: Answer,
	changes: Partial<StartAgentOptions> = {},
): { seen: Recorded; options: StartAgentOptions } {
	const seen: Recorded = {
		plans: [],
		messages: "",
		thoughts: "",
		tools: [],
		requests: [],
		usages: [],
		modes: [],
		titles: [],
		log: [],
	};
	const options: StartAgentOptions = {
		command,
		cwd,
		events: {
			plan: (entries) => seen.plans.push(entries),
			message: (chunk) => {
				seen.messages += chunk;
			},
			thought: (chunk) => {
				seen.thoughts += chunk;
			},
			tool: (call) => seen.tools.push(call),
			usage: (usage) => seen.usages.push(usage),
			mode: (modeId) => seen.modes.push(modeId),
			sessionTitle: (title) => seen.titles.push(title),
		},
		permit: async (request, signal) => {
			seen.requests.push(request);
			return answer(request, signal);
		},
		onStderr: (line) => seen.log.push(line),
		...changes,
	};
	return { seen, options };
}

/** A started agent, closed when the test ends. */
export async function started(
	command: string[],
	cwd: string,
	answer: Answer = allowOnce,
	changes: Partial<StartAgentOptions> = {},
): Promise<{ agent: AgentConnection; seen: Recorded }> {
	const { seen, options } = recording(command, cwd, answer, changes);
	const agent = await startAgent(options);
	onTestFinished(() => agent.close());
	return { agent, seen };
}

/** Picks by kind, as callers should. */
export function choose(kind: string, comment?: string): Answer {
	return ({ options }) => {
		const option = options.find((one) => one.kind === kind);
		return option ? { optionId: option.optionId, comment } : { cancelled: true };
	};
}
export const allowOnce = choose("allow_once");

/** A prompt for the scripted agent. */
export function acts(...list: unknown[][]): string {
	return JSON.stringify(list);
}

/** A started scripted agent with a session; `play` prompts it. */
export async function scriptedSession(
	modes: string[] = [],
	answer: Answer = allowOnce,
	changes: Partial<StartAgentOptions> = {},
) {
	const { home } = await tempHome();
	const { agent, seen } = await started(scripted(...modes), home, answer, changes);
	const { sessionId } = await agent.openSession({ cwd: home });
	return { agent, seen, sessionId, home, play: (...list: unknown[][]) => agent.prompt(sessionId, acts(...list)) };
}
