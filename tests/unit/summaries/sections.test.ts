import { expect, test } from "vitest";
import { isConfiguration, settingCommand } from "../../../server/summaries/configurations.ts";
import { isDecision } from "../../../server/summaries/decisions.ts";
import { errorLines, exitCodeIn, reasonIn } from "../../../server/summaries/errors.ts";
import { gist, sentencesOf } from "../../../server/summaries/sentences.ts";

test.each([
	"We decided to keep the old format.",
	"Decision: one file per day.",
	"I'll go with a queue in the database.",
	"Let's use pnpm here.",
	"We use SQLite instead of PostgreSQL.",
	"From now on every commit needs a test.",
	"Wir nehmen die erste Variante.",
	"Hemos decidido usar Redis.",
	"Решили оставить как есть.",
	"我们决定使用这个方案。",
	"この方式を使うことにします。",
])("decides: %s", (sentence) => {
	expect(isDecision(sentence, false)).toBe(true);
});

test.each([
	"Should we go with Redis?",
	"I will run the tests now.",
	"What did we decide?",
	"It is not decided yet.",
	"OK.",
])("decides nothing: %s", (sentence) => {
	expect(isDecision(sentence, false)).toBe(false);
});

test.each([
	"Always run the linter first.",
	"Please use tabs for indentation.",
	"Never commit to main.",
	"不要修改数据库。",
])("an instruction decides when a person gives it: %s", (sentence) => {
	expect(isDecision(sentence, true)).toBe(true);
});

test("the same words of an assistant are no decision", () => {
	expect(isDecision("Always run the linter first.", false)).toBe(false);
});

test.each([
	["TypeError: x is not a function", true],
	["error TS2304 in general talk", false],
	["src/a.ts(3,5): error TS2304: Cannot find name 'x'.", true],
	["fatal: not a git repository", true],
	["npm ERR! code ELIFECYCLE", true],
	["Traceback (most recent call last):", true],
	["bash: line 1: foo: command not found", true],
	["error[E0382]: borrow of moved value", true],
	["\tthrow new Error('x: y')", false],
	["0 errors, 0 warnings", false],
	["The word Error: appears here in the middle", false],
])("a line of output %j reports an error: %s", (line, reports) => {
	expect(errorLines(`first\n${line}\nlast`, 3)).toEqual(reports ? [line] : []);
});

test.each([
	["Exit code 4\nsome noise\nTypeError: boom\n at x", "TypeError: boom", 4],
	[
		"Chunk ID: 12\nWall time: 0.1 seconds\nProcess exited with code 2\nOutput:\nls: cannot access 'x'",
		"ls: cannot access 'x'",
		2,
	],
	["line one\nlast line", "last line", null],
	["cannot read it\nboom\nExit Code: 7\n", "cannot read it", 7],
	["", "", null],
])("the reason in %j is %j", (output, reason, code) => {
	expect(reasonIn(output)).toBe(reason);
	expect(exitCodeIn(output)).toBe(code);
});

test.each([
	"Set NODE_ENV=production before it starts.",
	"It reads DATABASE_URL from the environment.",
	"The server listens on port 8080.",
	"Open http://localhost:5173 in the browser.",
	"We are on Node 20.19 and PostgreSQL 16.",
	"Put it into docker-compose.yml.",
	"I upgraded zod@4.6.7.",
	"Set the timeout to 30 seconds.",
])("names a configuration: %s", (sentence) => {
	expect(isConfiguration(sentence)).toBe(true);
});

test.each([
	"All tests pass now.",
	"I looked at seven files.",
	"See src/cart.ts for it.",
	"The report is ready at 10:30.",
])("names no configuration: %s", (sentence) => {
	expect(isConfiguration(sentence)).toBe(false);
});

test.each([
	["export PORT=4310", true],
	["PORT=4310 npm start", true],
	["git config user.name Ann", true],
	["git config --get user.name", false],
	["npm test", false],
])("the command %j sets something: %s", (command, sets) => {
	expect(settingCommand(command) !== null).toBe(sets);
});

test("sentences are cut where they end, in any language, without code, tables and Markdown", () => {
	const text =
		"# The plan\n- **First** we look. Then we act!\n```\nWe decided nothing in code.\n```\n| a | b |\n> 我们看看。然后行动。\nv1.2 is out, e.g. here.";
	expect(sentencesOf(text)).toEqual([
		"The plan",
		"First we look.",
		"Then we act!",
		"我们看看。",
		"然后行动。",
		"v1.2 is out, e.g. here.",
	]);
});

test("a greeting alone is no gist", () => {
	expect(gist("Hi. Please mend the cart.\nIt is broken.", 100)).toBe("Hi. Please mend the cart. It is broken.");
	expect(gist("```js\nconst a = 1;\n```", 100)).toBe("```js const a = 1; ```");
});
