import type { DaemonConfig } from "../config/types.ts";
import type { Intent } from "./intent-types.ts";
import { noAgentWords } from "./replies/help.ts";
import { lookUp } from "./replies/look-up.ts";
import type { ReplyParts } from "./replies/reply-parts.ts";
import type { Reply } from "./send-message.ts";

/**
 * What follows a message that wants this.
 * @param mustHaveRoom throws when the agent has enough to answer already
 */
export async function replyTo(
	intent: Intent,
	{ name, agent }: Pick<DaemonConfig, "name" | "agent">,
	parts: ReplyParts,
	mustHaveRoom: () => void,
): Promise<Reply> {
	switch (intent.type) {
		case "act":
			return { kind: "action", action: { verb: intent.verb, daemon: intent.daemon, text: null, when: null } };
		case "tell": {
			const { daemon, text, when } = intent;
			return { kind: "action", action: { verb: "tell", daemon, text, when } };
		}
		case "unclear":
			return { kind: "words", text: intent.words, ok: false };
		case "show":
			return { kind: "words", ...(await lookUp(intent, parts)) };
		case "text":
			if (!agent) return { kind: "words", text: noAgentWords(name), ok: true };
			mustHaveRoom();
			return { kind: "agent" };
	}
}
