import type { RequestError } from "@agentclientprotocol/sdk";
import { z } from "zod";
import { NightshiftError } from "../contract/errors.ts";
import { oneLine } from "../text/cut.ts";
import { classifyTrouble } from "./trouble.ts";
import type { AgentExit, TroubleFound } from "./types.ts";

/** Most characters of an agent's own words in a sentence. */
const MAX_QUOTE = 300;
/** Of JSON-RPC. */
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

/** What every failure of an agent knows: how its command looks, and its last words on standard error. */
export interface AgentFacts {
	label: string;
	lastLines: string[];
}

const CHANGE = `correct "agent" of this daemon in config.json`;

/** Sentences for a command that could not be started; `error` is what `spawn` gave. */
export function spawnFailed(label: string, file: string, error: unknown): NightshiftError {
	const { code, message } = error as NodeJS.ErrnoException;
	const start = `The agent "${label}" could not be started:`;
	const text =
		code === "ENOENT"
			? `${start} the program "${file}" was not found; install it, or ${CHANGE}.`
			: code === "EACCES" || code === "EPERM"
				? `${start} "${file}" may not be executed; make it executable (chmod +x), or ${CHANGE}.`
				: `${start} ${oneLine(message, MAX_QUOTE)}; mend that, or ${CHANGE}.`;
	return failure({ trouble: "missing" }, text, { label, lastLines: [] }, error);
}

export function folderMissing(label: string, cwd: string): NightshiftError {
	const text = `The agent "${label}" could not be started: its folder ${cwd} does not exist; create it, or restart the daemon.`;
	return failure({ trouble: "missing" }, text, { label, lastLines: [] });
}

/** It ended while something was asked of it; `exit` is null when it only closed its output. */
export function ended(facts: AgentFacts, exit: AgentExit | null, during: string): NightshiftError {
	const how =
		exit === null
			? "closed its output"
			: exit.signal
				? `was ended by ${exit.signal}`
				: `ended with exit code ${exit.code ?? "unknown"}`;
	return failure(
		classifyTrouble({ message: "", stderr: facts.lastLines }) ?? { trouble: "crash" },
		`The agent "${facts.label}" ${how} ${during}${lastWords(facts)}; run its command in a terminal to see why, or ${CHANGE}.`,
		facts,
		undefined,
		{ ...exit },
	);
}

/** It prints something else than messages of the protocol. */
export function notAnAgent(facts: AgentFacts, sample: string): NightshiftError {
	return failure(
		{ trouble: "protocol" },
		`The agent "${facts.label}" does not speak the Agent Client Protocol: it printed "${oneLine(sample, MAX_QUOTE)}" where messages ` +
			`belong; many programs need an option for it, such as --acp: ${CHANGE}.`,
		facts,
	);
}

/** It did not answer in time; `rubbish` is a line it printed instead, if any. */
export function silent(facts: AgentFacts, request: string, timeoutMs: number, rubbish: string | null): NightshiftError {
	const instead = rubbish === null ? lastWords(facts) : `; it printed "${oneLine(rubbish, MAX_QUOTE)}" instead`;
	return failure(
		{ trouble: "silent" },
		`The agent "${facts.label}" did not answer "${request}" within ${seconds(timeoutMs)}${instead}; ` +
			`see that its command speaks the Agent Client Protocol, or ${CHANGE}.`,
		facts,
	);
}

/** It wants the person to sign in first; `methods` are the ways it offers. */
export function signInNeeded(
	facts: AgentFacts,
	methods: readonly { name: string; description?: string | null }[],
	message: string,
	cause: unknown,
): NightshiftError {
	const ways = methods.slice(0, 5).map(({ name, description }) => {
		const more = description ? ` (${oneLine(description, 120)})` : "";
		return `"${oneLine(name, 80)}"${more}`;
	});
	const offer = ways.length > 0 ? `; it offers ${ways.join(", ")}` : "";
	return failure(
		{ trouble: "sign-in" },
		`The agent "${facts.label}" asks you to sign in (${oneLine(message, 120)}): start its program once in a terminal and sign in there, ` +
			`or give its key in "agent": {"env": …} of this daemon in config.json${offer}.`,
		facts,
		cause,
	);
}

export function wrongVersion(facts: AgentFacts, version: unknown, ours: number): NightshiftError {
	return failure(
		{ trouble: "protocol" },
		`The agent "${facts.label}" speaks version ${JSON.stringify(version)} of the Agent Client Protocol, and Nightshift version ` +
			`${ours}: install a version of the agent that speaks it, or ${CHANGE}.`,
		facts,
	);
}

/** It answered a request with something that is no answer. */
export function noAnswer(facts: AgentFacts, request: string, why: string): NightshiftError {
	return failure({ trouble: "protocol" }, couldNot(facts, request, `its answer is not one (${why})`), facts);
}

/** It answered a request with an error. */
export function refused(facts: AgentFacts, request: string, error: RequestError): NightshiftError {
	const { code, message, data } = error;
	const told = classifyTrouble({ code, message, data });
	const found = told ?? classifyTrouble({ message: "", stderr: facts.lastLines });
	const isProtocol = code === METHOD_NOT_FOUND || code === INVALID_PARAMS || code === INVALID_REQUEST;
	const why = [message, detailOf(data)].filter(Boolean).join(": ");
	// What it logs besides says nothing more once its error has told.
	const text = couldNot({ ...facts, lastLines: told ? [] : facts.lastLines }, request, why);
	return failure(found ?? { trouble: isProtocol ? "protocol" : "crash" }, text, facts, error);
}

/** No sign of life for too long, in the middle of a turn. */
export function stuck(facts: AgentFacts, timeoutMs: number): NightshiftError {
	return failure(
		{ trouble: "silent" },
		`The agent "${facts.label}" gave no sign of life for ${seconds(timeoutMs)} in the middle of its turn${lastWords(facts)}; ` +
			"retry the item, or see in the log what it was doing.",
		facts,
	);
}

function couldNot(facts: AgentFacts, request: string, why: string): string {
	const reason = oneLine(why, MAX_QUOTE).replace(/\.$/, "");
	return `The agent "${facts.label}" could not do "${request}": ${reason}${lastWords(facts)}.`;
}

/** Where the SDK and most agents put the reason of an "Internal error". */
function detailOf(data: unknown): string {
	if (typeof data === "string") return data;
	const { data: known } = z.object({ details: z.string().optional(), message: z.string().optional() }).safeParse(data);
	return known?.details ?? known?.message ?? "";
}

function failure(
	found: TroubleFound,
	text: string,
	{ label, lastLines }: AgentFacts,
	cause?: unknown,
	more: Record<string, unknown> = {},
): NightshiftError {
	return new NightshiftError("agent-failed", text, { agent: label, ...found, lastLines, ...more }, { cause });
}

/** The last two lines are enough for a sentence; all of them are in the error's details. */
function lastWords({ lastLines }: AgentFacts): string {
	const words = lastLines.slice(-2).map((line) => oneLine(line, MAX_QUOTE / 2));
	return words.length === 0 ? "" : `; its last words: "${words.join(" / ")}"`;
}

function seconds(ms: number): string {
	const count = Math.round(ms / 100) / 10;
	if (count >= 120) return `${Math.round(count / 6) / 10} minutes`;
	return count === 1 ? "1 second" : `${count} seconds`;
}
