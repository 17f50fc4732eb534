import { describe, expect, test } from "vitest";
import { classifyTrouble, troubleInText } from "../../../server/agents/trouble.ts";

/** A Saturday, 12:00 UTC. */
const NOW = Date.UTC(2026, 10, 21, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const OF_THE_API = {
	anthropic: (status: number, type: string, message: string) =>
		`${status} {"type":"error","error":{"type":"${type}","message":"${message}"},"request_id":"req_011"}`,
};

describe("what an agent's error tells", () => {
	test.each<[string, Parameters<typeof classifyTrouble>[0], ReturnType<typeof classifyTrouble>]>([
		// Anthropic, and Claude through its adapter
		[
			"Anthropic 429",
			{
				message: OF_THE_API.anthropic(
					429,
					"rate_limit_error",
					"Number of request tokens has exceeded your per-minute rate limit",
				),
			},
			{ trouble: "rate-limit" },
		],
		[
			"Anthropic 429 with a header",
			{ message: "Rate limited", data: { status: 429, headers: { "retry-after": "20" } } },
			{ trouble: "rate-limit", retryAfterMs: 20 * SECOND },
		],
		[
			"Anthropic 529",
			{ message: `API Error: ${OF_THE_API.anthropic(529, "overloaded_error", "Overloaded")}` },
			{ trouble: "model" },
		],
		[
			"Anthropic 500",
			{ message: OF_THE_API.anthropic(500, "api_error", "Internal server error") },
			{ trouble: "model" },
		],
		[
			"Anthropic 401",
			{
				message: `Internal error: Failed to authenticate. API Error: ${OF_THE_API.anthropic(401, "authentication_error", "invalid x-api-key")}`,
			},
			{ trouble: "sign-in" },
		],
		[
			"Anthropic 400, too long",
			{
				message: OF_THE_API.anthropic(
					400,
					"invalid_request_error",
					"prompt is too long: 210000 tokens > 200000 maximum",
				),
			},
			{ trouble: "full", room: "context" },
		],
		[
			"Anthropic 400, no credit",
			{
				message: OF_THE_API.anthropic(
					400,
					"invalid_request_error",
					"Your credit balance is too low to access the Anthropic API.",
				),
			},
			{ trouble: "sign-in" },
		],
		[
			"Anthropic 404",
			{ message: OF_THE_API.anthropic(404, "not_found_error", "model: claude-nope") },
			{ trouble: "model" },
		],
		[
			"Claude's allowance, as an epoch",
			{ message: `Claude AI usage limit reached|${(NOW + 2 * HOUR) / 1000}` },
			{ trouble: "rate-limit", retryAfterMs: 2 * HOUR },
		],
		[
			"Claude's allowance, as a time of day",
			{ message: "You've hit your limit · resets 3pm (UTC)" },
			{ trouble: "rate-limit", retryAfterMs: 3 * HOUR },
		],
		[
			"Claude's allowance, in another zone",
			{ message: "You've hit your session limit · resets 3:30pm (Europe/Berlin)" },
			{ trouble: "rate-limit", retryAfterMs: 2.5 * HOUR },
		],
		[
			"Claude's allowance, tomorrow",
			{ message: "5-hour limit reached ∙ resets 2am (UTC)" },
			{ trouble: "rate-limit", retryAfterMs: 14 * HOUR },
		],
		[
			"Claude's weekly allowance",
			{ message: "You've hit your weekly limit · resets Nov 24 at 3pm (UTC)" },
			{ trouble: "rate-limit", retryAfterMs: 3 * DAY + 3 * HOUR },
		],
		["Claude without an account", { code: -32000, message: "Authentication required" }, { trouble: "sign-in" }],
		[
			"Claude with a bad key",
			{ code: -32603, message: "Internal error", data: { details: "Invalid API key · Please run /login" } },
			{ trouble: "sign-in" },
		],
		[
			"Claude with an old token",
			{ message: "OAuth token has expired. Please obtain a new token or refresh your existing token." },
			{ trouble: "sign-in" },
		],
		[
			"Claude without a network",
			{ message: "API Error: Unable to connect to API (ECONNREFUSED)" },
			{ trouble: "network" },
		],
		["Claude's time-out", { message: "API Error: Request timed out." }, { trouble: "network" }],
		["Claude's connection error", { message: "API Error: Connection error." }, { trouble: "network" }],
		[
			"Claude, no such model",
			{
				message:
					"There's an issue with the selected model (claude-x). It may not exist or you may not have access to it.",
			},
			{ trouble: "model" },
		],
		// OpenAI, and Codex
		[
			"OpenAI 429",
			{
				message:
					"Rate limit reached for gpt-5 in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 1.898s.",
			},
			{ trouble: "rate-limit", retryAfterMs: 1_898 },
		],
		[
			"OpenAI 429, minutes",
			{ message: "429 Rate limit reached on requests per day (RPD). Please try again in 7m12s." },
			{ trouble: "rate-limit", retryAfterMs: 7 * MINUTE + 12 * SECOND },
		],
		[
			"OpenAI, a moment",
			{ message: "Rate limit reached. Please try again in 20ms." },
			{ trouble: "rate-limit", retryAfterMs: 20 },
		],
		[
			"OpenAI, no quota",
			{
				message: "You exceeded your current quota, please check your plan and billing details.",
				data: { error: { code: "insufficient_quota" }, status: 429 },
			},
			{ trouble: "sign-in" },
		],
		[
			"OpenAI 401",
			{
				message:
					"Incorrect API key provided: sk-ab***. You can find your API key at https://platform.openai.com/account/api-keys.",
			},
			{ trouble: "sign-in" },
		],
		[
			"OpenAI, no such model",
			{
				message: "The model `gpt-9` does not exist or you do not have access to it.",
				data: { code: "model_not_found" },
			},
			{ trouble: "model" },
		],
		[
			"OpenAI, too long",
			{
				message:
					"This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
			},
			{ trouble: "full", room: "context" },
		],
		[
			"OpenAI 503",
			{ message: "The server is currently overloaded with other requests.", data: { status: 503 } },
			{ trouble: "model" },
		],
		[
			"Codex's allowance",
			{ message: "You've hit your usage limit. Upgrade to Pro or try again in 3 days 4 hours 5 minutes." },
			{ trouble: "rate-limit", retryAfterMs: 3 * DAY + 4 * HOUR + 5 * MINUTE },
		],
		[
			"Codex's allowance, as data",
			{
				code: -32603,
				message: "Internal error",
				data: { type: "usage_limit_reached", plan_type: "plus", resets_in_seconds: 4_200 },
			},
			{ trouble: "rate-limit", retryAfterMs: 4_200 * SECOND },
		],
		[
			"Codex's allowance, as an instant",
			{ message: "usage_limit_reached", data: { resets_at: NOW / 1000 + 90 } },
			{ trouble: "rate-limit", retryAfterMs: 90 * SECOND },
		],
		[
			"Codex, retried in vain",
			{ message: "exceeded retry limit, last status: 429 Too Many Requests" },
			{ trouble: "rate-limit" },
		],
		[
			"Codex, unexpected 401",
			{
				message: 'unexpected status 401 Unauthorized: {"error":{"message":"Missing bearer authentication in header"}}',
			},
			{ trouble: "sign-in" },
		],
		["Codex, unexpected 502", { message: "unexpected status 502 Bad Gateway: <html>" }, { trouble: "model" }],
		[
			"Codex, cut off",
			{
				message:
					"stream disconnected before completion: error sending request for url (https://api.openai.com/v1/responses)",
			},
			{ trouble: "network" },
		],
		[
			"Codex, context",
			{
				message:
					"Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
			},
			{ trouble: "full", room: "context" },
		],
		[
			"Codex, at capacity",
			{ message: "Selected model is at capacity. Please try a different model." },
			{ trouble: "model" },
		],
		[
			"Codex, refresh token",
			{
				message:
					"Your access token could not be refreshed because your refresh token was already used. Please log out and sign in again.",
			},
			{ trouble: "sign-in" },
		],
		// Gemini
		[
			"Gemini 429",
			{
				message:
					'got status: RESOURCE_EXHAUSTED. {"error":{"code":429,"message":"You exceeded your current quota. Please retry in 34.074824224s.","details":[{"retryDelay":"34s"}]}}',
			},
			{ trouble: "rate-limit", retryAfterMs: 34_075 },
		],
		[
			"Gemini's delay alone",
			{
				code: 429,
				message: "Resource has been exhausted (e.g. check quota).",
				data: { details: [{ "@type": "RetryInfo", retryDelay: "17s" }] },
			},
			{ trouble: "rate-limit", retryAfterMs: 17 * SECOND },
		],
		[
			"Gemini 503",
			{
				message:
					'got status: UNAVAILABLE. {"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}',
			},
			{ trouble: "model" },
		],
		["Gemini, the status as the code", { code: 429, message: "slow down" }, { trouble: "rate-limit" }],
		[
			"Gemini, bad key",
			{
				message: "API key not valid. Please pass a valid API key.",
				data: { error: { code: 400, status: "INVALID_ARGUMENT" } },
			},
			{ trouble: "sign-in" },
		],
		[
			"Gemini, no way to sign in",
			{
				message:
					"Please set an Auth method in your settings.json or specify one of the following environment variables: GEMINI_API_KEY",
			},
			{ trouble: "sign-in" },
		],
		[
			"Gemini, no such model",
			{ message: "models/gemini-x is not found for API version v1beta, or is not supported for generateContent." },
			{ trouble: "model" },
		],
		[
			"Gemini, too long",
			{ message: "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576)." },
			{ trouble: "full", room: "context" },
		],
		// OpenCode and what runs on node or bun
		[
			"OpenCode",
			{
				message: "AI_APICallError: Too Many Requests",
				data: { statusCode: 429, responseHeaders: { "retry-after-ms": "1500" } },
			},
			{ trouble: "rate-limit", retryAfterMs: 1_500 },
		],
		[
			"OpenCode, provider",
			{ message: "ProviderAuthError: API key is missing for provider openai" },
			{ trouble: "sign-in" },
		],
		[
			"OpenCode, no model",
			{ message: "ProviderModelNotFoundError", data: { message: "Model not found: local/x" } },
			{ trouble: "model" },
		],
		[
			"fetch of node",
			{ message: "TypeError: fetch failed", data: { cause: { code: "ENOTFOUND" } } },
			{ trouble: "network" },
		],
		["getaddrinfo", { message: "getaddrinfo EAI_AGAIN api.anthropic.com" }, { trouble: "network" }],
		["hang-up", { message: "socket hang up" }, { trouble: "network" }],
		["bun", { message: "Unable to connect. Is the computer able to access the url?" }, { trouble: "network" }],
		["certificate", { message: "self-signed certificate in certificate chain" }, { trouble: "network" }],
		[
			"disk",
			{ message: "Internal error", data: { details: "ENOSPC: no space left on device, write" } },
			{ trouble: "full", room: "disk" },
		],
		[
			"standard error",
			{ message: "Internal error", stderr: ["starting", "Error: connect ECONNREFUSED 127.0.0.1:8080"] },
			{ trouble: "network" },
		],
		// What tells nothing
		[
			"an error of its own",
			{ code: -32603, message: "Internal error", data: { details: "play[act] is not a function" } },
			null,
		],
		["a number that is no status", { message: "read 500 lines of 429 in file 503" }, null],
		[
			"long ago on standard error",
			{ message: "Internal error", stderr: ["429 Too Many Requests", ..."abcdefgh"] },
			null,
		],
		["empty", { message: "" }, null],
	])("%s", (_, signs, expected) => {
		expect(classifyTrouble(signs, NOW)).toEqual(expected);
	});

	test("gives up on data that is nested without end", () => {
		const data: Record<string, unknown> = {};
		data.itself = data;
		expect(classifyTrouble({ message: "odd", data }, NOW)).toBeNull();
	});
});

describe("a message that reports trouble", () => {
	test.each([
		['API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "model"],
		["API Error: Connection error.", "network"],
		["You've hit your limit · resets 3pm", "rate-limit"],
		["You’ve hit your usage limit. Upgrade to Pro or try again in 20 minutes.", "rate-limit"],
		["Claude AI usage limit reached|1795269600", "rate-limit"],
		["5-hour limit reached ∙ resets 3pm", "rate-limit"],
		["Invalid API key · Please run /login", "sign-in"],
		["Not logged in · Please run /login", "sign-in"],
		["Credit balance is too low", "sign-in"],
		["Prompt is too long", "full"],
		["Failed to authenticate. API Error: 401 Invalid API key", "sign-in"],
		["stream disconnected before completion: connection reset", "network"],
		['{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long"}}', "full"],
		["Warning: Model metadata not found.\n\nexceeded retry limit, last status: 429 Too Many Requests", "rate-limit"],
		["There's an issue with the selected model (x). It may not exist or you may not have access to it.", "model"],
	])("%s", (text, trouble) => {
		expect(troubleInText(text, NOW)).toMatchObject({ trouble });
	});

	test.each([
		"I added a retry for 429 Too Many Requests and a test of it.",
		"The API error handling is done: a rate limit waits for Retry-After.",
		"Error handling now tells ECONNREFUSED apart.",
		"Done. The usage limit reached message is shown in red.",
		"You've hit upon a nice idea; I built it.",
		"Rate limits are documented.",
		"Done.\n\nexceeded retry limit, last status: 429 is what it says now.",
		"Not logged in users now see the sign-in page.",
		"Invalid API keys are refused with 401.",
		`API Error: 529 Overloaded\n${"and a long report about it. ".repeat(100)}`,
		"",
	])("is not %j", (text) => {
		expect(troubleInText(text, NOW)).toBeNull();
	});
});
