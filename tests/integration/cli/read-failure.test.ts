import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFailure } from "../../../server/cli/dashboard/read-failure.ts";
import { tempHome } from "../../support/temp-home.ts";

const OLD = "An older start: something else was wrong.\n";

test.each([
	[
		"a sentence for a person",
		'{"level":30,"msg":"listening"}\nPort 4310 is taken: stop that program.\n',
		"Port 4310 is taken: stop that program.",
	],
	["nothing at all", "", null],
	["log lines alone", '{"level":60,"msg":"it ends"}\n', null],
	[
		"an error of the runtime's",
		"node:internal/modules/run_main:123\n    throw error;\n    ^\n\nError: Cannot find module 'next'\n    at x (file:///a.js:1:1)\n\nNode.js v20.19.0\n",
		/^Error: Cannot find module 'next' \(the whole story is in .*dashboard\.log\)$/,
	],
])("why a dashboard ended, told by %s", async (_what, written, expected) => {
	const log = join((await tempHome()).home, "dashboard.log");
	await writeFile(log, OLD + written);
	const failure = await readFailure(log, OLD.length);
	if (expected instanceof RegExp) expect(failure).toMatch(expected);
	else expect(failure).toBe(expected);
});
