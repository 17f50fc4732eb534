import { sessionHeaders } from "./session-key.ts";

/** An HTTP call that failed, with a sentence for the person. */
export class HttpError extends Error {
	override readonly name = "HttpError";

	constructor(
		readonly status: number | null,
		message: string,
	) {
		super(message);
	}
}

/** Reads JSON from the dashboard's own API with the browser's session. Throws `HttpError`; an abort is passed on. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
	return (await (await get(path, "application/json", signal)).json()) as T;
}

/** The same for other types of text, `text/markdown` for example. */
export async function getText(path: string, type: string, signal?: AbortSignal): Promise<string> {
	return (await get(path, type, signal)).text();
}

async function get(path: string, type: string, signal: AbortSignal | undefined): Promise<Response> {
	let response: Response;
	try {
		response = await fetch(path, {
			headers: { accept: type, ...sessionHeaders() },
			signal: signal ?? null,
		});
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new HttpError(null, "The dashboard cannot be reached. It is tried again when the connection is back.");
	}
	if (!response.ok) throw new HttpError(response.status, await sentenceOf(response));
	return response;
}

/** The `detail` of an RFC 9457 problem, else a sentence made from the status. */
async function sentenceOf(response: Response): Promise<string> {
	const type = response.headers.get("content-type") ?? "";
	if (type.includes("json")) {
		const problem: unknown = await response.json().catch(() => null);
		if (problem && typeof problem === "object" && "detail" in problem && typeof problem.detail === "string") {
			return problem.detail;
		}
	}
	if (response.status === 401) return "This browser is signed out. Run `bin/nightshift open` to sign in again.";
	return `The dashboard answered with ${response.status} ${response.statusText}. Its log has the details.`.replace(
		"  ",
		" ",
	);
}
