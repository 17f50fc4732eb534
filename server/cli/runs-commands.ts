import { type Command, InvalidArgumentError, Option } from "commander";
import { createContext, type GlobalOptions } from "./context.ts";
import { countOption, pastOption } from "./parse-options.ts";
import type { Finish } from "./program.ts";

/** The record of what developers did, and the handover made of it. */
export function addRuns(program: Command, finish: Finish): void {
	program
		.command("handover")
		.description("what was done, decided and spent since you last looked, what waits and what is at risk")
		.option("--day <day>", "of that day instead, e.g. 2026-11-21")
		.addOption(
			new Option("--since <time>", "since then instead: 12h, or a time like 2026-11-21T05:00Z").argParser(pastOption),
		)
		.option("--read", "mark it as read: the next one begins here")
		.action(async (options, self: Command) => {
			if (options.day && options.since) self.error("error: name a --day or --since, not both");
			const { handover } = await import("./commands/handover.ts");
			finish(await handover(createContext(self.optsWithGlobals<GlobalOptions>()), options));
		});
	const runs = program
		.command("runs")
		.description("what developers worked on: list (as without a word), show ID, export ID FILE");
	runs
		.command("list [name]", { isDefault: true })
		.description("the latest runs, of all developers or the one named")
		.option("--item <id>", "only those of this roadmap item")
		.addOption(
			new Option("--status <status>", "only those that stand so").choices([
				"running",
				"parked",
				"review",
				"done",
				"failed",
				"retried",
			]),
		)
		.option("-n, --limit <count>", "how many", countOption, 50)
		.action(async (name: string | undefined, options, self: Command) => {
			const { listTheRuns } = await import("./commands/runs.ts");
			finish(await listTheRuns(createContext(self.optsWithGlobals<GlobalOptions>()), name, options));
		});
	runs
		.command("show")
		.argument("<id>", "the run's number", runNumber)
		.description("one run: how it stands, its checks, questions and commits")
		.action(async (id: number, _options, self: Command) => {
			const { showRun } = await import("./commands/runs.ts");
			finish(await showRun(createContext(self.optsWithGlobals<GlobalOptions>()), id));
		});
	runs
		.command("export")
		.argument("<id>", "the run's number", runNumber)
		.argument("<file>", "a new file")
		.description("all that is recorded of a run, into a new .md or .json file; - is standard output")
		.action(async (id: number, file: string, _options, self: Command) => {
			const { exportTheRun } = await import("./commands/runs.ts");
			finish(await exportTheRun(createContext(self.optsWithGlobals<GlobalOptions>()), id, file));
		});
}

function runNumber(text: string): number {
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new InvalidArgumentError('Runs have numbers; "nightshift runs" lists them.');
}
