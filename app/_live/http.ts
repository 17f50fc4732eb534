import { sessionHeaders } from "./session-key.ts";

/** An HTTP call that failed, with a sentence for the person. */
export class HttpError extends Error {
	override readonly name = "HttpError";

	constructor(
		readonly status: number | null,
		message: string,
		/** The stable code of the problem; null when the answer had none. */
		readonly code: string | null = null,
	) {
		super(message);
	}
}

/** Reads JSON from the dashboard's own API with the browser's session. Throws `HttpError`; an abort is passed on. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
	return (await (await get(path, "application/json", signal)).json()) as T;
}

/** Asks the dashboard to do something and reads what it answers. Throws as `getJson` does. */
export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
	return sendJson<T>("POST", path, body, signal);
}

/** Changes a part of something, and reads how it is then. Throws likewise. */
export async function patchJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
	return sendJson<T>("PATCH", path, body, signal);
}

async function sendJson<T>(method: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<T> {
	const init: RequestInit = { method, body: JSON.stringify(body) };
	const response = await call(path, { accept: "application/json", "content-type": "application/json" }, signal, init);
	return (await response.json()) as T;
}

/** The same for other types of text, `text/markdown` for example. */
export async function getText(path: string, type: string, signal?: AbortSignal): Promise<string> {
	return (await get(path, type, signal)).text();
}

/** The same for content of any type. */
export async function getBlob(path: string, signal?: AbortSignal): Promise<Blob> {
	return (await get(path, "*/*", signal)).blob();
}

function get(path: string, type: string, signal: AbortSignal | undefined): Promise<Response> {
	return call(path, { accept: type }, signal);
}

async function call(
	path: string,
	headers: Record<string, string>,
	signal: AbortSignal | undefined,
	init: RequestInit = {},
): Promise<Response> {
	let response: Response;
	try {
		response = await fetch(path, { ...init, headers: { ...headers, ...sessionHeaders() }, signal: signal ?? null });
	} catch (error) {
		if (signal?.aborted) throw error;
		const then = init.method
			? "Send it again when the connection is back."
			: "It is tried again when the connection is back.";
		throw new HttpError(null, `The dashboard cannot be reached. ${then}`);
	}
	if (!response.ok) throw await errorOf(response);
	return response;
}

/** The `detail` of an RFC 9457 problem, else a sentence made from the status. */
async function errorOf(response: Response): Promise<HttpError> {
	const { status, statusText } = response;
	const type = response.headers.get("content-type") ?? "";
	if (type.includes("json")) {
		const problem: unknown = await response.json().catch(() => null);
		if (problem && typeof problem === "object" && "detail" in problem && typeof problem.detail === "string") {
			const code = "code" in problem && typeof problem.code === "string" ? problem.code : null;
			return new HttpError(status, problem.detail, code);
		}
	}
	if (status === 401) {
		return new HttpError(status, "This browser is signed out. Run `bin/nightshift open` to sign in again.");
	}
	const words = `The dashboard answered with ${status} ${statusText}. Its log has the details.`;
	return new HttpError(status, words.replace("  ", " "));
}
