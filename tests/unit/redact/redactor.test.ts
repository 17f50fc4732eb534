import { expect, test } from "vitest";
import { redactor } from "../../../server/redact/redactor.ts";

const redact = redactor({
	API_TOKEN: "abcdefgh",
	DB_PASSWORD: 'quo"ted\\secret',
	SHORT_TOKEN: "true",
	DATABASE_URL: "postgres://app:p%40ssw0rd@db/main",
	TLS_KEY: "-----BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhkiG\nabc=\n-----END PRIVATE KEY-----",
	PWD: "/home/someone",
	HOME_DIR: "/home/someone",
});

test.each([
	["the token abcdefgh is here", "the token [redacted] is here"],
	[JSON.stringify({ password: 'quo"ted\\secret' }), '{"password":"[redacted]"}'],
	["true and /home/someone stay", "true and /home/someone stay"],
	["Authorization: Bearer abc.def-ghi_jkl/mno", "Authorization: Bearer [redacted]"],
	["cloning https://me:hunter2@example.org/a.git", "cloning https://me:[redacted]@example.org/a.git"],
	[`key ghp_${"a1".repeat(18)} end`, "key [redacted] end"],
	[`sk-ant-${"x".repeat(30)}`, "[redacted]"],
	["password p@ssw0rd of the database", "password [redacted] of the database"],
	["?p=p%40ssw0rd", "?p=[redacted]"],
	["1: MIIEvgIBADANBgkqhkiG", "1: [redacted]"],
	["authorization: Basic dXNlcjpwYXNzd29yZA==", "authorization: Basic [redacted]"],
	[`token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fw`, "token [redacted]"],
	[
		`x-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0 eyJhbGciOiJIUzI1NiJ9.com`,
		"x-[redacted] eyJhbGciOiJIUzI1NiJ9.com",
	],
	[`eyJhbGciOiJIUzI1NiJ9-sk-${"x".repeat(30)}`, "eyJhbGciOiJIUzI1NiJ9-[redacted]"],
	[`${"a".repeat(50)}://me:hunter2@example.org`, `${"a".repeat(50)}://me:[redacted]@example.org`],
	["http://http://me:hunter2@example.org", "http://http://me:[redacted]@example.org"],
	["redis://:hunter2@cache:6379", "redis://:[redacted]@cache:6379"],
	["mail me@example.org at http://localhost:4310/x@y", "mail me@example.org at http://localhost:4310/x@y"],
])("%s", (text, clean) => {
	expect(redact(text)).toBe(clean);
});

test.each([
	"a",
	"a.",
	"a-",
	"a:",
	"://",
	"a://",
	"a://:",
	"a://a:a",
	"http://http://",
	"eyJ-",
	"eyJ-eyJaaaaaaaaaa.",
	"eyJaaaaaaaaaa.eyJ",
	"sk-",
	"ghp_a",
	"bearer ",
	"basic\t",
	" ",
])("100,000 characters of %j take no time", (shape) => {
	for (const begin of ["", "a://", "a://a:", "bearer "]) {
		const from = performance.now();
		redact(begin + shape.repeat(100_000 / shape.length));
		expect(performance.now() - from).toBeLessThan(2_000);
	}
});
