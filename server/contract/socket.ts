import type { ChatDelta } from "./chat.ts";
import type { ErrorBody } from "./errors.ts";
import type { LogBatch, LogSubscription } from "./log.ts";
import type { AnswerRequest, Command, NewCommand, Question } from "./question.ts";
import type { Delta, SyncReply } from "./state.ts";

/** Every acknowledgement: the data, or an error with one sentence. */
export type Ack<T> = (reply: { data: T } | { error: ErrorBody }) => void;

/** Where a client stands; null on its first visit. */
export type SyncRequest = { epoch: string; rev: number } | null;

/** Accepted, not yet done: the effect arrives through `state:delta`. */
export interface Accepted {
	accepted: true;
}

/** Browser to dashboard. Each is validated, authorised and rate-limited; each tolerates a missing ack. */
export interface ClientToServerEvents {
	"state:sync": (request: SyncRequest, ack: Ack<SyncReply>) => void;
	"daemon:start": (request: { name: string }, ack: Ack<Accepted>) => void;
	"daemon:stop": (request: { name: string }, ack: Ack<Accepted>) => void;
	"daemon:restart": (request: { name: string }, ack: Ack<Accepted>) => void;
	"question:answer": (request: AnswerRequest & { ticket: string }, ack: Ack<Question>) => void;
	/** Batches follow as `logs:batch`, until the next subscription of this page. */
	"logs:subscribe": (request: LogSubscription, ack: Ack<Accepted>) => void;
	"logs:unsubscribe": (request: Record<string, never>, ack: Ack<Accepted>) => void;
	"command:send": (request: NewCommand & { daemon: string }, ack: Ack<Command>) => void;
	/** What the page shows (path and query), and whether somebody looks: nobody is told elsewhere of what is in sight. */
	"presence:set": (request: { looked: boolean; shows: string }, ack: Ack<Accepted>) => void;
}

/** Dashboard to browser. */
export interface ServerToClientEvents {
	"state:delta": (delta: Delta) => void;
	/** A reply that is being streamed has grown: at most ten times a second each. What a page misses it reads anew. */
	"chat:delta": (delta: ChatDelta) => void;
	/** Acknowledged when the page has taken it: the next one comes only then. */
	"logs:batch": (batch: LogBatch, taken: () => void) => void;
}
