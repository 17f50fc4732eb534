import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { recordRedactor } from "../../../server/redact/record-redactor.ts";
import { scan } from "../../../server/transcripts/scan.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";

const redact = recordRedactor([{ API_TOKEN: "correct-horse-battery" }]);
const one = async (text: string) => (await redact([text])).texts[0];

const BASE64 = "MIIEpAIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun";
const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${BASE64}\n${BASE64}\n-----END RSA PRIVATE KEY-----`;
const GITHUB = `ghp_${"a1B2c3".repeat(6)}`;

function stringsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	if (typeof value !== "object" || value === null) return [];
	return Object.values(value).flatMap(stringsIn);
}

test("of the secrets that were planted in the corpus not one is kept, and each is counted", async () => {
	const corpus = unpackTranscripts();
	onTestFinished(corpus.remove);
	let seen = 0;
	for (const { path } of corpus.files) {
		const { plantedSecrets } = JSON.parse(readFileSync(path.replace(/\.jsonl$/, ".expected.json"), "utf8")) as {
			plantedSecrets?: Record<string, string[]>;
		};
		if (!plantedSecrets) continue;
		const planted = Object.values(plantedSecrets).flat();
		// Of a key that lies across lines each line is one.
		const lines = planted.flatMap((secret) => secret.split("\n")).filter((line) => !line.startsWith("-----"));
		for await (const conversation of scan([path], null, () => undefined)) {
			const texts = stringsIn([conversation.turns, conversation.events, conversation.sidechain, conversation.title]);
			expect(lines.filter((line) => texts.some((text) => text.includes(line)))).toEqual(lines);
			const clean = await redact(texts);
			expect(lines.filter((line) => clean.texts.some((text) => text.includes(line)))).toEqual([]);
			expect(clean.found).toBeGreaterThanOrEqual(planted.length);
			expect(clean.texts).toHaveLength(texts.length);
			seen += 1;
		}
	}
	expect(seen).toBe(3);
});

test.each([
	["DB_PASSWORD=hunter2", "DB_PASSWORD=[redacted]"],
	["export STRIPE_KEY='sk abc def 123'", "export STRIPE_KEY='[redacted]'"],
	["export GITHUB_TOKEN='abc def'", "export GITHUB_TOKEN='[redacted]'"],
	['{"password":"a\\"b9","user":"me"}', '{"password":"[redacted]","user":"me"}'],
	[JSON.stringify(JSON.stringify({ password: "hunter22" })), '"{\\"password\\":\\"[redacted]\\"}"'],
	["api_key: a8f5f167f44f, region: eu", "api_key: [redacted], region: eu"],
	["--client-secret=x7Yz99kk --verbose", "--client-secret=[redacted] --verbose"],
	['  passphrase: "correct horse 2 battery"', '  passphrase: "[redacted]"'],
	["user=me\npassword=letmein\nport=5432", "user=me\npassword=[redacted]\nport=5432"],
	["x-api-key: a8f5f167f44f", "x-api-key: [redacted]"],
	["deploy --token a8f5f167 --region eu", "deploy --token [redacted] --region eu"],
	["curl -u me:hunter2 https://example.org", "curl -u me:[redacted] https://example.org"],
	["Cookie: session=a8f5f167f44f4964e6c9; theme=dark", "Cookie: [redacted]; theme=dark"],
	[
		`DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${"a1B2".repeat(21)}ab==;`,
		expect.not.stringContaining("a1B2a1B2"),
	],
	["key = 'a8f5f167f44f4964e6c998dee827110c'", "key = '[redacted]'"],
])("the setting %s", async (text, clean) => {
	expect(await one(text)).toEqual(clean);
});

test.each([
	[`token ${GITHUB}.`, "token [redacted]."],
	["sk-ant-api03-FAKEucFtRUS5Tfx", "[redacted]"],
	["cut: ghp_FAKEXNmBD96TfIjC", "cut: [redacted]"],
	["AIzaSyA1234567890abcdefghijklmnopqrstuv", "[redacted]"],
	[`rk_live_${"a1b2c3d4".repeat(3)} and whsec_${"a1b2c3d4".repeat(4)}`, "[redacted] and [redacted]"],
	["aws AKIAFAKETVPKZHQY5NY3 / FAKEZouG0txa1t0hSejlZ92Bn0l3X8gk6i6WcMiI", "aws [redacted] / [redacted]"],
	["AKIAFAKETVPKZHQY5NY3\nFAKEZouG0txa1t0hSejlZ92Bn0l3X8gk6i6WcMiI", "[redacted]\n[redacted]"],
	["Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer [redacted]"],
	["curl -H 'authorization: Basic dXNlcjpwYXNzd29yZA=='", "curl -H 'authorization: Basic [redacted]'"],
	["git clone https://me:hunter2@example.org/a.git", "git clone https://me:[redacted]@example.org/a.git"],
	["the token correct-horse-battery is known", "the token [redacted] is known"],
	["https://hooks.slack.com/services/T00000000/B00000000/abcdefghijkl", "[redacted]"],
])("the token in %s", async (text, clean) => {
	expect(await one(text)).toBe(clean);
});

test("what only the library of patterns knows is asked of it, in its place", async () => {
	const { texts, found } = await redact([
		"one",
		"x\nclone https://a1b2c3d4e5f6a7b8:x-oauth-basic@github.com/me/it.git now\ny",
		`z ${GITHUB}`,
		"two",
	]);
	expect(texts).toEqual(["one", expect.stringMatching(/^x\nclone \[redacted\].* now\ny$/), "z [redacted]", "two"]);
	expect(found).toBe(2);
});

test.each([
	["across lines", `a\n${PEM}\nb`],
	["with line ends of Windows", PEM.replaceAll("\n", "\r\n")],
	["within JSON", JSON.stringify({ key: PEM, next: 1 })],
	["within JSON within JSON", JSON.stringify(JSON.stringify({ key: PEM }))],
	[
		"as a tool shows a file",
		PEM.split("\n")
			.map((line, n) => `     ${n + 1}→${line}`)
			.join("\n"),
	],
	[
		"in a diff",
		PEM.split("\n")
			.map((line) => `+${line}`)
			.join("\n"),
	],
	[
		"that was taken out in a diff",
		PEM.split("\n")
			.map((line) => `-${line}`)
			.join("\n"),
	],
	["of which the end is missing", PEM.split("\n").slice(0, 2).join("\n")],
	["of which the beginning is missing", PEM.split("\n").slice(1).join("\n")],
])("a private key %s is gone, and is one secret", async (_, text) => {
	const { texts, found } = await redact([text]);
	expect(texts[0]).not.toContain("MIIEp");
	expect(found).toBe(1);
});

test.each([
	"const token = useToken(); const apiKey = config.apiKey ?? process.env.API_KEY;",
	"interface Login { password: string; token?: string | null; key: number }",
	'<Row key={item.id} className="a" /> keyboard: us, monkey=banana',
	'for (const [key, value] of entries) keys[key] = "value-of-key";',
	"login(\n\tpassword=form.password,\n\ttoken=token,\n)\npassword=self.password",
	"run --token <token> --secret-name db --password $PASS; docker run -u 1000:1000 -p 80:80",
	"password = form.password; this.secret = options.secret",
	'{"max_tokens": 4096, "input_tokens":17, "tokenizer":"cl100k_base"}',
	"API_KEY=$API_KEY DB_PASSWORD=$(pass db) GITHUB_TOKEN=<your token> SECRET=changeme",
	"commit 1f3a5b7c9d1e3f5a7b9c1d3e5f7a9b1c3d5e7f9a, 550e8400-e29b-41d4-a716-446655440000",
	'"integrity": "sha512-wy8OTjwsJwQRnQJkKnMJJ9vcytRdBPAgIF/Hy6+s1dAj42BHMKiyL8JzEieIl3JY7idt8eyHwBWTO8mh/+mtwA=="',
	"src=data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
	"a basic understanding of bearer authentication; sk-learn-pipeline-example-text",
	"postgres://user:password@localhost:5432/app at http://localhost:4310/x@y",
	"你好，密钥在环境变量里。Ein Schlüssel: keiner.",
	"The key: it must be short. Password: see the manual.",
])("ordinary text stays as it is: %s", async (text) => {
	expect(await redact([text])).toEqual({ texts: [text], found: 0 });
});

test("secrets are counted one by one", async () => {
	const { found } = await redact([`${GITHUB} ${GITHUB}\nDB_PASSWORD=hunter2`, "nothing", PEM, "correct-horse-battery"]);
	expect(found).toBe(5);
});

test("in a line of a megabyte a secret is found wherever it is, and the rest stays", async () => {
	const filler = "lorem ipsum dolor ".repeat(30_000);
	const text = `${filler}${GITHUB} ${filler}DB_PASSWORD=hunter2 ${filler}eyJhbGciOiJIUzI1.eyJ${"a1".repeat(9_000)}`;
	const clean = await one(text);
	// Compared as a whole it would be printed as a whole.
	expect(clean === `${filler}[redacted] ${filler}DB_PASSWORD=[redacted] ${filler}[redacted]`).toBe(true);
});

test("no text takes longer than its length explains", async () => {
	await one(GITHUB);
	for (const part of [
		"sk-",
		"key=",
		"token: ",
		"AKIA",
		"eyJ",
		"eyJ-",
		"eyJhbGciOiJI.",
		"://a:b@",
		"bearer ",
		'secret="',
		'\\"key\\":',
		"SG.",
		"xox",
	]) {
		const started = performance.now();
		await one(part.repeat(40_000));
		expect(performance.now() - started, part).toBeLessThan(4_000);
	}
});
