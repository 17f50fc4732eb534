import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../server/config/check.ts";
import { withDaemon, withoutDaemon } from "../../../server/config/edit-config.ts";

const bot = { command: ["bot", "--level", "2"], cwd: "/srv" };

describe("changing config.json", () => {
	test("keeps comments, order and indentation", () => {
		const text = `{
  // mine
  "daemons": {
    "a": { "command": ["a"] }, // the first
    "b": { "command": ["b"] }
  }
}
`;
		const more = withDaemon(text, "bot", bot);
		expect(more).toContain("// mine");
		expect(more).toContain("// the first");
		expect(more).toContain('\n    "bot": {\n      "command": [');
		expect(checkConfig(more)).toMatchObject({ names: ["a", "b", "bot"], file: { daemons: { bot } } });
		const less = withoutDaemon(more, "a");
		expect(checkConfig(less)).toMatchObject({ names: ["b", "bot"] });
		expect(less).toContain("// mine");
	});

	test("makes the group of daemons when there is none, and keeps a byte order mark and CRLF", () => {
		expect(checkConfig(withDaemon("{}", "bot", bot))).toMatchObject({ names: ["bot"] });
		const text = '\uFEFF{\r\n\t"dashboard": {"port": 5000}\r\n}\r\n';
		const more = withDaemon(text, "bot", bot);
		expect(more.startsWith("\uFEFF{\r\n")).toBe(true);
		expect(more.replaceAll("\r\n", "")).not.toContain("\n");
		expect(checkConfig(more)).toMatchObject({ names: ["bot"], file: { dashboard: { port: 5000 } } });
	});

	test("adding and taking out again leaves the same settings, whatever the words are", () => {
		const word = fc.string({ minLength: 1 });
		// The one word that cannot be a name, which is said: see tests/unit/config/check.test.ts.
		const name = word.filter((one) => one !== "__proto__");
		fc.assert(
			fc.property(fc.array(word, { minLength: 1 }), fc.dictionary(name, word), (command, env) => {
				const text = '{\n\t"daemons": {\n\t\t"a": { "command": ["a"] }\n\t}\n}\n';
				const more = withDaemon(text, "bot", { command, env });
				expect(checkConfig(more)).toMatchObject({ file: { daemons: { bot: { command } } } });
				expect(checkConfig(withoutDaemon(more, "bot"))).toEqual(checkConfig(text));
			}),
		);
	});
});
