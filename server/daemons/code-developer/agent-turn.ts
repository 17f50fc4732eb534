import { join } from "node:path";
import { itemPrompt } from "../../agents/item-prompt.ts";
import { startAgent } from "../../agents/start-agent.ts";
import type { AgentConnection, PromptResult } from "../../agents/types.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { Policy } from "../../policy/policy.ts";
import { oneLine } from "../../text/cut.ts";
import { TurnRecorder } from "../../work/turn-recorder.ts";
import type { Asker } from "./asker.ts";
import type { AttemptOptions } from "./attempt-options.ts";
import { ElicitationDesk } from "./elicit-question.ts";
import { troubleOf } from "./failures.ts";
import { handOver } from "./hand-over.ts";
import { Narrator } from "./narrator.ts";
import { PermissionDesk } from "./permission.ts";
import type { WorkFacts } from "./permission-question.ts";
import { changeRun } from "./runs.ts";
import type { Order } from "./steering.ts";
import type { TaskBoard } from "./task-board.ts";
import { type Failure, failure } from "./verdict.ts";

/** How long an agent may take to leave; the daemon itself is to be gone within two seconds. */
const AGENT_STOP_MS = 1_300;

export interface AgentWorkOptions extends AttemptOptions {
	board: TaskBoard;
	asker: Asker;
	facts: WorkFacts;
	/** The agent runs, has a session, and is about to be told what to do. */
	onPrompt: () => void;
	/** Takes a listener for when the attempt begins and ends to wait for a person. */
	onWaiting: (listener: (waits: boolean) => void) => void;
}

/**
 * Lets the agent work on the item, in the session it had or in a new one.
 *
 * @returns why the item failed; null when the agent's work ended well.
 * @throws NightshiftError `agent-failed`; AbortError, or the signal's reason, when `signal` aborts.
 */
export async function letAgentWork(options: AgentWorkOptions): Promise<Failure | null> {
	const { shop, run, signal, board, facts, item, steering, onProgress } = options;
	const silenced = new AbortController();
	let agent: AgentConnection | null = null;
	const recorder = new TurnRecorder({
		db: shop.db,
		persist: shop.persist,
		redact: shop.redact,
		runId: run.id,
		onFault: shop.fault,
	});
	options.onWaiting((waits) => recorder.waiting(waits));
	const policy = new Policy({
		db: shop.db,
		persist: shop.persist,
		daemon: shop.name,
		agentName: () => agent?.info.name ?? "",
		patterns: shop.agent.permissions,
		worktree: run.worktree,
	});
	const desk = new PermissionDesk(options.asker, facts, () => silenced.abort(), policy);
	const forms = new ElicitationDesk((question, asked) => {
		const { title, body } = question;
		const told = { ...question, title: shop.redact(title), body: body ? shop.redact(body) : body };
		return options.asker.askQuestion(told, asked);
	}, facts);
	const narrator = new Narrator(
		board,
		(entry) => {
			// Words are no work: some agents tell of an outage in a message.
			if (entry.kind !== "message") onProgress();
			shop.activity.record(entry);
		},
		item.id,
		(title) => desk.wasRefused(title),
		() => steering.nudge(true),
	);
	board.say("Starting the agent");
	agent = await startAgent({
		command: shop.agent.command,
		env: { ...shop.agent.env, NIGHTSHIFT_AGENT_STATE: join(shop.files.dir, "agent") },
		cwd: facts.folder,
		events: {
			plan: (entries) => narrator.plan(entries),
			thought: (chunk) => narrator.thought(chunk),
			message: (chunk) => {
				recorder.message(chunk);
				narrator.message(chunk);
			},
			tool: (call) => {
				recorder.tool(call);
				narrator.tool(call);
			},
			usage: (usage) => recorder.usage(usage),
		},
		permit: (request, waiting) => {
			onProgress();
			return desk.permit(request, waiting);
		},
		mustAskToRead: (read) => desk.mustAskToRead(read),
		elicit: (request, waiting) => forms.elicit(request, waiting),
		startTimeoutMs: shop.agent.startTimeoutMs,
		signal,
		stopTimeoutMs: AGENT_STOP_MS,
		onStderr: (line) => shop.log.info({ agent: shop.agent.command[0] }, shop.redact(line)),
	});
	const leaving = agent;
	const leave = () => void leaving.close();
	signal.addEventListener("abort", leave, { once: true });
	silenced.signal.addEventListener("abort", leave, { once: true });
	try {
		signal.throwIfAborted();
		return await converse(agent, recorder, desk, options);
	} catch (error) {
		signal.throwIfAborted();
		if (troubleOf(error)?.context) await startAnew(options);
		throw error;
	} finally {
		signal.removeEventListener("abort", leave);
		narrator.flush();
		await agent.close();
		await recorder.close();
	}
}

/** Opens the session, prompts, and prompts again as long as the person has more to say. */
async function converse(
	agent: AgentConnection,
	recorder: TurnRecorder,
	desk: PermissionDesk,
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

	let notes = steering.takeNotes();
	let prompt: ReturnType<typeof itemPrompt> | string = itemPrompt(item, [...before, ...texts(notes)]);
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
		for (const note of notes) await steering.finish(note, "done", `The agent was told, with ${item.id}.`);
		complain(result);
		await steering.atCheckpoint(async () => undefined);
		notes = isWell(result) ? steering.takeNotes() : [];
		if (notes.length === 0) return judge(result, desk);
		prompt = ["The person you work for says:", ...texts(notes).map((text) => `- ${text}`)].join("\n");
	}
}

/** The context is full: the next attempt has a session of its own, and is told what was done. */
async function startAnew({ shop, run }: AgentWorkOptions): Promise<void> {
	await shop.persist(() => changeRun(shop.db, run.id, { sessionId: null }));
}

function texts(notes: readonly Order[]): string[] {
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
