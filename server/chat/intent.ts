import { hiddenKinds } from "../contract/visible-text.ts";
import type { Intent, Place } from "./intent-types.ts";
import { readPhrase } from "./phrases.ts";
import { readSlash } from "./slash.ts";

/**
 * What a message wants: a slash command, or a sentence that is an order or a question of few fixed forms as a whole. Pure,
 * and never a guess: what is not certain is `text` and goes to whoever can talk, or is `unclear` and explained. Takes time
 * linear in the length of the message.
 *
 * @example readIntent("tell code_developer to rest", place) // in the conversation of code-developer
 * // { type: "tell", daemon: "code-developer", text: "rest", when: "checkpoint" }
 */
export function readIntent(message: string, place: Place): Intent {
	const text = message.trim();
	const isSlash = text.startsWith("/");
	// What cannot be seen could say something else than what was read by the person.
	if (hiddenKinds(text, "prose").length > 0) {
		return isSlash
			? { type: "unclear", words: "This holds characters that cannot be seen; type it anew. Nothing was done." }
			: { type: "text" };
	}
	return (isSlash ? readSlash(text, place) : readPhrase(text, place)) ?? { type: "text" };
}
