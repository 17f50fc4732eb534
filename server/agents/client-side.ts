import { type ClientConnection, client, methods, RequestError } from "@agentclientprotocol/sdk";
import type { AgentProcess } from "./agent-process.ts";
import { messageStream } from "./message-stream.ts";
import type { Oddities } from "./oddities.ts";
import type { Session } from "./session.ts";
import { readUpdate } from "./session-updates.ts";

/** Connects to an agent's process and serves what agents ask of their client. */
export function connectClient(
	process: AgentProcess,
	sessions: ReadonlyMap<string, Session>,
	oddities: Oddities,
): ClientConnection {
	const sessionOf = (sessionId: string): Session => {
		const session = sessions.get(sessionId);
		if (!session) throw RequestError.sessionNotFound(sessionId);
		return session;
	};
	const { fs, session } = methods.client;
	return client({ name: "nightshift" })
		.onRequest(session.requestPermission, ({ params, signal }) =>
			sessionOf(params.sessionId).requestPermission(params, signal),
		)
		.onRequest(fs.readTextFile, async ({ params: { sessionId, path, line, limit } }) => ({
			content: await sessionOf(sessionId).files.read(path, line, limit),
		}))
		.onRequest(fs.writeTextFile, ({ params: { sessionId, path, content } }) =>
			sessionOf(sessionId).files.write(path, content),
		)
		.connect(
			messageStream({
				stdin: process.stdin,
				stdout: process.stdout,
				onMessage: () => oddities.message(),
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
