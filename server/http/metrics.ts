import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exposition } from "../metrics/render.ts";
import { sendProblem } from "./problem.ts";

/** `GET /metrics`, for Prometheus with the bearer token; whoever asks has been let in already. */
export function createMetricsRoute(render: () => Promise<Exposition>) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		if (request.method !== "GET" && request.method !== "HEAD") {
			return sendProblem(response, { code: "not-found", message: "There is only GET /metrics." });
		}
		const { contentType, text } = await render();
		response.writeHead(200, {
			"Content-Type": contentType,
			"Content-Length": Buffer.byteLength(text),
			"Cache-Control": "no-store",
		});
		response.end(request.method === "HEAD" ? undefined : text);
	};
}
