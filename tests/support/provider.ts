import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { ProviderConfig } from "../../server/config/record-types.ts";

/** What the stand-in does with a request. */
export type Behaviour = (response: ServerResponse, request: ProviderRequest) => void;

export interface ProviderRequest {
	/** From 1. */
	number: number;
	path: string;
	headers: IncomingMessage["headers"];
	body: string;
}

export interface StandInProvider {
	url: string;
	requests: ProviderRequest[];
	/** From now on it does this. */
	behave(behaviour: Behaviour): void;
	/** Nothing listens there any more, until `comeBack`. */
	goAway(): Promise<void>;
	comeBack(): Promise<void>;
}

/** A server of the test's own that stands in for the APIs of those who write summaries. */
export async function standInProvider(behaviour: Behaviour): Promise<StandInProvider> {
	let current = behaviour;
	const requests: ProviderRequest[] = [];
	const server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
		incoming.on("end", () => {
			const { url: path = "", headers } = incoming;
			const request = { number: requests.length + 1, path, headers, body: Buffer.concat(chunks).toString() };
			requests.push(request);
			current(response, request);
		});
	});
	const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	const goAway = async () => {
		server.closeAllConnections();
		if (server.listening) await new Promise((resolve) => server.close(resolve));
	};
	await listen(0);
	const { port } = server.address() as AddressInfo;
	onTestFinished(goAway);
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		behave(next) {
			current = next;
		},
		goAway,
		comeBack: () => listen(port),
	};
}

/** Wraps a text as each provider's answers have it. */
export const ANSWER_FORMS: Record<ProviderConfig["provider"], (text: string) => unknown> = {
	anthropic: (text) => ({
		type: "message",
		content: [
			{ type: "thinking", thinking: "{}" },
			{ type: "text", text },
		],
	}),
	google: (text) => ({
		candidates: [{ content: { parts: [{ text: "{}", thought: true }, { text }] }, finishReason: "STOP" }],
	}),
	openai: (text) => ({ choices: [{ message: { role: "assistant", content: text }, finish_reason: "stop" }] }),
};

/** Answers with this text, in the form of OpenAI's API unless told. */
export function says(text: string, provider: ProviderConfig["provider"] = "openai"): Behaviour {
	return (response) => {
		response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ANSWER_FORMS[provider](text)));
	};
}

/** Answers with this status, and words that repeat the key, as some do. */
export function refuses(status: number, headers: Record<string, string> = {}): Behaviour {
	return (response, request) => {
		const body = JSON.stringify({ error: { message: `refused: ${request.headers.authorization ?? ""}` } });
		response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
	};
}
