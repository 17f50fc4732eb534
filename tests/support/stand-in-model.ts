import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { dialectOf, type ModelRequest, sentWith } from "./model-dialects.ts";

/** What the model says in one answer: words, calls of the agent's tools, or an error of its server. */
export interface ModelStep {
	text?: string;
	calls?: { tool: string; input: Record<string, unknown> }[];
	error?: { status: number; body: unknown; headers?: Record<string, string> };
}

export interface StandInModel {
	/** `http://127.0.0.1:PORT`, without the path that an API adds. */
	url: string;
	/** What agents have asked, in order. */
	requests: ModelRequest[];
	/** Paths that were asked for and are no model's. */
	others: string[];
}

/**
 * A model's server on 127.0.0.1 that plays a script: it speaks the streaming APIs of Anthropic (messages), OpenAI (chat
 * completions, responses) and Gemini. The n-th step is for the conversation in which the model has spoken n times already,
 * so that an agent may ask again after an error; what has no tools (a title for the session) is answered with a word of
 * its own.
 */
export async function standInModel(script: (tools: string[]) => ModelStep[]): Promise<StandInModel> {
	const seen: Pick<StandInModel, "requests" | "others"> = { requests: [], others: [] };
	const server = createServer((request, response) => {
		answer(request, response, script, seen).catch((error: unknown) => response.destroy(error as Error));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...seen };
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	script: (tools: string[]) => ModelStep[],
	seen: Pick<StandInModel, "requests" | "others">,
): Promise<void> {
	const { pathname } = new URL(request.url ?? "/", "http://localhost");
	const body = await readText(request);
	const dialect = dialectOf(pathname);
	if (request.method !== "POST" || !dialect) {
		seen.others.push(`${request.method} ${pathname}`);
		response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"not here"}}');
		return;
	}
	const asked = dialect.read(JSON.parse(body));
	seen.requests.push(asked);
	const step =
		asked.tools.length === 0 ? { text: "A title" } : (script(asked.tools)[asked.answered] ?? { text: "Done." });
	if (step.error) {
		const headers = { "content-type": "application/json", ...step.error.headers };
		response.writeHead(step.error.status, headers).end(JSON.stringify(step.error.body));
		return;
	}
	const calls = (step.calls ?? []).map((call, index) => ({ ...call, id: `call_${asked.answered}_${index}` }));
	sentWith(response, asked.stream, dialect.write({ text: step.text ?? "", calls }, asked));
}
