import { type Command, Option } from "commander";
import { createContext, type GlobalOptions } from "./context.ts";
import { countOption } from "./parse-options.ts";
import type { Finish } from "./program.ts";

/** How the person is told of what needs them. */
export function addNotify(program: Command, finish: Finish): void {
	const notify = program
		.command("notify")
		.description("how you are told of what needs you: log (as without a word), test CHANNEL");
	notify
		.command("log", { isDefault: true })
		.description("what was sent, by which way, and how that went")
		.addOption(new Option("--status <status>", "only those").choices(["pending", "sent", "failed", "dropped"]))
		.option("-n, --limit <count>", "how many", countOption, 50)
		.action(async (options, self: Command) => {
			const { notifyLog } = await import("./commands/notify.ts");
			finish(await notifyLog(createContext(self.optsWithGlobals<GlobalOptions>()), options));
		});
	notify
		.command("test [channel]")
		.description("send a test by email, push or the webhook of that name; without a name: by all of them")
		.action(async (channel: string | undefined, _options, self: Command) => {
			const { notifyTest } = await import("./commands/notify.ts");
			finish(await notifyTest(createContext(self.optsWithGlobals<GlobalOptions>()), channel));
		});
}
