import { join } from "node:path";
import { itemPrompt } from "../../agents/item-prompt.ts";
import { startAgent } from "../../agents/start-agent.ts";
import type { AgentConnection, PromptResult } from "../../agents/types.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import type { Asker } from "./asker.ts";
import type { AttemptOptions } from "./attempt.ts";
import { handOver } from "./hand-over.ts";
import { Narrator } from "./narrator.ts";
import { PermissionDesk } from "./permission.ts";
import type { WorkFacts } from "./permission-question.ts";
import { keepSession } from "./runs.ts";
import type { Steering } from "./steering.ts";
import type { TaskBoard } from "./task-board.ts";
import { failure, type Verdict } from "./verdict.ts";

/** How long an agent may take to leave; the daemon itself is to be gone within two seconds. */
const AGENT_STOP_MS = 1_300;

/**
 * Lets the agent work on the item, in the session it had or in a new one.
 *
 * @returns why the item failed; null when the agent's work ended well.
 * @throws NightshiftError `agent-failed`; AbortError when `signal` aborts.
 */
export async function letAgentWork(
	{ shop, steering, run, item, signal, onProgress }: AttemptOptions,
	board: TaskBoard,
	asker: Asker,
	facts: WorkFacts,
): Promise<Verdict | null> {
	const silenced = new AbortController();
	const desk = new PermissionDesk(asker, facts, () => silenced.abort());
	const narrator = new Narrator(
		board,
		(entry) => {
			onProgress();
			shop.activity.record(entry);
		},
		item.id,
		(title) => desk.wasRefused(title),
		() => steering.nudge(true),
	);
	board.say("Starting the agent");
	const agent = await startAgent({
		command: shop.agent.command,
		env: { ...shop.agent.env, NIGHTSHIFT_AGENT_STATE: join(shop.files.dir, "agent") },
		cwd: facts.folder,
		events: narrator,
		permit: (request, waiting) => {
			onProgress();
			return desk.permit(request, waiting);
		},
		signal,
		stopTimeoutMs: AGENT_STOP_MS,
		onStderr: (line) => shop.log.info({ agent: shop.agent.command[0] }, line),
	});
	const leave = () => void agent.close();
	signal.addEventListener("abort", leave, { once: true });
	silenced.signal.addEventListener("abort", leave, { once: true });
	try {
		signal.throwIfAborted();
		const { sessionId, how } = await agent.openSession({ cwd: facts.folder, resumeSessionId: run.sessionId });
		if (sessionId !== run.sessionId) await shop.persist(() => keepSession(shop.db, run.id, sessionId));
		const before = run.sessionId === null ? [] : await handOver(shop, run, how !== "new");
		shop.log.info({ agent: agent.info, sessionId, how }, `${agent.info.name} works on ${item.id}`);
		const result = await converse(agent, sessionId, { steering, item, before, signal });
		signal.throwIfAborted();
		return judge(result, desk);
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		signal.removeEventListener("abort", leave);
		narrator.flush();
		await agent.close();
	}
}

/** Prompts, and prompts again as long as the person has more to say. */
async function converse(
	agent: AgentConnection,
	sessionId: string,
	{
		steering,
		item,
		before,
		signal,
	}: { steering: Steering; item: RoadmapItemDetail; before: string[]; signal: AbortSignal },
): Promise<PromptResult> {
	let notes = steering.takeNotes();
	let prompt: ReturnType<typeof itemPrompt> | string = itemPrompt(item, [...before, ...notes.map(({ text }) => text)]);
	for (;;) {
		let result: PromptResult;
		try {
			result = await agent.prompt(sessionId, prompt);
			signal.throwIfAborted();
		} catch (error) {
			// It is not sure that the agent knows them.
			steering.returnNotes(notes);
			throw error;
		}
		for (const note of notes) await steering.finish(note, "done", `The agent was told, with ${item.id}.`);
		await steering.atCheckpoint(async () => undefined);
		notes = isWell(result) ? steering.takeNotes() : [];
		if (notes.length === 0) return result;
		prompt = ["The person you work for says:", ...notes.map(({ text }) => `- ${text}`)].join("\n");
	}
}

function isWell(result: PromptResult): boolean {
	return result.stopReason === "end_turn" && !result.rejected && result.failedTool === null;
}

const STOPPED: Record<PromptResult["stopReason"], string> = {
	end_turn: "The agent ended its turn.",
	max_tokens: "The agent reached the limit of its context; retry the item, or make it smaller.",
	max_turn_requests: "The agent reached its limit of requests in one turn; retry the item, or make it smaller.",
	refusal: "The agent refused to work on this item; its last message may say why.",
	cancelled: "The agent gave up its turn.",
};

function judge(result: PromptResult, desk: PermissionDesk): Verdict | null {
	const refusal = desk.lastRefusal();
	if (refusal && (result.rejected || !refusal.said)) return failure(refusal.reason);
	if (result.failedTool) return failure(`“${result.failedTool.title}” failed.`, result.failedTool.output);
	return isWell(result) ? null : failure(STOPPED[result.stopReason]);
}
