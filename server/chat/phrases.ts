import { anyName, findDaemon, isSurelyName } from "./daemon-names.ts";
import type { Intent, Place } from "./intent-types.ts";

/** Longer ones are no short order, whatever they begin with. */
const MAX_PHRASE = 200;

/** What starts, stops and restarts. `(?:…)` before and after the daemon: "shut it down". */
const VERBS = {
	start: ["start", "start TARGET up", "launch", "start up", "bring up", "bring TARGET up"],
	stop: ["stop", "shut down", "shut TARGET down", "halt"],
	restart: ["restart", "reboot"],
} as const;

const LATER = "(?:right now|now|currently|at the moment|just now|today|these days)";

/** Questions about how it is, and words that ask for it. Harmless, so they may be many; each is still the whole message. */
const STATUS = [
	`(?:so )?(?:what is|what's|whats) (?:TARGET|you) (?:doing|working on|up to)(?: ${LATER})?`,
	`(?:what are|what're) you (?:doing|working on|up to)(?: ${LATER})?`,
	`(?:do you know |can you tell me |could you tell me |tell me )what TARGET is (?:doing|working on|up to)(?: ${LATER})?`,
	`(?:is TARGET|are you) (?:still |already |even )?(?:running|up|alive|down|there|stuck|busy|idle|awake|working|online|ok|okay|healthy|stopped)(?: ${LATER})?`,
	`does TARGET (?:still )?run`,
	`(?:how is|how's|hows) TARGET(?: doing| going| getting on)?(?: ${LATER})?`,
	`how are you(?: doing| getting on)?(?: ${LATER})?`,
	`how far (?:is TARGET|are you)(?: ${LATER})?`,
	"(?:(?:show|give|tell) (?:me )?)?(?:the )?(?:current )?status(?: of TARGET)?",
	"(?:what is|what's|whats) (?:the )?(?:current )?status(?: of TARGET)?",
	"(?:what is|what's|whats) TARGET(?:'s|s)? status",
	"(?:show (?:me )?)?TARGET(?:'s)? status",
];
const OTHERS: readonly [Extract<Intent, { type: "show" }>["what"], readonly string[]][] = [
	["status", STATUS],
	[
		"help",
		[
			"help",
			"(?:what|which) (?:commands|things) can i (?:say|use|do)(?: here)?",
			"what can (?:i say|you do)(?: here)?",
		],
	],
	[
		"logs",
		["(?:show|give) (?:me )?(?:the )?(?:last )?logs?(?: of TARGET)?", "(?:show|give) (?:me )?TARGET(?:'s)? logs?"],
	],
	["roadmap", ["(?:show|give) (?:me )?(?:the )?roadmap(?: of TARGET)?", "(?:what is|what's|whats|what comes) next"]],
	[
		"notifications",
		["(?:show|give) (?:me )?(?:the |my )?notifications", "(?:are there )?any (?:notifications|alerts|problems)"],
	],
	["handover", ["(?:show|give) (?:me )?(?:the |my )?(?:morning )?handover", "what happened (?:last night|overnight)"]],
];

const UNSURE_TO_STOP =
	"That can mean two things, so nothing was done: `/stop` ends the program, and `/tell TEXT` leaves it a message.";

/**
 * Reads a plain sentence. Only a whole message in one of few forms counts: one that merely contains such words ("why did you
 * stop?", "don't start it") is not one, and neither is one with another sentence beside it.
 */
export function readPhrase(text: string, place: Place): Intent | null {
	const told = readTelling(text, place);
	if (told) return told;
	if (text.length > MAX_PHRASE || /[\n\r]/.test(text)) return null;
	const asks = /\?\s*[!?.]*$/.test(text);
	const sentence = text
		.replaceAll(/[’‘]/g, "'")
		.replaceAll(/\s+/g, " ")
		.replace(/\s*[.!?]+$/, "")
		.trim();
	return readOrder(sentence, asks, place) ?? readQuestion(sentence, place);
}

/** Starting, stopping and restarting: an order with nothing around it but a "please" or a "now". */
function readOrder(sentence: string, asks: boolean, place: Place): Intent | null {
	const bare = /^(?:please )?(start|stop|restart)(?: please)?$/i.exec(sentence)?.[1]?.toLowerCase();
	if (bare) return { type: "unclear", words: `Say whom: \`/${bare}\` is for ${place.current}. Nothing was done.` };
	for (const [verb, forms] of Object.entries(VERBS) as ["start" | "stop" | "restart", readonly string[]][]) {
		const form = forms.map((one) => (one.includes("TARGET") ? one : `${one} TARGET`)).join("|");
		const match = fitting(`(?:please )?(?:${form})(?: again)?(?: now)?(?:,? please)?`, sentence, place);
		if (!match) continue;
		if ("words" in match) return { type: "unclear", words: match.words };
		// "Stop it?" asks whether to.
		if (asks)
			return { type: "unclear", words: `If you want that, say \`/${verb} ${match.daemon}\`. Nothing was done.` };
		return { type: "act", verb, daemon: match.daemon };
	}
	return null;
}

function readQuestion(sentence: string, place: Place): Intent | null {
	for (const [what, forms] of OTHERS) {
		const match = fitting(
			`(?:(?:hey|hi|hello|ok|okay)[,]? )?(?:please )?(?:${forms.join("|")})(?:,? please)?`,
			sentence,
			place,
		);
		if (match && "words" in match) return { type: "unclear", words: match.words };
		if (match) return { type: "show", what, daemon: match.daemon, lines: null };
	}
	return null;
}

/** "Ask the daemon to …", "tell code_developer …": everything after it is what it is told, as it was written. */
function readTelling(text: string, place: Place): Intent | null {
	const name = anyName(place.daemons);
	const general = "(?:the )?daemon|it";
	const head = new RegExp(
		`^(?:please[,]? )?(?:(ask|tell|remind|let)\\s+)(?:(?:${general})|(?:the )?(?:daemon )?["'\`]?(${name})["'\`]?(?: daemon)?|((?:the )?developer))(?=[\\s:,])`,
		"i",
	).exec(text);
	if (!head) return null;
	const [whole, verb = "", written, developer] = head;
	const rest = text.slice(whole.length);
	const joined = joinedBy(verb.toLowerCase()).exec(rest);
	const isSure = written !== undefined && isSurelyName(written);
	// Nothing has to stand between a name that is nobody's word and what it is told.
	if (!joined && !(isSure && /^\s+\S/.test(rest) && /^(?:tell|ask)$/i.test(verb))) return null;
	const said = rest.slice(joined?.[0].length ?? 0).trim();
	// "Tell my bot about it" may be about any bot.
	const isLoose = written !== undefined && !isSure && !place.daemons.includes(written);
	if (isLoose && !/:|\b(?:to|that|know)\b/i.test(joined?.[0] ?? "") && !/^not to\s/i.test(said)) return null;
	if (said === "") return null;
	const meant = developer === undefined ? place.current : developerOf(place);
	if (meant === null) {
		return { type: "unclear", words: "Say by its name who is meant: `/tell NAME: TEXT`. Nothing was done." };
	}
	const found = written === undefined ? { one: meant } : findDaemon(written, place.daemons);
	if (!found) return null;
	if ("several" in found) return { type: "unclear", words: whichOf(found.several) };
	if (/^(?:please )?(?:stop|start|restart|shut down)(?: itself| now| please)*[.!?]*$/i.test(said)) {
		return { type: "unclear", words: UNSURE_TO_STOP };
	}
	return { type: "tell", daemon: found.one, text: said, when: "checkpoint" };
}

/** Whose conversation it is when that one works through a roadmap, else the only one that does; null: that is not certain. */
function developerOf({ developers, current }: Place): string | null {
	if (developers.includes(current)) return current;
	return developers.length === 1 ? (developers[0] ?? null) : null;
}

/** What stands between whom and what; a question's own word ("why", "whether") stays. */
function joinedBy(verb: string): RegExp {
	if (verb === "let") return /^\s+know(?:\s*[:,]\s*|\s+that\s+|\s+(?=\S))/i;
	const asking =
		verb === "ask" ? "|(?=(?:whether|if|why|what|when|which|who|where|how|about|for)\\s)" : "|(?=(?:about|not to)\\s)";
	return new RegExp(`^(?:\\s*[:,]\\s*(?:please\\s+)?|\\s+(?:please\\s+)?(?:to\\s+|that\\s+${asking}))`, "i");
}

const GENERAL = "(?:the |this |my )?daemon|it|this one";

/** The daemon that is meant when the whole sentence has this form, in any letter case; `TARGET` stands for a daemon. */
function fitting(
	form: string,
	sentence: string,
	{ daemons, current }: Place,
): { daemon: string } | { words: string } | null {
	const target = `(?:${GENERAL}|(?:the )?(?:daemon )?["'\`]?(${anyName(daemons)})["'\`]?(?: daemon)?)`;
	const match = new RegExp(`^(?:${form.replaceAll("TARGET", target)})$`, "i").exec(sentence);
	if (!match) return null;
	const written = match.slice(1).find((group) => group !== undefined);
	const found = written === undefined ? { one: current } : findDaemon(written, daemons);
	if (!found) return { daemon: current };
	return "one" in found ? { daemon: found.one } : { words: whichOf(found.several) };
}

function whichOf(names: readonly string[]): string {
	return `There are ${names.map((name) => `\`${name}\``).join(" and ")}; write the name exactly. Nothing was done.`;
}
