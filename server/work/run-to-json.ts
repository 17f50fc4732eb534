import type { ExportedRun } from "./export-run.ts";

/** A run as JSON, in parts: only one turn or step at a time is held. */
export async function* runToJson({ record, turns, steps }: ExportedRun): AsyncGenerator<string> {
	yield "{";
	for (const [key, value] of Object.entries(record)) yield `\n\t${JSON.stringify(key)}: ${indented(value, "\t")},`;
	yield* list("turns", turns());
	yield ",";
	yield* list("steps", steps());
	yield "\n}\n";
}

async function* list(key: string, values: AsyncIterable<unknown>): AsyncGenerator<string> {
	yield `\n\t${JSON.stringify(key)}: [`;
	let isFirst = true;
	for await (const value of values) {
		yield `${isFirst ? "" : ","}\n\t\t${indented(value, "\t\t")}`;
		isFirst = false;
	}
	yield isFirst ? "]" : "\n\t]";
}

/** A line break inside a text is escaped in JSON, so that those that are there are its own. */
function indented(value: unknown, indent: string): string {
	return JSON.stringify(value, null, "\t").replaceAll("\n", `\n${indent}`);
}
