import { type ClientConnection, methods, RequestError } from "@agentclientprotocol/sdk";
import type { z } from "zod";
import type { AgentRequests } from "./agent-requests.ts";
import { type InitializeFacts, newSessionResponse } from "./responses.ts";
import type { Session } from "./session.ts";
import { modesOf, openedSession } from "./session-modes.ts";

export interface OpenSessionOptions {
	/** Absolute. */
	cwd: string;
	resumeSessionId: string | null;
	/** Takes what the agent sends; registered under the session's id. */
	session: Session;
	sessions: Map<string, Session>;
	connection: ClientConnection;
	requests: AgentRequests;
	capabilities: InitializeFacts["agentCapabilities"];
	timeoutMs: number;
	log: (line: string) => void;
}
export interface OpenedSession {
	sessionId: string;
	how: "new" | "loaded" | "resumed";
}

const DURING = "while opening a session";

/** Resumes the old session if the agent can, else loads it, else opens a new one. @throws NightshiftError `agent-failed`. */
export async function openSession(options: OpenSessionOptions): Promise<OpenedSession> {
	const { cwd, resumeSessionId: old, session, sessions, connection, requests, capabilities, timeoutMs } = options;
	const { resume, load, new: create } = methods.agent.session;
	if (old !== null) {
		if (capabilities?.sessionCapabilities?.resume && (await reopen(resume, old, options))) {
			return { sessionId: old, how: "resumed" };
		}
		if (capabilities?.loadSession && (await reopen(load, old, options))) return { sessionId: old, how: "loaded" };
	}
	const { sessionId, ...opened } = await requests.ask({
		request: create,
		during: DURING,
		send: () => connection.agent.request(create, { cwd, mcpServers: [] }),
		answer: newSessionResponse,
		timeoutMs,
	});
	sessions.set(sessionId, session);
	learnModes(session, opened);
	return { sessionId, how: "new" };
}

function learnModes(session: Session, opened: z.infer<typeof openedSession>): void {
	const modes = modesOf(opened);
	if (modes) session.state.learnModes(modes);
}

/** False when the agent does not have the session any more. */
async function reopen(
	method: typeof methods.agent.session.load | typeof methods.agent.session.resume,
	sessionId: string,
	{ cwd, session, sessions, connection, requests, timeoutMs, log }: OpenSessionOptions,
): Promise<boolean> {
	session.replaying = true;
	sessions.set(sessionId, session);
	try {
		const opened = await requests.ask({
			request: method,
			during: DURING,
			send: () => connection.agent.request(method, { sessionId, cwd, mcpServers: [] }),
			answer: openedSession.nullish().catch(null),
			timeoutMs,
		});
		if (opened) learnModes(session, opened);
		return true;
	} catch (error) {
		sessions.delete(sessionId);
		const { cause, message } = error as Error;
		if (!(cause instanceof RequestError) || cause.code === RequestError.authRequired().code) throw error;
		log(`the session ${sessionId} could not be opened again: ${message}`);
		return false;
	} finally {
		session.replaying = false;
	}
}
