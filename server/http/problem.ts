import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from "../contract/errors.ts";
import { BASE_HEADERS, CLOSED_CSP } from "./security-headers.ts";

export const PROBLEM_TYPE = "application/problem+json";

/**
 * RFC 9457, with the stable `code` and, beside it, what the error knows besides. The five members named here win over a
 * detail of the same name: whoever throws nests such details, as `already-answered` does with its `question`.
 */
export interface ProblemBody {
	type: string;
	title: string;
	status: number;
	detail: string;
	code: ErrorCode;
	[detail: string]: unknown;
}

export function problemOf({ code, message, details }: ErrorBody): ProblemBody {
	const status = ERROR_STATUS[code];
	const title = STATUS_CODES[status] ?? "Error";
	return { ...details, type: `urn:nightshift:problem:${code}`, title, status, detail: message, code };
}

export function problemHeaders({ details }: ErrorBody): Record<string, string> {
	const retryAfter = details?.retryAfterSeconds;
	return {
		"Content-Type": PROBLEM_TYPE,
		"Cache-Control": "no-store",
		"Content-Security-Policy": CLOSED_CSP,
		...(typeof retryAfter === "number" ? { "Retry-After": String(retryAfter) } : {}),
	};
}

/** Answers with a problem and lets the connection go: what was refused may have a body that nobody will read. */
export function sendProblem(response: ServerResponse, error: ErrorBody): void {
	const problem = problemOf(error);
	const body = JSON.stringify(problem);
	response.writeHead(problem.status, {
		...problemHeaders(error),
		"Content-Length": Buffer.byteLength(body),
		Connection: "close",
	});
	response.end(response.req.method === "HEAD" ? undefined : body);
}

/** The same on a connection that asked for an upgrade and has no response object: written by hand, then closed. */
export function refuseUpgrade(socket: Duplex, error: ErrorBody): void {
	const problem = problemOf(error);
	const body = JSON.stringify(problem);
	const headers = {
		...BASE_HEADERS,
		...problemHeaders(error),
		"Content-Length": String(Buffer.byteLength(body)),
		Connection: "close",
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	// The other side may be gone already; there is nobody left to tell.
	socket.on("error", () => socket.destroy());
	socket.end(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join("")}\r\n${body}`, () => socket.destroy());
}
