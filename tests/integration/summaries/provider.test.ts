import { expect, test } from "vitest";
import type { ProviderConfig } from "../../../server/config/record-types.ts";
import { recordConversation } from "../../support/conversations.ts";
import { tempDatabase } from "../../support/database.ts";
import { type Behaviour, refuses, says, standInProvider } from "../../support/provider.ts";
import { eventually } from "../../support/wait.ts";
import { configOf, KEY, startKeeper, summarised, summaryOf } from "./keeper.ts";

const GOOD = JSON.stringify({ summary: "The cart was mended.", keywords: ["cart"] });
const TALK = [{ text: "Mend the cart, please." }, { role: "assistant", text: "It is mended." }];
const FALLBACK = "extract instead of openai/small";

test.each([
	["anthropic", "", "/v1/messages", "x-api-key", KEY],
	["google", "", "/v1beta/models/small:generateContent", "x-goog-api-key", KEY],
	["openai", "/v1", "/v1/chat/completions", "authorization", `Bearer ${KEY}`],
] satisfies [ProviderConfig["provider"], string, string, string, string][])(
	"%s is asked as its API wants it, and its answer is kept",
	async (provider, base, path, header, value) => {
		const db = await tempDatabase();
		const { id } = await recordConversation(db, {}, TALK);
		const stand = await standInProvider(says(GOOD, provider));
		const keeper = startKeeper(db, configOf(`${stand.url}${base}`, { provider }));
		const row = await summarised(db, id, `${provider}/small`);
		expect(row).toMatchObject({ summary: "The cart was mended.", keywords: ["cart"] });
		expect(stand.requests).toHaveLength(1);
		expect(stand.requests[0]?.path).toBe(path);
		expect(stand.requests[0]?.headers[header]).toBe(value);
		expect(stand.requests[0]?.body).toContain("Mend the cart, please.");
		expect(stand.requests[0]?.body).not.toContain(KEY);
		expect(keeper.problems).toEqual([]);
	},
);

test.each<[string, Behaviour, RegExp]>([
	["words instead of JSON", says("Sure, I will."), /it held no JSON object/],
	["another shape", says('{"text": "x"}'), /no text under/],
	["nothing", says(" "), /it was empty/],
	["an answer without a text", (response) => response.writeHead(200).end('{"choices":[]}'), /it held no text/],
	["a megabyte", says("x".repeat(1_000_000)), /far too long/],
	["what is no UTF-8", (response) => response.writeHead(200).end(Buffer.from([0x7b, 0xff, 0xfe])), /not UTF-8/],
])(
	"after %s it is asked again once with the mistake, and then an extract stands, marked",
	async (_, behaviour, mistake) => {
		const db = await tempDatabase();
		const { id } = await recordConversation(db, {}, TALK);
		const stand = await standInProvider(behaviour);
		const keeper = startKeeper(db, configOf(stand.url));
		const { summary } = await summarised(db, id, FALLBACK);
		expect(summary).toContain("Asked: “Mend the cart, please.”");
		expect(stand.requests).toHaveLength(2);
		expect(stand.requests[1]?.body).toMatch(mistake);
		expect(keeper.logged.join("\n")).toMatch(mistake);
	},
);

test("a second answer that is right is taken, fences and all", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	const stand = await standInProvider((response, request) =>
		says(request.number === 1 ? "hm" : `Here:\n\`\`\`json\n${GOOD}\n\`\`\``)(response, request),
	);
	startKeeper(db, configOf(stand.url));
	expect((await summarised(db, id, "openai/small")).summary).toBe("The cart was mended.");
});

test.each<[string, Behaviour, RegExp]>([
	["hangs", () => undefined, /did not answer in time/],
	[
		"drips",
		(response) => {
			response.writeHead(200).write("{");
			const drip = setInterval(() => response.write(" "), 5);
			response.on("close", () => clearInterval(drip));
		},
		/did not answer in time/,
	],
	[
		"breaks off in the middle",
		(response) => {
			response.writeHead(200, { "content-length": "1000" }).write('{"choices": [', () => response.destroy());
		},
		/ended the connection/,
	],
	["is overloaded", refuses(529), /cannot answer now \(529\)/],
	["has an error", refuses(500), /cannot answer now \(500\)/],
	[
		"sends a web page",
		(response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in"),
		/web page/,
	],
])("when it %s an extract stands in, and the summary is made up for", async (_, behaviour, sentence) => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	const stand = await standInProvider(behaviour);
	const keeper = startKeeper(db, configOf(stand.url, { timeoutMs: 50 }));
	const problem = await eventually(() => keeper.problem());
	expect(problem).toMatch(sentence);
	expect(await summaryOf(db, id)).toMatchObject({ summaryBy: "extract", summaryOf: null });
	stand.behave(says(GOOD));
	await summarised(db, id, "openai/small");
	await eventually(() => keeper.problem() === null);
});

test("an outage is waited out, and what was missed is made up for, the oldest first, also by the next process", async () => {
	const db = await tempDatabase();
	const at = (day: number) => `2026-11-${day}T10:00:00.000Z`;
	const talks = [12, 10, 11].map((day) => [{ text: `Request of day ${day}.`, at: at(day) }]);
	const ids: number[] = [];
	for (const talk of talks) ids.push((await recordConversation(db, {}, talk)).id);
	const stand = await standInProvider(says(GOOD));
	await stand.goAway();
	const first = startKeeper(db, configOf(stand.url));
	expect(await eventually(() => first.problem())).toMatch(/refuses the connection.*made up for/);
	await first.stop();
	expect(stand.requests).toEqual([]);
	await stand.comeBack();
	startKeeper(db, configOf(stand.url));
	for (const id of ids) await summarised(db, id, "openai/small");
	const days = stand.requests.map(({ body }) => /day (\d+)/.exec(body)?.[1]);
	expect(days).toEqual(["10", "11", "12"]);
});

test("nothing is asked again while nothing has changed", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	const stand = await standInProvider(says(GOOD));
	const first = startKeeper(db, configOf(stand.url));
	await summarised(db, id, "openai/small");
	await first.stop();
	startKeeper(db, configOf(stand.url));
	const other = await recordConversation(db, {}, TALK);
	await summarised(db, other.id, "openai/small");
	expect(stand.requests).toHaveLength(2);
});

test("as long as it wants to be left alone it is", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	const times: number[] = [];
	const stand = await standInProvider((response, request) => {
		times.push(performance.now());
		(request.number === 1 ? refuses(429, { "retry-after": "1" }) : says(GOOD))(response, request);
	});
	startKeeper(db, configOf(stand.url));
	await summarised(db, id, "openai/small");
	expect(times).toHaveLength(2);
	expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
});

test("it is not asked more often than it may be", async () => {
	const db = await tempDatabase();
	const ids: number[] = [];
	for (let number = 0; number < 4; number += 1) ids.push((await recordConversation(db, {}, TALK)).id);
	const times: number[] = [];
	const stand = await standInProvider((response, request) => {
		times.push(performance.now());
		says(GOOD)(response, request);
	});
	startKeeper(db, configOf(stand.url, { perMinute: 600 }));
	for (const id of ids) await summarised(db, id, "openai/small");
	expect((times[3] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(200);
});

test.each([
	[401, /refuses the key/],
	[404, /no such model/],
	[302, /redirect/],
])("after %i it is asked no more, and the problem says why, until the key is another", async (status, sentence) => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	const stand = await standInProvider(refuses(status, { location: "http://127.0.0.1:1/" }));
	const env: Record<string, string> = { SUMMARY_KEY: KEY };
	const keeper = startKeeper(db, configOf(stand.url), { env });
	expect(await eventually(() => keeper.problem())).toMatch(sentence);
	const other = await recordConversation(db, {}, TALK);
	await eventually(async () => (await summaryOf(db, other.id)).summaryBy === "extract" || null);
	expect(stand.requests).toHaveLength(1);
	stand.behave(says(GOOD));
	env.SUMMARY_KEY = `${KEY}-new`;
	await summarised(db, id, "openai/small");
	await summarised(db, other.id, "openai/small");
	expect(keeper.problem()).toBeNull();
});

test("a key that is missing is one sentence, and summaries begin when it is there", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	const stand = await standInProvider(says(GOOD));
	const env: Record<string, string> = {};
	const keeper = startKeeper(db, configOf(stand.url), { env });
	expect(await eventually(() => keeper.problem())).toMatch(/SUMMARY_KEY is not set/);
	expect(keeper.problems).toHaveLength(1);
	expect(stand.requests).toEqual([]);
	env.SUMMARY_KEY = KEY;
	await summarised(db, id, "openai/small");
	expect(keeper.problem()).toBeNull();
});

test("one request that is not taken does not keep others waiting; when three are not, the settings are wrong", async () => {
	const db = await tempDatabase();
	const poison = await recordConversation(db, {}, [{ text: "POISON", at: "2026-11-01T00:00:00.000Z" }]);
	const good = await recordConversation(db, {}, TALK);
	const stand = await standInProvider((response, request) =>
		(request.body.includes("POISON") ? refuses(400) : says(GOOD))(response, request),
	);
	const keeper = startKeeper(db, configOf(stand.url));
	await summarised(db, good.id, "openai/small");
	await summarised(db, poison.id, FALLBACK);
	expect(keeper.problem()).toBeNull();
	await keeper.stop();

	stand.behave(refuses(400));
	const before = stand.requests.length;
	for (let number = 0; number < 4; number += 1) await recordConversation(db, {}, TALK);
	const next = startKeeper(db, configOf(stand.url));
	expect(await eventually(() => next.problem())).toMatch(/does not take what it is asked \(400\)/);
	await eventually(() => stand.requests.length - before >= 3);
	const last = await recordConversation(db, {}, TALK);
	await eventually(async () => (await summaryOf(db, last.id)).summaryBy === "extract" || null);
	expect(stand.requests.length - before).toBe(3);
});

test("one conversation that it never answers keeps others waiting no longer than three tries", async () => {
	const db = await tempDatabase();
	const poison = await recordConversation(db, {}, [{ text: "POISON", at: "2026-11-01T00:00:00.000Z" }]);
	const good = await recordConversation(db, {}, TALK);
	const stand = await standInProvider((response, request) => {
		if (request.body.includes("POISON")) response.destroy();
		else says(GOOD)(response, request);
	});
	startKeeper(db, configOf(stand.url));
	await summarised(db, good.id, "openai/small");
	await summarised(db, poison.id, FALLBACK);
});

test("the end of the daemon ends a request that hangs", async () => {
	const db = await tempDatabase();
	await recordConversation(db, {}, TALK);
	const stand = await standInProvider(() => undefined);
	const keeper = startKeeper(db, configOf(stand.url, { timeoutMs: 60_000 }));
	await eventually(() => stand.requests.length > 0 || null);
	await keeper.stop();
	expect(keeper.problems).toEqual([]);
});
