import type { IncomingMessage } from "node:http";
import type { RequestFacts } from "./guard.ts";

/** Reads what the guard needs. Host and Origin come from the raw headers: Node keeps only the first of a repeated one. */
export function factsOf(request: IncomingMessage, upgrade = false): RequestFacts {
	return {
		method: request.method ?? "GET",
		target: request.url ?? "",
		hosts: rawValues(request, "host"),
		origins: rawValues(request, "origin"),
		fetchSite: single(request.headers["sec-fetch-site"]),
		fetchMode: single(request.headers["sec-fetch-mode"]),
		fetchDest: single(request.headers["sec-fetch-dest"]),
		upgrade,
	};
}

/** The path of a request that passed the guard, without its query. */
export function pathOf(request: IncomingMessage): string {
	return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

function rawValues(request: IncomingMessage, name: string): string[] {
	const raw = request.rawHeaders;
	const values: string[] = [];
	for (let at = 0; at < raw.length; at += 2) {
		if (raw[at]?.toLowerCase() === name) values.push(raw[at + 1] ?? "");
	}
	return values;
}

function single(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}
