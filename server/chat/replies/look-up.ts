import type { ChatMessage } from "../../contract/chat.ts";
import { toErrorBody } from "../../contract/errors.ts";
import { escapeMarkdown } from "../../text/markdown.ts";
import type { Intent } from "../intent-types.ts";
import { handoverWords } from "./handover.ts";
import { helpWords } from "./help.ts";
import { logWords } from "./logs.ts";
import { notificationWords } from "./notifications.ts";
import type { ReplyParts } from "./reply-parts.ts";
import { roadmapWords } from "./roadmap.ts";
import { statusWords } from "./status.ts";

const LOG_LINES = 20;
/** A folder of a network that does not answer must not keep the person waiting. */
const LIMIT_MS = 5_000;

/** Looks up what was asked for. Never fails: what went wrong is the answer then. */
export async function lookUp(
	intent: Extract<Intent, { type: "show" }>,
	parts: ReplyParts,
): Promise<{ text: string; ok: boolean; page: ChatMessage["page"] }> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<string>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Late()), LIMIT_MS);
	});
	try {
		return { text: await Promise.race([wordsFor(intent, parts), late]), ok: true, page: pageOf(intent) };
	} catch (error) {
		const sentence =
			error instanceof Late ? "It takes too long to look that up; try the page." : toErrorBody(error).message;
		return { text: escapeMarkdown(sentence), ok: false, page: pageOf(intent) };
	} finally {
		clearTimeout(timer);
	}
}

function pageOf({ what, daemon }: Intent & { type: "show" }): ChatMessage["page"] {
	const query = `?daemon=${encodeURIComponent(daemon)}`;
	switch (what) {
		case "roadmap":
			return { href: `/roadmap${query}`, label: "Roadmap" };
		case "logs":
			return { href: `/logs${query}`, label: "Log" };
		case "notifications":
			return { href: "/settings", label: "Settings" };
		case "handover":
			return { href: "/handover", label: "Handover" };
		default:
			return null;
	}
}

class Late extends Error {}

async function wordsFor(
	{ what, daemon, lines }: Extract<Intent, { type: "show" }>,
	parts: ReplyParts,
): Promise<string> {
	const state = parts.state();
	switch (what) {
		case "status": {
			const status = state.daemons.find(({ name }) => name === daemon);
			return status ? statusWords(status, state) : `${daemon} is not in config.json any more.`;
		}
		case "roadmap":
			return roadmapWords(await parts.roadmaps.view(daemon));
		case "logs":
			return logWords(daemon, await parts.logs.tail(daemon, lines ?? LOG_LINES));
		case "notifications":
			return notificationWords(state, parts.database(), await parts.ways());
		case "handover":
			return handoverWords(state, parts.database());
		case "help":
			return helpWords(daemon, parts.configOf(daemon).agent !== null);
	}
}
