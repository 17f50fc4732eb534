import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { refuseUpgrade } from "./problem.ts";

/**
 * Answers a request that offers to go on in another protocol (`Upgrade: h2c`, as some clients send with every request) as
 * if it had not, which HTTP lets a server do. Node hands all of them over as bare connections, without a response and
 * without the body: one that has a body is refused instead.
 */
export function answerPlainly(
	request: IncomingMessage,
	connection: Duplex,
	handle: (request: IncomingMessage, response: ServerResponse) => void,
): void {
	if (Number(request.headers["content-length"] ?? 0) > 0 || request.headers["transfer-encoding"] !== undefined) {
		const message = "Here is HTTP/1.1 only; send this again without the header Upgrade.";
		refuseUpgrade(connection, { code: "bad-request", message });
		return;
	}
	const response = new ServerResponse(request);
	// The parser has let go of this connection: nothing could be read from it after this answer.
	response.shouldKeepAlive = false;
	response.assignSocket(connection as Socket);
	response.once("finish", () => connection.end());
	handle(request, response);
}
