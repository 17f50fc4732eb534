import type { ProviderConfig } from "../../config/record-types.ts";
import { retryAfter } from "../../notify/channels/post.ts";
import { networkError } from "../../notify/delivery-error.ts";
import { signalWithin } from "../../signal-within.ts";
import { anthropic } from "./anthropic.ts";
import { google } from "./google.ts";
import { openai } from "./openai.ts";
import type { Dialect, Prompt } from "./provider.ts";
import { ProviderError } from "./provider-error.ts";

const DIALECTS: Record<ProviderConfig["provider"], Dialect> = { anthropic, google, openai };

/** Of an answer with all that a provider puts around it. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** Nobody is left alone for longer than this at a word. */
const LONGEST_WISH_MS = 24 * 60 * 60_000;

/**
 * Asks a provider once. Redirects are not followed, so that its key never reaches anybody else.
 *
 * @param signal ends it at once, as does the time that config.json gives it
 * @returns the text of its answer, whatever that is
 * @throws ProviderError; when `signal` ended it, its reason
 */
export async function askProvider(
	config: ProviderConfig,
	key: string,
	prompt: Prompt,
	signal: AbortSignal,
): Promise<string> {
	const dialect = DIALECTS[config.provider];
	const { url, headers, body } = dialect.request({ ...config, key }, prompt);
	const { host } = new URL(url);
	const limited = signalWithin(config.timeoutMs, signal);
	let response: Response;
	let answer: Uint8Array | null;
	try {
		response = await fetch(url, {
			method: "POST",
			headers: { "content-type": "application/json", accept: "application/json", ...headers },
			body: JSON.stringify(body),
			redirect: "manual",
			signal: limited,
		});
		answer = await readBounded(response);
	} catch (error) {
		signal.throwIfAborted();
		throw new ProviderError("temporary", networkError(error, host).message);
	}
	if (!response.ok) throw refusal(response, host);
	return textIn(answer, response, dialect, host);
}

function textIn(answer: Uint8Array | null, response: Response, dialect: Dialect, host: string): string {
	// The page of a sign-in to a network, or of a proxy in trouble.
	if (/\bhtml\b/i.test(response.headers.get("content-type") ?? "")) {
		throw new ProviderError("temporary", `${host} answers with a web page instead of a summary.`);
	}
	if (answer === null) throw new ProviderError("unusable", "it was far too long");
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(answer);
	} catch {
		throw new ProviderError("unusable", "it was not UTF-8");
	}
	const found = dialect.textOf(parsed(text));
	if (found === null) throw new ProviderError("unusable", text.trim() === "" ? "it was empty" : "it held no text");
	return found;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** Null: it is longer than an answer may be. */
async function readBounded(response: Response): Promise<Uint8Array | null> {
	const reader = response.body?.getReader();
	if (!reader) return new Uint8Array();
	const chunks: Uint8Array[] = [];
	for (let length = 0; ; ) {
		const { done, value } = await reader.read();
		if (done) return Buffer.concat(chunks);
		length += value.byteLength;
		if (length > MAX_ANSWER_BYTES) {
			await reader.cancel();
			return null;
		}
		chunks.push(value);
	}
}

function refusal({ status, headers }: Response, host: string): ProviderError {
	const asked = retryAfter(headers.get("retry-after"), Date.now());
	const wish = asked === null ? null : Math.min(asked, LONGEST_WISH_MS);
	if (status === 429) return new ProviderError("temporary", `${host} wants to be asked less often (429).`, wish);
	if (status === 408 || status === 409 || status === 425 || status >= 500) {
		return new ProviderError("temporary", `${host} cannot answer now (${status}).`, wish);
	}
	if (status === 401 || status === 403) {
		return new ProviderError("refused", `${host} refuses the key for summaries (${status}): check it in the settings.`);
	}
	if (status === 402) {
		return new ProviderError("refused", `${host} wants to be paid before it writes summaries (402).`);
	}
	if (status === 404 || status === 405) {
		return new ProviderError(
			"refused",
			`${host} knows no such model or address (${status}): check "model" and "url" of the summaries in the settings.`,
		);
	}
	if (status >= 300 && status < 400) {
		return new ProviderError(
			"refused",
			`${host} answers with a redirect (${status}), which is not followed: correct "url" of the summaries.`,
		);
	}
	return new ProviderError(
		"unsuitable",
		`${host} does not take what it is asked (${status}): check "model" of the summaries in the settings.`,
	);
}
