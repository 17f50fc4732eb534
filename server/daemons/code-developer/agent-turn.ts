import { join } from "node:path";
import { startAgent } from "../../agents/start-agent.ts";
import type { AgentConnection } from "../../agents/types.ts";
import { Policy } from "../../policy/policy.ts";
import { TurnRecorder } from "../../work/turn-recorder.ts";
import { converse } from "./agent-conversation.ts";
import { AgentTalk } from "./agent-talk.ts";
import type { Asker } from "./asker.ts";
import type { AttemptOptions } from "./attempt-options.ts";
import { ElicitationDesk } from "./elicit-question.ts";
import { troubleOf } from "./failures.ts";
import { Narrator } from "./narrator.ts";
import { PermissionDesk } from "./permission.ts";
import type { WorkFacts } from "./permission-question.ts";
import { changeRun } from "./runs.ts";
import type { TaskBoard } from "./task-board.ts";
import type { Failure } from "./verdict.ts";

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
	const talk = new AgentTalk(shop, run, options.asker);
	// The built-in agent has nothing to explain: what is asked back about it is left to the developer.
	const onWord = shop.agent.builtIn ? null : talk.onWord;
	const asker: Pick<Asker, "ask"> = {
		async ask(question, asked) {
			await talk.answer(); // first: what it has said belongs to what was asked before
			return options.asker.ask(question, asked, onWord);
		},
	};
	const desk = new PermissionDesk(asker, facts, () => silenced.abort(), policy);
	const forms = new ElicitationDesk(async (question, asked) => {
		await talk.answer();
		const { title, body } = question;
		const told = { ...question, title: shop.redact(title), body: body ? shop.redact(body) : body };
		return options.asker.askQuestion(told, asked, onWord);
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
				talk.hear(chunk);
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
		return await converse(agent, recorder, desk, talk, options);
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

/** The context is full: the next attempt has a session of its own, and is told what was done. */
async function startAnew({ shop, run }: AgentWorkOptions): Promise<void> {
	await shop.persist(() => changeRun(shop.db, run.id, { sessionId: null }));
}
