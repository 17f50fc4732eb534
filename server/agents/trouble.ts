import { retryAfter } from "./retry-after.ts";
import type { Trouble, TroubleFound } from "./types.ts";

/** Characters of what an agent said that are looked at. */
const MAX_TEXT = 20_000;
/** An agent's report of trouble is short; a longer message is one about trouble. */
const MAX_REPORT = 1_500;
const MAX_DEPTH = 6;

export interface TroubleSigns {
	/** Of the JSON-RPC error. */
	code?: number | undefined;
	message: string;
	/** Of the JSON-RPC error: whatever the agent put there. */
	data?: unknown;
	/** The agent's last lines on standard error; asked only when the rest says nothing. */
	stderr?: readonly string[];
}

const NOT_SIGNED_IN = -32000;
/** Standard error is a log too: what is further back is history. */
const MAX_STDERR_LINES = 8;

/**
 * What kind of trouble an agent's error is; null when nothing in it tells.
 *
 * @param now For "resets at 3pm"; milliseconds since 1970.
 */
export function classifyTrouble(signs: TroubleSigns, now: number = Date.now()): TroubleFound | null {
	const said = `${signs.message}\n${signs.data === undefined ? "" : jsonText(signs.data)}`.slice(0, MAX_TEXT);
	// Gemini gives the status of HTTP as the code of the error.
	const status = statusIn(signs.data) ?? statusIn({ code: signs.code }) ?? statusInText(said);
	const found = classify(said, status, now);
	if (found) return found;
	if (signs.code === NOT_SIGNED_IN) return { trouble: "sign-in" };
	const words = (signs.stderr ?? []).slice(-MAX_STDERR_LINES).join("\n").slice(-MAX_TEXT);
	return words === "" ? null : classify(words, statusInText(words), now);
}

/** The first that fits tells; the ones that are easily mistaken for another come first. */
const FULL_DISK = /\bENOSPC\b|\bEDQUOT\b|no space left on device|disk (?:is )?full|disk quota exceeded/i;
const FULL_CONTEXT =
	/prompt is too long|context[_ ]length[_ ]exceeded|maximum context length|context window (?:is )?(?:full|exceeded|exhausted)|context limit reached|room in the model'?s context window|exceeds? (?:the )?(?:model'?s )?(?:context (?:window|size|limit)|maximum number of (?:input )?tokens)|input (?:token count|is too long|length)[^\n]{0,60}(?:exceed|too long)|input is too long|too many (?:input )?tokens in/i;
const NO_CREDIT =
	/credit balance (?:is )?too low|insufficient[_ ](?:quota|credits?|balance|funds)|payment required|out of credits|billing (?:account|hard limit|not active)|usage[_ ]not[_ ]included/i;
const RATE_LIMIT =
	/rate[-_ ]?limit|too many requests|usage[_ ]limit|limit reached|hit (?:your|the) (?:[\w-]+ ){0,2}limit|reached (?:your|the) (?:[\w-]+ ){0,3}limit|resource[_ ]exhausted|resource has been exhausted|quota (?:exceeded|exhausted)|exceeded your (?:current |daily )?quota|exhausted your (?:daily |capacity)|tokens per (?:min|day)|requests per (?:min|day)|out of (?:extra )?usage/i;
const SIGN_IN =
	/(?:invalid|incorrect|missing|expired|no)[_ -](?:x-)?api[_ -]?key|api[_ ]?key[_ ](?:is )?(?:not (?:found|valid|set|configured)|missing|invalid|expired|required)|invalid (?:bearer |access |auth\w* )?token|authentication[_ ](?:error|required|failed)|failed to authenticate|auth_required|unauthori[sz]ed|unauthenticated|not (?:logged|signed) in|(?:please )?run [`'"]?(?:claude |codex |gemini |opencode )?\/?(?:auth )?login\b|login required|please (?:log|sign) ?in|token (?:has )?(?:been )?(?:expired|revoked|invalidated)|(?:refresh|access) token (?:could not|was already)|set an auth method|must (?:set|specify) the [A-Z_]+_API_KEY|permission[_ ](?:error|denied)[^\n]{0,40}(?:api|model|project)|invalid_grant|does not have access to claude/i;
const NETWORK =
	/\b(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|UND_ERR_\w+|ERR_NETWORK|ERR_INTERNET_DISCONNECTED|ConnectionRefused|ConnectionClosed|FailedToOpenSocket)\b|fetch failed|failed to fetch\b|socket hang up|socket (?:connection )?(?:was )?closed|network (?:error|is unreachable|request failed|connection)|connection (?:error|refused|reset|closed|timed out|aborted)|(?:unable|failed|could not|cannot) (?:to )?(?:connect|reach|resolve)|getaddrinfo|dns (?:error|lookup)|error sending request for url|stream (?:disconnected|closed) before|no internet|(?:you are|you're|is|are) offline|tunneling socket|proxy (?:error|connect)|self[- ]signed certificate|unable to (?:verify|get local issuer)|certificate has expired|request timed? ?out|timed out waiting for (?:the )?(?:response|server)|premature close|terminated: other side closed|other side closed/i;
const MODEL =
	/overloaded|internal server error|bad gateway|service (?:is )?(?:temporarily )?unavailable|gateway time-?out|\bapi_error\b|server_error|server (?:had an error|error)|model[_ ](?:is )?not[_ ](?:found|supported|available)|unknown model|invalid model|no such model|model [^\n]{0,80}(?:does not exist|not exist|is not (?:found|supported|available)|not found)|issue with the selected model|is not found for api version|high demand|at capacity|try a different model|"status":\s*"(?:UNAVAILABLE|INTERNAL)"|\bgot status: (?:UNAVAILABLE|INTERNAL)|empty response (?:from|stream)|invalid_request_error|stream (?:error|ended) without/i;

function classify(text: string, status: number | null, now: number): TroubleFound | null {
	if (FULL_DISK.test(text)) return { trouble: "full", room: "disk" };
	if (FULL_CONTEXT.test(text) || status === 413) return { trouble: "full", room: "context" };
	if (NO_CREDIT.test(text) || status === 402) return { trouble: "sign-in" };
	if (status === 429 || RATE_LIMIT.test(text)) return withRetry("rate-limit", text, now);
	if (status === 401 || status === 403) return { trouble: "sign-in" };
	if (status !== null && status >= 500) return withRetry("model", text, now);
	if (SIGN_IN.test(text)) return { trouble: "sign-in" };
	if (status === 408) return { trouble: "network" };
	if (NETWORK.test(text)) return withRetry("network", text, now);
	if (MODEL.test(text) || status !== null) return withRetry("model", text, now);
	return null;
}

function withRetry(trouble: Trouble, text: string, now: number): TroubleFound {
	const wait = retryAfter(text, now);
	return wait === null ? { trouble } : { trouble, retryAfterMs: wait };
}

/** Codex puts what it warns of before its answer. */
const WARNINGS = /^(?:warning: [^\n]*\n\n+)+/i;

/** How agents begin when they report trouble as if it were their answer. */
const REPORTS = [
	/^(?:the )?(?:api|request|stream|network|connection|provider|model) ?error\s*[:(]/i,
	/^error:? (?:\d{3}\b|code\b|unexpected status|request\b|connection\b|fetch failed|network)/i,
	/^\{\s*"(?:type":\s*"error"|error":\s*\{)/,
	/^(?:\[api error:|unexpected status \d{3}|exceeded retry limit|stream disconnected before)/i,
	/^(?:claude (?:ai|code) )?usage limit reached/i,
	/^you(?:'|’)ve (?:hit|reached) your (?:[\w-]+ ){0,3}limit/i,
	/^you(?:'|’)re out of (?:extra )?(?:usage|credits)/i,
	/^(?:\w[\w-]* ){0,2}limit reached\s*(?:[∙·•|.:-]|$)/i,
	/^(?:invalid api key|not logged in|credit balance (?:is )?too low|prompt is too long|context limit reached)\b\s*(?:[∙·•|.:(-]|$)/i,
	/^(?:oauth (?:token|session)|your (?:oauth |access |login )?(?:token|session|login)) (?:has )?(?:been )?(?:expired|revoked)/i,
	/^(?:please run \/login|failed to authenticate|authentication (?:required|failed))/i,
	/^(?:repeated \d{3} |request rejected \(\d{3}\)|unable to connect to (?:the )?api\b|there(?:'|’)s an issue with the selected model)/i,
	/^we(?:'|’)re currently experiencing high demand/i,
];

/**
 * The trouble that an agent reports as an ordinary message, such as "API Error: 529 …" or "You've hit your limit · resets
 * 3pm". Only a message that begins as such reports do and is short: one that merely speaks of errors gives null.
 */
export function troubleInText(text: string, now: number = Date.now()): TroubleFound | null {
	const report = text.trim().replace(WARNINGS, "");
	if (report.length > MAX_REPORT || !REPORTS.some((begin) => begin.test(report))) return null;
	return classifyTrouble({ message: report }, now);
}

/** A status of HTTP that is named in words: `API Error: 529`, `status code 401`, `429 Too Many Requests`, `"code":503`. */
function statusInText(text: string): number | null {
	const named =
		/(?:\b(?:api error|http(?:\/[\d.]+)?(?: error| status)?|error|status(?:[ _]?code)?|code|unexpected status|rejected|repeated)["']?\s*[:=(]*\s*["']?|^\s*\[?)([45]\d\d)\b(?!\.\d)/im.exec(
			text,
		) ??
		/\b([45]\d\d)[ :]+(?:too many requests|unauthorized|forbidden|payment required|not found|internal server error|bad gateway|service unavailable|gateway time-?out|bad request|overloaded|request timeout)/i.exec(
			text,
		);
	return named?.[1] === undefined ? null : Number(named[1]);
}

/** A status of HTTP in what an agent put beside its message, however deep. */
function statusIn(data: unknown, depth = 0): number | null {
	if (typeof data !== "object" || data === null || depth > MAX_DEPTH) return null;
	for (const [key, value] of Object.entries(data)) {
		const number = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
		const isStatus = /^(?:http)?_?(?:status|status_?code|code)$/i.test(key);
		if (isStatus && typeof number === "number" && number >= 400 && number < 600) return number;
	}
	for (const value of Object.values(data)) {
		const status = statusIn(value, depth + 1);
		if (status !== null) return status;
	}
	return null;
}

function jsonText(data: unknown): string {
	if (typeof data === "string") return data;
	try {
		// Quotes of JSON within JSON hide what is looked for.
		return (JSON.stringify(data) ?? "").slice(0, MAX_TEXT * 2).replaceAll(/\\+"/g, '"');
	} catch {
		return ""; // nested too deep to say anything
	}
}
