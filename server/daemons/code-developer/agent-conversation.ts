import { itemPrompt } from "../../agents/item-prompt.ts";
import type { AgentConnection, PromptResult } from "../../agents/types.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { oneLine } from "../../text/cut.ts";
import type { TurnRecorder } from "../../work/turn-recorder.ts";
import type { AgentTalk } from "./agent-talk.ts";
import type { AgentWorkOptions } from "./agent-turn.ts";
import type { AttemptOptions } from "./attempt-options.ts";
import { handOver } from "./hand-over.ts";
import type { PermissionDesk } from "./permission.ts";
import { changeRun } from "./runs.ts";
import type { Note } from "./steering.ts";
import { type Failure, failure } from "./verdict.ts";

/** Opens the session, prompts, and prompts again as long as the person has more to say. */
export async function converse(
	agent: AgentConnection,
	recorder: TurnRecorder,
	desk: PermissionDesk,
	talk: AgentTalk,
	{ shop, run, item, steering, signal, facts, onPrompt }: AgentWorkOptions,
): Promise<Failure | null> {
	const { mode } = shop.agent;
	const session = await agent.openSession({ cwd: facts.folder, resumeSessionId: run.sessionId, mode });
	const { sessionId, how } = session;
	const name = [agent.info.name, agent.info.version].filter(Boolean).join(" ");
	const begun = run.agent !== null || run.sessionId !== null;
	if (sessionId !== run.sessionId || name !== run.agent) {
		await shop.persist(() => changeRun(shop.db, run.id, { sessionId, agent: name }));
	}
	const before = begun ? await handOver(shop, run, how !== "new") : [];
	shop.log.info({ agent: agent.info, sessionId, how }, `${name} works on ${item.id}`);
	onPrompt();

	talk.endTurn = () => void agent.cancel(sessionId).catch(shop.fault);
	const asked = await talk.next();
	// An agent that knows what it was doing is only asked that: all else comes with the answer.
	const isTalk = asked !== null && how !== "new";
	let notes = isTalk ? [] : steering.takeNotes();
	let prompt: ReturnType<typeof itemPrompt> | string = isTalk
		? asked
		: itemPrompt(item, [...before, ...texts(notes), ...(asked === null ? [] : [asked])]);
	for (;;) {
		let result: PromptResult;
		try {
			await recorder.begin(typeof prompt === "string" ? prompt : prompt.flatMap(textOf).join("\n\n"));
			result = await agent.prompt(sessionId, prompt);
			signal.throwIfAborted();
		} catch (error) {
			// It is not sure that the agent knows them.
			steering.returnNotes(notes);
			throw error;
		}
		await recorder.end({ stopReason: result.stopReason, usage: result.usage });
		for (const note of notes) await steering.finish(note, "done", receipt(note, item.id));
		complain(result);
		await talk.answer();
		await steering.atCheckpoint(async () => undefined);
		const next = await nextPrompt(result, steering, talk, signal);
		if (next === null) return judge(result, desk);
		({ notes, prompt } = next);
	}
}

/** What the agent is told after a turn: what the person asks back before all else. Null: nothing, its work has ended. */
async function nextPrompt(
	result: PromptResult,
	steering: AttemptOptions["steering"],
	talk: AgentTalk,
	signal: AbortSignal,
): Promise<{ prompt: string; notes: Note[] } | null> {
	for (;;) {
		const asked = await talk.next();
		if (asked !== null) return { prompt: asked, notes: [] };
		if (!talk.hasInterrupted && !isWell(result)) return null;
		const goOn = await talk.goOn(signal);
		if (goOn === "asked-back") continue;
		const notes = steering.takeNotes();
		if (goOn === null && notes.length === 0) return null;
		const said = ["The person you work for says:", ...texts(notes).map((text) => `- ${text}`)].join("\n");
		return { prompt: [...(goOn ? [goOn.prompt] : []), ...(notes.length > 0 ? [said] : [])].join("\n\n"), notes };
	}
}

function receipt({ again }: Note, item: string): string {
	return again ? `${item} was taken up again, and the agent was told.` : `The agent was told, with ${item}.`;
}

function texts(notes: readonly Note[]): string[] {
	return notes.map(({ text }) => text);
}

function textOf(block: { type: string; text?: string }): string[] {
	return block.type === "text" && block.text ? [block.text] : [];
}

/** Some agents say that they could not work in a message, and end the turn as if they had. */
function complain(result: PromptResult): void {
	const { trouble } = result;
	if (!trouble) return;
	throw new NightshiftError("agent-failed", `The agent could not work: ${oneLine(result.text, 300)}`, { ...trouble });
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

function judge(result: PromptResult, desk: PermissionDesk): Failure | null {
	const refusal = desk.lastRefusal();
	if (refusal && (result.rejected || !refusal.said)) return { ...failure(refusal.reason), refused: refusal.said };
	if (result.failedTool) return failure(`“${result.failedTool.title}” failed.`, result.failedTool.output);
	return isWell(result) ? null : failure(STOPPED[result.stopReason]);
}
