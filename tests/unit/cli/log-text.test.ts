import { describe, expect, test } from "vitest";
import { LogTextFilter, showLogText } from "../../../server/cli/print/log-text.ts";

describe("a log on a terminal", () => {
	test("keeps its colours", () => {
		const text = "\u001B[1;38;5;8mgrey\u001B[0m \u001B[38;2;8;8;8mx\u001B[m";
		expect(showLogText(text)).toBe(text);
	});

	test("moves no cursor, sets no title, erases, hides and reorders nothing", () => {
		expect(showLogText("a\u001B[2J\u001B[1Ab\u001B]0;title\u0007c\u001B]52;c;ZXZpbA==\u001B\\d")).toBe("abcd");
		expect(showLogText("a\u001B[8mhidden\u001B[0m")).toBe("ahidden\u001B[0m");
		expect(showLogText("a\rb\u0008\u202Ec")).toBe("a⟦U+000D⟧b⟦U+0008 U+202E⟧c");
		expect(showLogText("line\r\nnext\ttab")).toBe("line\nnext\ttab");
	});

	test("is the same however it is cut into pieces", () => {
		const text = "añ€\u001B[31mred\u001B[0m\r\n\u001B]0;title\u0007end\u001B[2K.";
		const bytes = Buffer.from(text);
		for (let size = 1; size < bytes.length; size++) {
			const filter = new LogTextFilter();
			let shown = "";
			for (let at = 0; at < bytes.length; at += size) shown += filter.push(bytes.subarray(at, at + size));
			expect(shown + filter.end()).toBe("añ€\u001B[31mred\u001B[0m\nend.\u001B[0m");
		}
	});

	test("with a sequence that never ends is shown all the same", () => {
		const filter = new LogTextFilter();
		const shown = filter.push(Buffer.from(`\u001B]0;${"x".repeat(10_000)}`));
		expect(shown + filter.end()).toContain("x".repeat(10_000));
	});
});
