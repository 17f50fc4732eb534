import { type AgentContext, methods, type SessionUpdate, type ToolCallUpdate } from "@agentclientprotocol/sdk";
import type { CappedText } from "../../text/capped-text.ts";
import type { Step } from "./steps.ts";

/** How often output is sent while a step runs. */
const OUTPUT_INTERVAL_MS = 100;

/** Tells the client what happens in a session. */
export class Reporter {
	constructor(
		readonly client: AgentContext,
		readonly sessionId: string,
	) {}

	async send(update: SessionUpdate): Promise<void> {
		await this.client.notify(methods.client.session.update, { sessionId: this.sessionId, update });
	}

	async say(text: string): Promise<void> {
		await this.send({ sessionUpdate: "agent_message_chunk", content: { type: "text", text: `${text}\n` } });
	}

	/** @param text All output so far: ACP replaces, it does not append. */
	async update(change: ToolCallUpdate, text?: string): Promise<void> {
		const content =
			text === undefined ? {} : { content: [{ type: "content" as const, content: { type: "text" as const, text } }] };
		await this.send({ sessionUpdate: "tool_call_update", ...change, ...content });
	}

	/** @param done Numbers of finished steps, from 1. */
	async plan(steps: readonly Step[], done: readonly number[], current: number | null): Promise<void> {
		const statusOf = (number: number) =>
			done.includes(number) ? "completed" : number === current ? "in_progress" : "pending";
		const entries = steps.map(({ title }, index) => ({
			content: title,
			priority: "medium" as const,
			status: statusOf(index + 1) as "completed" | "in_progress" | "pending",
		}));
		await this.send({ sessionUpdate: "plan", entries });
	}

	/** Sends growing output some ten times a second, never faster than the client takes it, until `stop` is called. */
	stream(toolCallId: string, output: CappedText): { changed: () => void; stop: () => void } {
		let isNew = false;
		let sending = false;
		const timer = setInterval(() => {
			if (!isNew || sending) return;
			isNew = false;
			sending = true;
			this.update({ toolCallId }, output.toString())
				.catch(() => undefined) // a client that is gone ends the turn through its signal
				.finally(() => {
					sending = false;
				});
		}, OUTPUT_INTERVAL_MS);
		return {
			changed: () => {
				isNew = true;
			},
			stop: () => clearInterval(timer),
		};
	}
}
