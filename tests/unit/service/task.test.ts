import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readSeal } from "../../../server/service/seal.ts";
import { windowsCommandLine } from "../../../server/service/windows/command-line.ts";
import { describeTask } from "../../../server/service/windows/task.ts";
import { textOfElement } from "../../../server/service/xml.ts";
import { definition } from "./definitions.ts";

const ON_WINDOWS = definition({
	home: "C:\\Users\\R&D me\\.nightshift",
	node: "C:\\Program Files\\nodejs\\node.exe",
	program: "C:\\nightshift\\bin\\nightshift",
	root: "C:\\nightshift",
});

function elements(xml: string): (name: string) => (string | null)[] {
	const parser = new DOMParser({
		onError: (level, message) => {
			throw new Error(`${level}: ${message}`);
		},
	});
	const document = parser.parseFromString(xml, "text/xml");
	return (name) => [...document.getElementsByTagName(name)].map((element) => element.textContent);
}

test("the task starts with the session, without a window, for as long as it likes, and is begun again after a crash", () => {
	const textsOf = elements(describeTask(ON_WINDOWS, "HOST\\me"));
	expect(textsOf("Command")).toEqual(["conhost.exe"]);
	expect(textsOf("Arguments")).toEqual([
		'--headless "C:\\Program Files\\nodejs\\node.exe" C:\\nightshift\\bin\\nightshift start --foreground --home "C:\\Users\\R&D me\\.nightshift"',
	]);
	expect(textsOf("WorkingDirectory")).toEqual(["C:\\nightshift"]);
	expect(textsOf("UserId")).toEqual(["HOST\\me", "HOST\\me"]);
	expect(textsOf("LogonTrigger")).toHaveLength(1);
	expect(textsOf("Interval")).toEqual(["PT1M", "PT1M"]);
	expect(textsOf("MultipleInstancesPolicy")).toEqual(["IgnoreNew"]);
	expect(textsOf("ExecutionTimeLimit")).toEqual(["PT0S"]);
	expect(textsOf("Hidden")).toEqual(["true"]);
	expect(textsOf("RunLevel")).toEqual(["LeastPrivilege"]);
});

test("what it was made from stands in it", () => {
	expect(readSeal(describeTask(ON_WINDOWS, "me"))).toEqual({ definition: ON_WINDOWS, intact: true });
});

test("the text of an element is read back as it was", () => {
	const xml = describeTask(ON_WINDOWS, 'R&D\\"<me>');
	expect(textOfElement(xml, "UserId")).toBe('R&D\\"<me>');
	expect(textOfElement(xml, "Author")).toBeNull();
});

test("a command line gives back the arguments it was made from, by the rules of CommandLineToArgvW", () => {
	const argument = fc.string({ unit: fc.constantFrom("a", " ", '"', "\\", "\t", "é"), maxLength: 12 });
	fc.assert(
		fc.property(fc.array(argument, { maxLength: 5 }), (args) => {
			expect(argvOf(windowsCommandLine(args))).toEqual(args);
		}),
		{ numRuns: 2_000 },
	);
});

/** The rules as Microsoft documents them: 2n backslashes before a quote are n, one more makes the quote an ordinary one. */
function argvOf(line: string): string[] {
	const args: string[] = [];
	for (let at = 0; at < line.length; ) {
		let [argument, quoted, begun] = ["", false, false];
		for (; at < line.length && (quoted || !/[ \t]/.test(line.charAt(at))); begun = true) {
			const [backslashes] = /^\\*/.exec(line.slice(at)) ?? [""];
			const before = line.charAt(at + backslashes.length) === '"';
			if (!before) {
				argument += backslashes || line.charAt(at);
				at += backslashes.length || 1;
				continue;
			}
			argument += "\\".repeat(Math.floor(backslashes.length / 2));
			if (backslashes.length % 2 === 1) argument += '"';
			else quoted = !quoted;
			at += backslashes.length + 1;
		}
		if (begun) args.push(argument);
		else at += 1;
	}
	return args;
}
