import type { IncomingMessage } from "node:http";
import { NightshiftError } from "../contract/errors.ts";
import { isJsonTooDeep, TOO_DEEP } from "../contract/json-depth.ts";

/** Where Hono's adapter looks for a body that was read already. */
type WithBody = IncomingMessage & { rawBody?: Buffer };

/**
 * Reads a request's body, declared or chunked, before anything works on the request. Hono's own limit needs its adapter to
 * replace the global Request and Response, which Next uses in the same process.
 *
 * @throws NightshiftError `payload-too-large` as soon as that is known; `bad-request` for JSON that is nested too deep, before
 *   anything has walked through it
 */
export async function readBody(request: WithBody, maxBytes: number): Promise<void> {
	if (request.method === "GET" || request.method === "HEAD") return;
	const tooLarge = new NightshiftError(
		"payload-too-large",
		`The body is larger than ${Math.floor(maxBytes / 1024)} KiB; send less.`,
	);
	if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge;
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > maxBytes) throw tooLarge;
		chunks.push(chunk);
	}
	const body = Buffer.concat(chunks);
	if (isJson(request) && isJsonTooDeep(body)) {
		throw new NightshiftError("bad-request", `The body was not taken: ${TOO_DEEP}; send it flatter.`);
	}
	request.rawBody = body;
}

/** Whatever could be taken for JSON further on: `application/json`, `application/problem+json`. */
function isJson({ headers }: IncomingMessage): boolean {
	return /json/i.test(headers["content-type"] ?? "");
}
