import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** What is read of a request, whatever API it is for. */
export interface ModelRequest {
	model: string;
	/** The names of the tools that the model may call. */
	tools: string[];
	/** How many times the model has spoken in the conversation so far. */
	answered: number;
	stream: boolean;
	body: unknown;
}

export interface ModelAnswer {
	text: string;
	calls: { id: string; tool: string; input: Record<string, unknown> }[];
}

/** Server-sent events with what is answered whole when nothing is to be streamed. */
export interface Written {
	events: { event?: string; data: unknown }[];
	whole: unknown;
	/** OpenAI's streams end with a word of their own. */
	last?: string;
}

interface Dialect {
	read(body: unknown): ModelRequest;
	write(answer: ModelAnswer, request: ModelRequest): Written;
}

type Json = Record<string, unknown>;
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const names = (tools: unknown): string[] =>
	list(tools).flatMap((tool) => {
		const name = tool.name ?? (tool.function as Json | undefined)?.name;
		return typeof name === "string" ? [name] : [];
	});

/** How many times the model has spoken: what it said at one time may be several messages in a row. */
function roundsOf(messages: Json[], isModels: (message: Json) => boolean): number {
	return messages.filter((message, index) => isModels(message) && !(index > 0 && isModels(messages[index - 1] ?? {})))
		.length;
}

/** A request that brings the conversation as messages with roles. */
function readMessages(body: unknown): ModelRequest {
	const { model, tools, messages, stream } = body as Json;
	return {
		model: String(model),
		tools: names(tools),
		stream: stream === true,
		answered: roundsOf(list(messages), ({ role }) => role === "assistant"),
		body,
	};
}

const USAGE = { input: 120, output: 15 };

const anthropic: Dialect = {
	read: readMessages,
	write({ text, calls }, { model }) {
		const content = [
			...(text === "" ? [] : [{ type: "text", text }]),
			...calls.map(({ id, tool, input }) => ({ type: "tool_use", id, name: tool, input })),
		];
		const stop_reason = calls.length > 0 ? "tool_use" : "end_turn";
		const message = { id: `msg_${randomUUID()}`, type: "message", role: "assistant", model, stop_sequence: null };
		const usage = { input_tokens: USAGE.input, output_tokens: USAGE.output };
		const events = [
			{
				type: "message_start",
				message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
			},
			...content.flatMap((part, index) => [
				{
					type: "content_block_start",
					index,
					content_block: part.type === "text" ? { type: "text", text: "" } : { ...part, input: {} },
				},
				{
					type: "content_block_delta",
					index,
					delta:
						"input" in part
							? { type: "input_json_delta", partial_json: JSON.stringify(part.input) }
							: { type: "text_delta", text },
				},
				{ type: "content_block_stop", index },
			]),
			{ type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage },
			{ type: "message_stop" },
		];
		return {
			events: events.map((data) => ({ event: data.type, data })),
			whole: { ...message, content, stop_reason, usage },
		};
	},
};

const chatCompletions: Dialect = {
	read: readMessages,
	write({ text, calls }, { model }) {
		const base = { id: `chatcmpl-${randomUUID()}`, created: 1, model };
		const tool_calls = calls.map(({ id, tool, input }, index) => ({
			index,
			id,
			type: "function",
			function: { name: tool, arguments: JSON.stringify(input) },
		}));
		const finish_reason = calls.length > 0 ? "tool_calls" : "stop";
		const message = { role: "assistant", content: text, ...(calls.length > 0 ? { tool_calls } : {}) };
		const usage = {
			prompt_tokens: USAGE.input,
			completion_tokens: USAGE.output,
			total_tokens: USAGE.input + USAGE.output,
		};
		const chunk = (choices: unknown[], more = {}) => ({
			data: { ...base, object: "chat.completion.chunk", choices, ...more },
		});
		return {
			events: [
				chunk([{ index: 0, delta: message, finish_reason: null }]),
				chunk([{ index: 0, delta: {}, finish_reason }]),
				chunk([], { usage }),
			],
			whole: { ...base, object: "chat.completion", choices: [{ index: 0, message, finish_reason }], usage },
			last: "[DONE]",
		};
	},
};

const responses: Dialect = {
	read(body) {
		const { model, tools, input, stream } = body as Json;
		return {
			model: String(model),
			tools: names(tools),
			stream: stream === true,
			answered: roundsOf(
				list(input),
				({ role, type }) => role === "assistant" || type === "function_call" || type === "reasoning",
			),
			body,
		};
	},
	write({ text, calls }, { model }) {
		const output = [
			...(text === ""
				? []
				: [
						{
							type: "message",
							id: `msg_${randomUUID()}`,
							role: "assistant",
							status: "completed",
							content: [{ type: "output_text", text, annotations: [] }],
						},
					]),
			...calls.map(({ id, tool, input }) => ({
				type: "function_call",
				id: `fc_${id}`,
				call_id: id,
				name: tool,
				arguments: JSON.stringify(input),
				status: "completed",
			})),
		];
		const usage = {
			input_tokens: USAGE.input,
			input_tokens_details: { cached_tokens: 0 },
			output_tokens: USAGE.output,
			output_tokens_details: { reasoning_tokens: 0 },
			total_tokens: USAGE.input + USAGE.output,
		};
		const response = { id: `resp_${randomUUID()}`, object: "response", created_at: 1, model };
		const whole = { ...response, status: "completed", output, usage };
		const events = [
			{ type: "response.created", response: { ...response, status: "in_progress", output: [] } },
			...output.flatMap((item, output_index) => [
				{ type: "response.output_item.added", output_index, item },
				{ type: "response.output_item.done", output_index, item },
			]),
			{ type: "response.completed", response: whole },
		];
		return { events: events.map((data) => ({ event: data.type, data })), whole };
	},
};

const gemini: Dialect = {
	read(body) {
		const { tools, contents } = body as Json;
		return {
			model: "gemini",
			tools: list(tools).flatMap((tool) => names(tool.functionDeclarations)),
			stream: true,
			answered: roundsOf(list(contents), ({ role }) => role === "model"),
			body,
		};
	},
	write({ text, calls }) {
		const parts = [
			...(text === "" ? [] : [{ text }]),
			...calls.map(({ tool, input }) => ({ functionCall: { name: tool, args: input } })),
		];
		const usageMetadata = {
			promptTokenCount: USAGE.input,
			candidatesTokenCount: USAGE.output,
			totalTokenCount: USAGE.input + USAGE.output,
		};
		const whole = {
			candidates: [{ index: 0, content: { role: "model", parts }, finishReason: "STOP" }],
			usageMetadata,
		};
		return { events: [{ data: whole }], whole };
	},
};

/** The API that a path belongs to; null when it is none of them. */
export function dialectOf(pathname: string): Dialect | null {
	if (pathname.endsWith("/messages")) return anthropic;
	if (pathname.endsWith("/chat/completions")) return chatCompletions;
	if (pathname.endsWith("/responses")) return responses;
	if (/:(?:streamG|g)enerateContent$/.test(pathname)) {
		const stream = pathname.includes(":stream");
		return { ...gemini, read: (body) => ({ ...gemini.read(body), stream }) };
	}
	return null;
}

export function sentWith(response: ServerResponse, stream: boolean, { events, whole, last }: Written): void {
	if (!stream) {
		response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(whole));
		return;
	}
	response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
	for (const { event, data } of events) {
		response.write(`${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
	}
	response.end(last === undefined ? undefined : `data: ${last}\n\n`);
}
