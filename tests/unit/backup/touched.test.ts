import { expect, test } from "vitest";
import { type Call, commandRun, Touched } from "../../../server/conversations/backup/touched.ts";

const AT = "2026-11-21T05:39:46.819Z";
const call = (name: string, input: unknown, ok: boolean | null = true): Call => ({ name, input, ok, at: AT });
const PATCH = "*** Begin Patch\n*** Add File: /a/new.py\n+x\n*** Update File: /a/old.py\n@@\n-x\n+y\n*** End Patch";

function factsOf(...calls: Call[]) {
	const touched = new Touched();
	for (const one of calls) touched.add(one);
	return touched.facts();
}

test.each([
	["Claude Code's Write", call("Write", { file_path: "/a/b.ts", content: "x" }), ["/a/b.ts"]],
	["Claude Code's Edit", call("Edit", { file_path: "/a/b.ts", old_string: "x", new_string: "y" }), ["/a/b.ts"]],
	["Claude Code's NotebookEdit", call("NotebookEdit", { notebook_path: "/a/b.ipynb", new_source: "" }), ["/a/b.ipynb"]],
	["Gemini's write_file", call("write_file", { file_path: "b.ts", content: "x" }), ["b.ts"]],
	["Gemini's replace", call("replace", { file_path: "b.ts", old_string: "x", new_string: "y" }), ["b.ts"]],
	[
		"a patch that Codex runs",
		call("exec_command", { cmd: `apply_patch <<'EOF'\n${PATCH}\nEOF` }),
		["/a/new.py", "/a/old.py"],
	],
	["Codex's apply_patch", call("apply_patch", { input: PATCH }), ["/a/new.py", "/a/old.py"]],
	["reading", call("Read", { file_path: "/a/b.ts" }), []],
	["what failed", call("Write", { file_path: "/a/b.ts" }, false), []],
	["what is no input", call("Write", null), []],
])("files touched by %s", (_name, one, files) => {
	expect(factsOf(one).filesTouched).toEqual(files);
});

test.each([
	["Bash", { command: "npm test\nnpm run check", description: "tests" }, "npm test\nnpm run check"],
	["run_shell_command", { command: "ls -la" }, "ls -la"],
	["exec_command", { cmd: "git status" }, "git status"],
	["shell", { command: ["bash", "-lc", "npm test | head"] }, "npm test | head"],
	["shell", { command: ["git", "status"] }, "git status"],
	["exec_command", { cmd: "apply_patch <<'EOF'\nEOF" }, null],
	["Bash", { command: 5 }, null],
	["Bash", "ls", null],
	["Write", { command: "ls" }, null],
])("the command of %s %j", (name, input, command) => {
	expect(commandRun({ name, input })).toBe(command);
});

test("a command is told with how it went, each time it is run; a file once", () => {
	const run = (ok: boolean | null) => call("Bash", { command: "npm test" }, ok);
	const write = call("Write", { file_path: "a" });
	expect(factsOf(run(false), write, run(true), write, run(null))).toEqual({
		filesTouched: ["a"],
		commandsRun: [false, true, null].map((ok) => ({ command: "npm test", at: AT, ok })),
		leftOut: { files: 0, commands: 0 },
	});
});

test("lists stay bounded, and say how much they leave out", () => {
	const many = Array.from({ length: 6_000 }, (_, number) => number);
	const facts = factsOf(
		...many.map((number) => call("Write", { file_path: `f${number}` })),
		...many.map(() => call("Bash", { command: "x".repeat(10_000) })),
	);
	expect(facts.filesTouched).toHaveLength(5_000);
	expect(facts.commandsRun).toHaveLength(5_000);
	expect(facts.commandsRun[0]?.command.length).toBeLessThanOrEqual(4_000);
	expect(facts.leftOut).toEqual({ files: 1_000, commands: 1_000 });
});
