import type { IncomingMessage, ServerResponse } from "node:http";
import { VERSION } from "../config/package-root.ts";
import { CLOSED_CSP } from "./security-headers.ts";

/** `GET /healthz`, open to everybody on this machine: 200 when the dashboard can serve, 503 while it starts or ends. */
export function createHealth(isReady: () => boolean) {
	return (request: IncomingMessage, response: ServerResponse): void => {
		const ok = isReady();
		const body = JSON.stringify({ ok, version: VERSION });
		response.writeHead(ok ? 200 : 503, {
			"Content-Type": "application/json",
			"Content-Length": Buffer.byteLength(body),
			"Cache-Control": "no-store",
			"Content-Security-Policy": CLOSED_CSP,
		});
		response.end(request.method === "HEAD" ? undefined : body);
	};
}
