import { describe, expect, test } from "vitest";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";

function parse(...lines: string[]) {
	return parseRoadmap(lines.join("\n"));
}
function idsOf(...lines: string[]) {
	return parse(...lines).items.map((item) => item.id);
}
function stepsOf(...lines: string[]) {
	return parse("## US-1: Title", "**Status**: Planned", "", ...lines).items[0]?.steps;
}

describe("a heading inside a fence is no heading:", () => {
	test.each([
		["backticks", "```", "```"],
		["tildes", "~~~", "~~~"],
		["a language", "```markdown", "```"],
		["a longer fence around a shorter", "````markdown\n```sh\n# x\n```", "````"],
		["tildes around backticks", "~~~\n```", "~~~"],
		["backticks around tildes", "```\n~~~", "```"],
		["a longer end", "```", "`````"],
		["a start inside, which ends nothing", "```\n```sh", "```"],
		["an indented fence", "   ```", "  ```"],
	])("%s", (_name, start, end) => {
		expect(idsOf("## US-1: Before", start, "## US-2: Inside", "### PRIORITY 3: Inside", end, "## US-4: After")).toEqual(
			["US-1", "US-4"],
		);
	});

	test("in a list", () => {
		expect(idsOf("## US-1: A", "- point", "  ```", "  ## US-2: Inside", "  ```", "## US-4: After")).toEqual([
			"US-1",
			"US-4",
		]);
	});

	test("in a fence that nothing closes, which is told", () => {
		const { items, warnings } = parse(
			"## US-1: A",
			"**Status**: Planned",
			"```sh",
			"rm -rf /",
			"## US-2: Inside",
			"",
			"text",
		);
		expect(items).toMatchObject([{ id: "US-1", endLine: 7, steps: [] }]);
		expect(items[0]?.warnings).toEqual(["Line 3: this block of commands is never closed, so it is not run."]);
		expect(warnings).toEqual(["Line 3: this code block is never closed, so all that follows is read as code."]);
	});
});

describe("is no fence, so that the heading after it counts:", () => {
	test.each([
		["two backticks", "``"],
		["a backtick in the language", "``` a`b"],
		["four spaces", "x\n\n    ```"],
		["backticks inside a line", "text ```"],
		["a fence that ends with its list", "- point\n  ```"],
		["a fence that ends with its quotation", "> ```"],
	])("%s", (_name, line) => {
		expect(idsOf(line, "## US-2: A heading")).toEqual(["US-2"]);
	});
});

describe("steps", () => {
	test("are the sh and bash blocks, whatever else the info string says", () => {
		const steps = stepsOf("```sh", "a", "```", "~~~Bash title=x", "b", "", "c", "~~~", "```  sh  ", "d", "```");
		expect(steps).toEqual([
			{ code: "a", line: 4, title: null },
			{ code: "b\n\nc", line: 7, title: null },
			{ code: "d", line: 12, title: null },
		]);
	});

	test.each(["", "shell", "console", "zsh", "shellcheck", "text sh", "{.sh}"])("are not blocks marked '%s'", (info) => {
		expect(stepsOf(`\`\`\`${info}`, "a", "```")).toEqual([]);
	});

	test("are not blocks in blocks, quotations, comments, indented code, or without a command", () => {
		expect(
			stepsOf(
				"````",
				"```sh",
				"a",
				"```",
				"````",
				"",
				"> ```sh",
				"> a",
				"> ```",
				"",
				"<!--",
				"```sh",
				"a",
				"```",
				"-->",
			),
		).toEqual([]);
		expect(stepsOf("text", "", "    ```sh", "    a", "    ```")).toEqual([]);
		expect(stepsOf("```sh", "   ", "```", "```sh", "```")).toEqual([]);
	});

	test("lose the indentation of their list, and only that", () => {
		const steps = stepsOf(
			"1. First:",
			"   ```sh",
			"   if true; then",
			"     echo a",
			"   fi",
			"   ```",
			"2. - Second:",
			"",
			"     ```sh",
			"     echo b",
			"     ```",
		);
		expect(steps).toEqual([
			{ code: "if true; then\n  echo a\nfi", line: 5, title: "First" },
			{ code: "echo b", line: 12, title: "Second" },
		]);
	});

	test("are not run when their list ends before they do", () => {
		const { items } = parse("## US-1: T", "**Status**: Planned", "- a", "  ```sh", "  rm -rf x", "text");
		expect(items[0]).toMatchObject({
			steps: [],
			warnings: ["Line 4: this block of commands is never closed, so it is not run."],
		});
	});

	test("are called after the nearest heading or short line since the code before", () => {
		const long = "x".repeat(81);
		const titles = stepsOf(
			...["#### 1. Set *up*", "**Estimate**: 1h", "", "```sh", "a", "```"],
			...["```sh", "b", "```"],
			...["Several lines", "the last of them: ", "```sh", "c", "```"],
			...["#### Heading", long, "```sh", "d", "```"],
			...[long, "```sh", "e", "```"],
			...["- [ ] ✅ A task:", "  ```sh", "  f", "  ```"],
			...["Before", "```json", "{}", "```", "```sh", "g", "```"],
		)?.map((step) => step.title);
		expect(titles).toEqual(["1. Set up", null, "the last of them", "Heading", null, "A task", null]);
	});
});
