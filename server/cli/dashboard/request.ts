import { request } from "node:http";
import { ERROR_STATUS, type ErrorCode, NightshiftError } from "../../contract/errors.ts";

/** Where the dashboard listens, and what opens it. */
export interface Address {
	url: string;
	token: string;
}

interface Answer {
	status: number;
	text: string;
}

/** Whether a dashboard answers there in time. Sends no token. */
export async function isReachable({ url }: Address, timeoutMs: number): Promise<boolean> {
	try {
		return (await send("GET", `${url}/healthz`, {}, timeoutMs)).status === 200;
	} catch {
		// Refused, reset or too slow: all mean that it does not answer.
		return false;
	}
}

/**
 * Calls the API and returns its JSON. A problem that the dashboard reports is thrown as the NightshiftError it was there;
 * no answer within `timeoutMs` is `dashboard-down`.
 * @param body is sent as JSON
 */
export async function callApi<T>(
	address: Address,
	method: "GET" | "POST",
	path: string,
	timeoutMs: number,
	body?: unknown,
): Promise<T> {
	const url = `${address.url}${path}`;
	const { status, text } = await send(method, url, authorization(address), timeoutMs, body).catch((error) => {
		const message = "The dashboard does not answer: see `nightshift status`, or stop it and start it again.";
		throw new NightshiftError("dashboard-down", message, {}, { cause: error });
	});
	const answer: unknown = parse(text);
	if (status < 400) return answer as T;
	throw toError(status, answer);
}

function authorization({ token }: Address): Record<string, string> {
	return { Authorization: `Bearer ${token}` };
}

// node:http instead of fetch: loading fetch costs every command 20 ms.
function send(
	method: string,
	url: string,
	headers: Record<string, string>,
	timeoutMs: number,
	body?: unknown,
): Promise<Answer> {
	const json = body === undefined ? "" : JSON.stringify(body);
	return new Promise((resolve, reject) => {
		const signal = AbortSignal.timeout(timeoutMs);
		const length = method === "POST" ? { "Content-Length": String(Buffer.byteLength(json)) } : {};
		const type = body === undefined ? {} : { "Content-Type": "application/json" };
		const outgoing = request(
			url,
			{ method, signal, agent: false, headers: { ...headers, ...length, ...type } },
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
				incoming.on("error", reject);
				incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
			},
		);
		outgoing.on("error", reject);
		outgoing.end(json);
	});
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** RFC 9457: `code` is Nightshift's own, `detail` the sentence. */
function toError(status: number, body: unknown): NightshiftError {
	const problem = (body ?? {}) as { code?: string; detail?: string; title?: string };
	const code: ErrorCode =
		problem.code !== undefined && problem.code in ERROR_STATUS ? (problem.code as ErrorCode) : "internal";
	return new NightshiftError(code, problem.detail ?? problem.title ?? `The dashboard answered with status ${status}.`);
}
