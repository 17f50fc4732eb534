import { describe, expect, test } from "vitest";
import { withoutHidden } from "../../../server/text/hidden-characters.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../../../server/text/markdown.ts";

describe("a code block", () => {
	test("keeps the text as it is", () => {
		expect(codeBlock("ls -l\n", "sh")).toBe("```sh\nls -l\n```");
	});

	test("cannot be ended by what it holds", () => {
		expect(codeBlock("a\n`````\nb")).toBe("``````\na\n`````\nb\n``````");
	});

	test("takes any number of ticks", () => {
		expect(codeBlock("` ".repeat(300_000))).toMatch(/^```\n/);
	});
});

test("inline code takes backticks and line breaks", () => {
	expect(inlineCode("plain")).toBe("`plain`");
	expect(inlineCode("a`b")).toBe("``a`b``");
	expect(inlineCode("`a\nb`")).toBe("`` `a b` ``");
});

test("plain text stays plain", () => {
	expect(escapeMarkdown("**bold** [link](x) <b> # 1")).toBe("\\*\\*bold\\*\\* \\[link\\](x) \\<b\\> # 1");
});

describe("hidden characters", () => {
	test("are taken away", () => {
		expect(withoutHidden("a\u202eb\u001b")).toBe("ab");
	});

	test("are not those of ordinary text in any script", () => {
		expect(withoutHidden("naïve 日本 emoji 🌙\n\ttabs")).toBe("naïve 日本 emoji 🌙\n\ttabs");
	});
});
