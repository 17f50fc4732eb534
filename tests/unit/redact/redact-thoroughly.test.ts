import { describe, expect, test } from "vitest";
import { redactAssignments } from "../../../server/redact/assignments.ts";
import { redactKeys } from "../../../server/redact/pem.ts";
import { redactThoroughly } from "../../../server/redact/redact-thoroughly.ts";

const ENVIRONMENT = { API_TOKEN: "correct-horse-battery" };
const BASE64 = "MIIEpAIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun";
const redact = (...texts: string[]) => redactThoroughly(texts, [ENVIRONMENT]);

describe("an assignment", () => {
	test.each([
		["DB_PASSWORD=hunter2", "DB_PASSWORD=[redacted]"],
		["export GITHUB_TOKEN='abc def'", "export GITHUB_TOKEN='[redacted]'"],
		['{"password":"a\\"b","user":"me"}', '{"password":"[redacted]","user":"me"}'],
		["api_key: xyz, region: eu", "api_key: [redacted], region: eu"],
		["--client-secret=xyz --verbose", "--client-secret=[redacted] --verbose"],
		['STRIPE_KEY = "cut in the midd', 'STRIPE_KEY = "[redacted]'],
		["postgres.password=hunter2", "postgres.password=[redacted]"],
	])("%s", (text, clean) => {
		expect(redactAssignments(text)).toBe(clean);
	});

	test.each([
		'{"max_tokens": 4096, "input_tokens":17, "tokenType":null}',
		"monkey=banana keyboard: us",
		"password: null",
		"at Object.<anonymous> (/srv/bot/token.js:12:3)",
		"PWD=/srv/bot",
	])("is left alone when it is none of a secret: %s", (text) => {
		expect(redactAssignments(text)).toBe(text);
	});

	test("takes time that is linear in the text", () => {
		const started = performance.now();
		for (const part of ["a.", "token=", "'", '"\\', "password: ", "_-"]) redactAssignments(part.repeat(50_000));
		expect(performance.now() - started).toBeLessThan(2_000);
	});
});

describe("a private key", () => {
	const whole = ["-----BEGIN RSA PRIVATE KEY-----", BASE64, "abcd==", "-----END RSA PRIVATE KEY-----"];
	test("across lines is blotted out, and nothing around it", () => {
		expect(redactKeys(["before", ...whole, "after"])).toEqual([
			"before",
			...Array.from({ length: 4 }, () => "[redacted]"),
			"after",
		]);
	});

	test("of which only the end is here", () => {
		expect(redactKeys(["Error: boom", ...whole.slice(1), "after"]).join()).toBe(
			"Error: boom,[redacted],[redacted],[redacted],after",
		);
	});

	test("of which only the beginning is here, with what a logger puts before its lines", () => {
		const logged = whole.slice(0, 3).map((line) => `12:00 bot | ${line}`);
		expect(redactKeys([...logged, "12:01 bot | it goes on"]).join("\n")).toBe(
			"12:00 bot | [redacted]\n[redacted]\n[redacted]\n12:01 bot | it goes on",
		);
	});

	test("within one line of JSON, twice", () => {
		const line = JSON.stringify({ a: whole.join("\n"), b: whole.join("\n"), c: 1 });
		expect(redactKeys([line])).toEqual(['{"a":"[redacted]","b":"[redacted]","c":1}']);
	});
});

describe("thoroughly", () => {
	test("as many texts come out as went in, line by line", async () => {
		expect(await redact("", "a\nb", "the token correct-horse-battery\n", "c")).toEqual([
			"",
			"a\nb",
			"the token [redacted]\n",
			"c",
		]);
	});

	test("what patterns of services find", async () => {
		const slack = "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx";
		const npm = `npm_${"a1B2c3".repeat(6)}`;
		const sendgrid = `SG.${"a1B2c3d4".repeat(2)}abcdef.${"a1B2c3d4".repeat(5)}abc`;
		expect(await redact(`one ${npm} two`, `${slack} ${sendgrid}.`)).toEqual([
			"one [redacted] two",
			"[redacted] [redacted].",
		]);
	});

	test("a program cannot switch that off by a comment in its log", async () => {
		const npm = `npm_${"a1B2c3".repeat(6)}`;
		expect(await redact("/* secretlint-disable */", npm)).toEqual(["/* secretlint-disable */", "[redacted]"]);
	});

	test("a long line is cut, and not in the middle of a secret", async () => {
		const github = `ghp_${"a1B2c3".repeat(6)}`;
		const [line = ""] = await redact(`${"x ".repeat(990)}${github}${" y".repeat(1_000)}`);
		expect(line).toHaveLength(2_001);
		expect(line).toContain(" [redacted] y");
		const [other = ""] = await redact(`${"x ".repeat(995)}${github}`);
		expect(other).not.toContain("ghp_");
	});

	test("200 lines that patterns like least take less than a second", async () => {
		const line = "sk-ant-+xoxb-xoxb-".repeat(1_000);
		await redact("load the patterns");
		const started = performance.now();
		await redact(...Array.from({ length: 200 }, () => line));
		expect(performance.now() - started).toBeLessThan(1_000);
	});
});
