import type { Question } from "../../../server/contract/question.ts";
import { liveSocket, RequestError, request } from "../../_live/socket.ts";
import { patiently } from "./patiently.ts";
import { randomKey } from "./random-key.ts";

const TRIES = 3;
const ACK_MS = 6_000;
const RECONNECT_MS = 10_000;

/** The key of the last attempt at a ticket, and what it said. */
const attempts = new Map<string, { content: string; key: string }>();

/** Forgets what was sent for a ticket: the same answer again, after it was taken back, is another one. */
export function forgetAttempt(ticket: string): void {
	attempts.delete(ticket);
}

/**
 * Sends an answer and waits until it is durable; the asker gets it when the time to undo is over. When the confirmation
 * is lost, the same attempt is sent again under the same key, which cannot answer twice; a changed answer is a new attempt.
 * When more is sent than is taken at once, as fast fingers can, it waits as long as it is told. Throws `RequestError`.
 */
export async function sendAnswer(
	{ ticket, version }: Question,
	answer: NonNullable<Question["answer"]>,
	comment: string | null,
	{ amend = false }: { amend?: boolean } = {},
): Promise<Question> {
	const idempotencyKey = keyOf(ticket, JSON.stringify([answer, comment, amend]));
	const payload = { ticket, answer, comment, version, idempotencyKey, undoable: true, ...(amend && { amend }) };
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await patiently(() => request("question:answer", payload, ACK_MS));
		} catch (error) {
			if (attempt === TRIES || !isRepeatable(error)) throw explained(error);
			if (!(await connectedWithin(RECONNECT_MS))) throw explained(error);
		}
	}
}

function keyOf(ticket: string, content: string): string {
	const known = attempts.get(ticket);
	if (known?.content === content) return known.key;
	const key = randomKey();
	attempts.set(ticket, { content, key });
	return key;
}

function isRepeatable(error: unknown): boolean {
	return error instanceof RequestError && (error.code === "no-confirmation" || error.code === "offline");
}

function explained(error: unknown): unknown {
	if (!isRepeatable(error)) return error;
	return new RequestError(
		"no-confirmation",
		"The dashboard has not confirmed the answer. What you wrote is kept; send it again, it cannot be taken twice.",
	);
}

function connectedWithin(milliseconds: number): Promise<boolean> {
	const socket = liveSocket();
	if (socket.connected) return Promise.resolve(true);
	return new Promise((resolve) => {
		const settle = (connected: boolean) => {
			clearTimeout(timer);
			socket.off("connect", onConnect);
			resolve(connected);
		};
		const onConnect = () => settle(true);
		const timer = setTimeout(() => settle(false), milliseconds);
		socket.on("connect", onConnect);
	});
}
