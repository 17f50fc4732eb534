import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";
import { filesIn, readJson } from "./record.ts";

/** Times and days are checked by the patterns that come with their formats. */
const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { "date-time": true, date: true } });
const check = (name: string) =>
	ajv.compile(JSON.parse(readFileSync(join(packageRoot(), "docs", "schemas", name), "utf8")));

const FORMS: readonly [RegExp, ReturnType<typeof check>][] = [
	[/^chat_log_.*\.json$/, check("chat-log.schema.json")],
	[/^chat_index\.json$/, check("chat-index.schema.json")],
	[/^context_summary\.json$/, check("context-summary.schema.json")],
];

/** Every JSON file in the folder is what the published schemas say. */
export function expectValid(folder: string): void {
	for (const name of filesIn(folder)) {
		const form = FORMS.find(([pattern]) => pattern.test(name))?.[1];
		if (!form) continue;
		form(readJson(folder, name));
		expect(form.errors ?? [], name).toEqual([]);
	}
}
