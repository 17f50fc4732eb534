import { type ClientConnection, client, methods, RequestError } from "@agentclientprotocol/sdk";
import type { AgentProcess } from "./agent-process.ts";
import type { FormRequest } from "./elicitation.ts";
import { messageStream } from "./message-stream.ts";
import type { Oddities } from "./oddities.ts";
import type { Session } from "./session.ts";
import { readUpdate } from "./session-updates.ts";

/**
 * Connects to an agent's process and serves what agents ask of their client.
 *
 * @param onSign Told of each message of the agent.
 */
export function connectClient(
	process: AgentProcess,
	sessions: ReadonlyMap<string, Session>,
	oddities: Oddities,
	onSign: () => void,
): ClientConnection {
	const sessionOf = (sessionId: string): Session => {
		const session = sessions.get(sessionId);
		if (!session) throw RequestError.sessionNotFound(sessionId);
		return session;
	};
	const { fs, session, terminal, elicitation } = methods.client;
	return client({ name: "nightshift" })
		.onRequest(session.requestPermission, ({ params, signal }) =>
			sessionOf(params.sessionId).questions.permission(params, signal),
		)
		.onRequest(elicitation.create, ({ params, signal }) => {
			const form: FormRequest = params;
			if (typeof form.sessionId !== "string") {
				throw RequestError.invalidParams(undefined, "a form must name the session that it belongs to");
			}
			return sessionOf(form.sessionId).questions.form(form, signal);
		})
		.onRequest(fs.readTextFile, async ({ params: { sessionId, path, line, limit }, signal }) => ({
			content: await sessionOf(sessionId).actions.readFile(path, signal, line, limit),
		}))
		.onRequest(fs.writeTextFile, ({ params: { sessionId, path, content }, signal }) =>
			sessionOf(sessionId).actions.writeFile(path, content, signal),
		)
		.onRequest(terminal.create, async ({ params, signal }) => ({
			terminalId: await sessionOf(params.sessionId).actions.createTerminal(params, signal),
		}))
		.onRequest(terminal.output, ({ params: { sessionId, terminalId } }) =>
			sessionOf(sessionId).terminals.read(terminalId),
		)
		.onRequest(terminal.waitForExit, ({ params: { sessionId, terminalId }, signal }) =>
			sessionOf(sessionId).terminals.waitForExit(terminalId, signal),
		)
		.onRequest(terminal.kill, ({ params: { sessionId, terminalId } }) =>
			sessionOf(sessionId).terminals.kill(terminalId),
		)
		.onRequest(terminal.release, ({ params: { sessionId, terminalId } }) =>
			sessionOf(sessionId).terminals.release(terminalId),
		)
		.connect(
			messageStream({
				stdin: process.stdin,
				stdout: process.stdout,
				onMessage() {
					oddities.message();
					onSign();
				},
				onRubbish: (line) => oddities.rubbishLine(line),
				onLongLine: () => oddities.longLine(),
				onUpdate(params) {
					const { sessionId, update } = readUpdate(params);
					if (update.type === "unknown") oddities.unknownUpdate(update.name);
					else if (sessionId !== null) sessions.get(sessionId)?.update(update);
				},
			}),
		);
}
