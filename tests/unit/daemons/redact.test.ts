import { expect, test } from "vitest";
import { redactor } from "../../../server/daemons/kit/redact.ts";

const redact = redactor({
	API_TOKEN: "abcdefgh",
	DB_PASSWORD: 'quo"ted\\secret',
	SHORT_TOKEN: "true",
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
	["mail me@example.org at http://localhost:4310/x@y", "mail me@example.org at http://localhost:4310/x@y"],
])("%s", (text, clean) => {
	expect(redact(text)).toBe(clean);
});
