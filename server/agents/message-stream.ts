import type { Readable, Writable } from "node:stream";
import type { AnyMessage, Stream } from "@agentclientprotocol/sdk";
import { LineSplitter } from "./line-splitter.ts";

/** Longest message taken, in bytes: an agent that sends pictures needs some room. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

export interface MessageStreamOptions {
	stdin: Writable;
	stdout: Readable;
	/** Takes the `params` of a `session/update`, in the order of the messages. */
	onUpdate: (params: unknown) => void;
	/** Told of each line that is no message of the protocol. */
	onRubbish: (line: string) => void;
	/** Told of each line that is longer than a message may be. */
	onLongLine: () => void;
	/** Told of each line that is one. */
	onMessage: () => void;
}

/**
 * The agent's pipes as a stream of messages for the SDK. Lines that are no messages are kept from it, so that neither
 * the connection nor the log suffers from a program that prints.
 *
 * Session updates are handed over here, not through the SDK: it refuses kinds it does not know, one log line each, and
 * it may handle the last update of a turn after the turn's end.
 */
export function messageStream(options: MessageStreamOptions): Stream {
	const asked = new Set<unknown>();
	const messages = readMessages(options, asked);
	return {
		readable: new ReadableStream<AnyMessage>({
			async pull(controller) {
				const { value, done } = await messages.next();
				if (done) controller.close();
				else controller.enqueue(value);
			},
			async cancel() {
				await messages.return();
			},
		}),
		writable: new WritableStream<AnyMessage>({
			write(message) {
				if ("method" in message && "id" in message) asked.add(message.id);
				return new Promise((resolve, reject) => {
					options.stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
				});
			},
		}),
	};
}

async function* readMessages(
	{ stdout, onUpdate, onRubbish, onLongLine, onMessage }: MessageStreamOptions,
	asked: Set<unknown>,
): AsyncGenerator<AnyMessage, void, void> {
	const splitter = new LineSplitter(MAX_MESSAGE_BYTES);
	for await (const lines of linesOf(stdout, splitter)) {
		for (const { bytes, cut } of lines) {
			if (cut) {
				onLongLine();
				continue;
			}
			const text = bytes.toString("utf8");
			if (text.trim() === "") continue;
			const message = parseMessage(text, asked);
			if (message === null) {
				onRubbish(text);
				continue;
			}
			onMessage();
			if ("method" in message && message.method === "session/update") onUpdate(message.params);
			else yield message;
		}
	}
}

async function* linesOf(stdout: Readable, splitter: LineSplitter) {
	for await (const chunk of stdout) yield splitter.push(chunk as Buffer);
	yield splitter.end();
}

/** The line as a JSON-RPC 2.0 request, notification, or answer to something that was asked; else null. */
function parseMessage(text: string, asked: Set<unknown>): AnyMessage | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== "object" || value === null || !("jsonrpc" in value) || value.jsonrpc !== "2.0") return null;
	const isCall = "method" in value && typeof value.method === "string" && (!("id" in value) || isId(value.id));
	const isAnswer =
		!("method" in value) && "id" in value && ("result" in value || "error" in value) && asked.delete(value.id);
	return isCall || isAnswer ? (value as AnyMessage) : null;
}

function isId(id: unknown): boolean {
	return typeof id === "string" || typeof id === "number" || id === null;
}
