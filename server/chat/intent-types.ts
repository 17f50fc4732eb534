import type { ChatCommandName } from "../contract/chat-commands.ts";
import type { Command } from "../contract/question.ts";

/** What a message wants, as far as that is certain. */
export type Intent =
	/** Look something up, and say it. */
	| {
			type: "show";
			what: Exclude<ChatCommandName, "start" | "stop" | "restart" | "tell">;
			daemon: string;
			lines: number | null;
	  }
	/** Do something, after the person's time to undo. */
	| { type: "act"; verb: "start" | "stop" | "restart"; daemon: string }
	| { type: "tell"; daemon: string; text: string; when: Command["when"] }
	/** It is meant for Nightshift, and cannot be done as it stands: a sentence that says what would be. Nothing is done. */
	| { type: "unclear"; words: string }
	/** Anything else. */
	| { type: "text" };

/** Where a message was written. */
export interface Place {
	/** The names of all daemons. */
	daemons: readonly string[];
	/** Those of them that work through a roadmap: who "the developer" is. */
	developers: readonly string[];
	/** Whose conversation it is: who "it" and "the daemon" are. */
	current: string;
}
