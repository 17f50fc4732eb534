import { type Command, InvalidArgumentError, Option } from "commander";
import { createContext, type GlobalOptions } from "./context.ts";
import { durationOption, listOption } from "./parse-options.ts";
import type { Finish } from "./program.ts";

/** What is looked after: programs put into `config.json` and taken out of it. */
export function addConfiguring(program: Command, finish: Finish): void {
	program
		.command("add <name> [command...]")
		.description("look after one more program: nightshift add my-bot -- python3 bot.py")
		.option("--cwd <dir>", "where it runs (default: this folder)")
		.option("--env <key=value>", "a variable for its environment; give several", environmentOption)
		.option("--autostart", "start it together with the dashboard")
		.option("--after <name>", "start it after this one is ready; give several", listOption)
		.addOption(new Option("--program <name>", "a built-in program, in place of a command").choices(["code-developer"]))
		.option("--workspace <dir>", "of code-developer: the git repository to work on (default: this folder)")
		.option("--start", "start it now")
		.action(async (name: string, command: string[], options, self: Command) => {
			if ((options.program !== undefined) === command.length > 0)
				self.error('error: name its command after "--", or a built-in program with --program');
			if (options.workspace !== undefined && options.program === undefined)
				self.error("error: --workspace goes with --program code-developer");
			if (options.cwd !== undefined && options.program !== undefined)
				self.error("error: --cwd goes with a command; --program has its --workspace");
			const { add } = await import("./commands/add.ts");
			finish(await add(createContext(self.optsWithGlobals<GlobalOptions>()), name, command, options));
		});
	program
		.command("remove <name>")
		.description("stop a program and take it out of config.json; its logs and records stay")
		.addOption(
			new Option("--timeout <duration>", "use force to stop it after so long, e.g. 10s").argParser(durationOption),
		)
		.action(async (name: string, options, self: Command) => {
			const { remove } = await import("./commands/remove.ts");
			finish(await remove(createContext(self.optsWithGlobals<GlobalOptions>()), name, options));
		});
}

function environmentOption(text: string, before: Record<string, string> | undefined): Record<string, string> {
	const match = /^([^=]+)=(.*)$/s.exec(text);
	if (!match) throw new InvalidArgumentError('It must be KEY=VALUE, e.g. "LEVEL=2".');
	return { ...before, [match[1] ?? ""]: match[2] ?? "" };
}
