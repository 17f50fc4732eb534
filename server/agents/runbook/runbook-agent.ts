import { randomUUID } from "node:crypto";
import {
	type AgentApp,
	type AgentContext,
	agent,
	methods,
	PROTOCOL_VERSION,
	type PromptRequest,
	RequestError,
	type StopReason,
} from "@agentclientprotocol/sdk";
import { VERSION } from "../../config/package-root.ts";
import { noProgress, type ProgressStore, progressWith } from "./progress.ts";
import { Reporter } from "./reporter.ts";
import { hashesOf, type Step, stepsOf } from "./steps.ts";
import { RunbookTurn } from "./turn.ts";

interface RunbookSession {
	cwd: string;
	turn: { abort: AbortController; ended: Promise<unknown> } | null;
}

const STEPS_ONLY =
	"This agent only runs an item's steps. To have it do more, add sh blocks, or configure another agent.";
const NO_STEPS =
	"This item has no sh steps; add fenced sh blocks to its section of the roadmap, or configure another agent.";

/** The built-in agent: runs the `sh` and `bash` blocks of a roadmap item, each with the person's permission. */
export class RunbookAgent {
	private readonly sessions = new Map<string, RunbookSession>();

	constructor(private readonly store: ProgressStore) {}

	app(): AgentApp {
		const { initialize, session } = methods.agent;
		return agent({ name: "nightshift-runbook" })
			.onRequest(initialize, () => ({
				protocolVersion: PROTOCOL_VERSION,
				agentInfo: { name: "nightshift-runbook", title: "Runbook", version: VERSION },
				agentCapabilities: {
					loadSession: true,
					promptCapabilities: { embeddedContext: true },
					sessionCapabilities: { resume: {} },
				},
				authMethods: [],
			}))
			.onRequest(session.new, async ({ params: { cwd } }) => {
				const sessionId = randomUUID();
				await this.store.forgetOld();
				await this.store.write(sessionId, noProgress(null));
				this.sessions.set(sessionId, { cwd, turn: null });
				return { sessionId };
			})
			.onRequest(session.load, ({ params }) => this.reopen(params))
			.onRequest(session.resume, ({ params }) => this.reopen(params))
			.onRequest(session.prompt, async ({ params, client, signal }) => ({
				stopReason: await this.prompt(params, client, signal),
			}))
			.onNotification(session.cancel, ({ params }) => this.sessions.get(params.sessionId)?.turn?.abort.abort("cancel"));
	}

	/** Ends every turn and waits until nothing runs any more. A step that ran counts as interrupted. */
	async stop(): Promise<void> {
		const turns = [...this.sessions.values()].flatMap(({ turn }) => turn ?? []);
		for (const { abort } of turns) abort.abort("stop");
		await Promise.allSettled(turns.map(({ ended }) => ended));
	}

	private async reopen({ sessionId, cwd }: { sessionId: string; cwd: string }): Promise<Record<string, never>> {
		if ((await this.store.read(sessionId)) === null) throw RequestError.sessionNotFound(sessionId);
		this.sessions.set(sessionId, { cwd, turn: null });
		return {};
	}

	private async prompt(
		{ sessionId, prompt }: PromptRequest,
		client: AgentContext,
		request: AbortSignal,
	): Promise<StopReason> {
		const session = this.sessions.get(sessionId);
		if (!session) throw RequestError.sessionNotFound(sessionId);
		if (session.turn) throw RequestError.invalidRequest(undefined, "this session is busy with a prompt");
		const abort = new AbortController();
		request.addEventListener("abort", () => abort.abort("stop"), { once: true });
		const ended = this.runTurn(sessionId, session.cwd, stepsOf(prompt), new Reporter(client, sessionId), abort.signal);
		session.turn = { abort, ended };
		try {
			return await ended;
		} finally {
			session.turn = null;
		}
	}

	private async runTurn(
		sessionId: string,
		cwd: string,
		steps: readonly Step[],
		reporter: Reporter,
		signal: AbortSignal,
	): Promise<StopReason> {
		const known = await this.store.read(sessionId);
		if (steps.length === 0) {
			// In a session that has had its steps this is a word of the person's: it changes nothing about what was done.
			const follows = known !== null && known.steps !== null;
			await reporter.say(follows ? STEPS_ONLY : NO_STEPS);
			return follows ? "end_turn" : "refusal";
		}
		const progress = progressWith(known, hashesOf(steps));
		const save = (next: typeof progress) => this.store.write(sessionId, next);
		return new RunbookTurn({ cwd, steps, progress, save, reporter, signal }).run();
	}
}
