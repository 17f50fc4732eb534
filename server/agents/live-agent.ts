import { setImmediate as nextTurn } from "node:timers/promises";
import { type ClientConnection, type ContentBlock, methods, PROTOCOL_VERSION } from "@agentclientprotocol/sdk";
import { VERSION } from "../config/package-root.ts";
import type { AgentProcess } from "./agent-process.ts";
import { AgentRequests } from "./agent-requests.ts";
import { connectClient } from "./client-side.ts";
import { folderMissing, notAnAgent, silent, stuck, wrongVersion } from "./failures.ts";
import { Oddities } from "./oddities.ts";
import { type OpenedSession, openSession } from "./open-session.ts";
import { promptBlocks } from "./prompt-blocks.ts";
import { type InitializeFacts, initializeResponse, promptResponse } from "./responses.ts";
import { Session } from "./session.ts";
import { setMode } from "./set-mode.ts";
import { SilenceWatch } from "./silence-watch.ts";
import type { AgentConnection, AgentExit, Ignored, PromptResult, SessionFacts, StartAgentOptions } from "./types.ts";
import { WorkspaceFiles } from "./workspace-files.ts";

/** A minute: the first start through `npx` downloads the agent. */
const START_TIMEOUT_MS = 60_000;
/** Some think long without a word. */
const SILENCE_TIMEOUT_MS = 30 * 60_000;
/** How long a turn may take to end once it was cancelled. */
const CANCEL_TIMEOUT_MS = 30_000;

/** Gemini (0.61) takes a file that is not there for a failure when its client reads for it, and so cannot create any. */
const readsByItself = (command: string) => /\bgemini\b/i.test(command);

/** An agent whose process runs: this client's side of the protocol. */
export class LiveAgent implements AgentConnection {
	info: { name: string; version: string | null };
	readonly ignored: Readonly<Ignored>;
	readonly exited: Promise<AgentExit>;
	private readonly oddities: Oddities;
	private readonly connection: ClientConnection;
	private readonly requests: AgentRequests;
	private readonly sessions = new Map<string, Session>();
	private readonly startTimeoutMs: number;
	private readonly silenceTimeoutMs: number;
	private capabilities: InitializeFacts["agentCapabilities"];
	private closing: Promise<void> | undefined;

	constructor(
		private readonly process: AgentProcess,
		private readonly options: Pick<
			StartAgentOptions,
			| "events"
			| "permit"
			| "mustAskToRead"
			| "elicit"
			| "startTimeoutMs"
			| "silenceTimeoutMs"
			| "cancelTimeoutMs"
			| "onStderr"
		>,
	) {
		this.info = { name: process.facts().label, version: null };
		this.oddities = new Oddities(options.onStderr);
		this.ignored = this.oddities.ignored;
		this.exited = process.exited;
		this.startTimeoutMs = options.startTimeoutMs ?? START_TIMEOUT_MS;
		this.silenceTimeoutMs = options.silenceTimeoutMs ?? SILENCE_TIMEOUT_MS;
		this.connection = connectClient(process, this.sessions, this.oddities, () => this.sign());
		this.requests = new AgentRequests(process, this.connection, this.oddities);
		// Either end is the end of both: a process that could not be ended may hold the pipe open.
		void this.connection.closed.then(() => process.hungUp());
		void process.exited.then(() => this.connection.close());
		void process.exited.then(() => this.endTerminals());
	}

	/** The first exchange. @throws NightshiftError `agent-failed`. */
	async initialize(): Promise<void> {
		const { initialize } = methods.agent;
		const asked = this.requests.ask({
			request: initialize,
			during: "before it was ready",
			send: () =>
				this.connection.agent.request(initialize, {
					protocolVersion: PROTOCOL_VERSION,
					clientCapabilities: {
						fs: { readTextFile: !readsByItself(this.process.facts().label), writeTextFile: true },
						terminal: true,
						...(this.options.elicit ? { elicitation: { form: {} } } : {}),
					},
					clientInfo: { name: "nightshift", title: "Nightshift", version: VERSION },
				}),
			answer: initializeResponse,
			timeoutMs: this.startTimeoutMs,
		});
		asked.catch(() => undefined); // when it comes second
		const babbling = this.oddities.babbling.then((line) => Promise.reject(notAnAgent(this.process.facts(), line)));
		babbling.catch(() => undefined); // likewise
		const { protocolVersion, agentInfo, agentCapabilities, authMethods } = await Promise.race([asked, babbling]);
		if (protocolVersion !== PROTOCOL_VERSION)
			throw wrongVersion(this.process.facts(), protocolVersion, PROTOCOL_VERSION);
		this.capabilities = agentCapabilities;
		this.requests.authMethods = authMethods ?? [];
		if (agentInfo) this.info = { name: agentInfo.title || agentInfo.name, version: agentInfo.version ?? null };
	}

	async openSession({
		cwd,
		resumeSessionId = null,
		mode = null,
	}: {
		cwd: string;
		resumeSessionId?: string | null;
		mode?: string | null;
	}): Promise<OpenedSession> {
		const { connection, requests, sessions, capabilities, startTimeoutMs: timeoutMs } = this;
		const { events, permit, mustAskToRead, elicit, onStderr: log } = this.options;
		const files = await WorkspaceFiles.in(cwd).catch(() =>
			Promise.reject(folderMissing(this.process.facts().label, cwd)),
		);
		const session = new Session({
			cwd,
			files,
			events,
			permit,
			mustAskToRead,
			elicit,
			ignored: this.oddities.ignored,
			token: this.process.token,
		});
		const options = { cwd, resumeSessionId, session, sessions, connection, requests, capabilities, timeoutMs, log };
		const opened = await openSession(options);
		if (mode !== null) await setMode(opened, mode, options, this.process.facts());
		return opened;
	}

	sessionFacts(sessionId: string): SessionFacts {
		return this.sessionOf(sessionId).state.facts();
	}

	async prompt(sessionId: string, input: ContentBlock[] | string): Promise<PromptResult> {
		const session = this.sessionOf(sessionId);
		const failed = session.begin();
		const watch = new SilenceWatch(
			this.silenceTimeoutMs,
			() => session.waiting,
			() => stuck(this.process.facts(), this.silenceTimeoutMs),
		);
		session.watch = watch;
		try {
			const prompt = promptBlocks(input, this.capabilities?.promptCapabilities?.embeddedContext ?? false);
			const asked = this.requests.ask({
				request: methods.agent.session.prompt,
				during: "in the middle of its turn",
				send: () => this.connection.agent.request(methods.agent.session.prompt, { sessionId, prompt }),
				answer: promptResponse,
				timeoutMs: null,
			});
			asked.catch(() => undefined); // when it comes second
			return session.end(await Promise.race([asked, failed, watch.given]));
		} catch (error) {
			if (this.closing) return session.end({ stopReason: "cancelled" });
			await this.cancel(sessionId);
			session.end({ stopReason: "cancelled" });
			throw error;
		} finally {
			watch.stop();
			session.watch = null;
		}
	}

	async cancel(sessionId: string): Promise<void> {
		const session = this.sessionOf(sessionId);
		if (!session.busy || this.connection.signal.aborted) return;
		session.questions.stop();
		const { cancelTimeoutMs: limit = CANCEL_TIMEOUT_MS } = this.options;
		session.watch?.mustEndIn(limit, () => silent(this.process.facts(), methods.agent.session.cancel, limit, null));
		// Not waited for: an agent that does not read would keep us. If writing fails the connection is over, and the turn with it.
		this.connection.agent.notify(methods.agent.session.cancel, { sessionId }).catch(() => undefined);
	}

	close(): Promise<void> {
		this.closing ??= this.shutDown();
		return this.closing;
	}

	private async shutDown(): Promise<void> {
		await Promise.all([...this.sessions.keys()].map((id) => this.cancel(id)));
		await nextTurn(); // lets the answers out that `cancel` has given
		await Promise.all([this.process.stop(), this.endTerminals()]);
		await this.exited;
		this.connection.close();
	}

	private async endTerminals(): Promise<void> {
		await Promise.all([...this.sessions.values()].map(({ terminals }) => terminals.endAll()));
	}

	/** The agent has sent something, whatever it is. */
	private sign(): void {
		for (const { watch } of this.sessions.values()) watch?.sign();
	}

	private sessionOf(sessionId: string): Session {
		const session = this.sessions.get(sessionId);
		if (!session) throw new Error(`no session ${sessionId} is open`);
		return session;
	}
}
