import { Argument, type Command, Option } from "commander";
import { createContext, createUncheckedContext, type GlobalOptions } from "./context.ts";
import type { Finish } from "./program.ts";

/** What is between Nightshift and the machine it runs on. */
export function addMachine(program: Command, finish: Finish): void {
	program
		.command("service")
		.description("start at boot or login: install, uninstall, status (as without a word), print")
		.addArgument(
			new Argument("[what]", "what to do").choices(["install", "uninstall", "status", "print"]).default("status"),
		)
		.option("--force", "of install: replace a file that was edited by hand")
		.option("--no-start", "of install: leave the start to the next boot or login")
		.option("--linger", "of install: also start before anybody logs in (loginctl enable-linger)")
		.action(async (what: string, options, self: Command) => {
			if (what !== "install" && (options.force || options.linger || !options.start))
				self.error("error: --force, --no-start and --linger go with install");
			const service = await import("./commands/service.ts");
			const context = createContext(self.optsWithGlobals<GlobalOptions>());
			if (what === "install") finish(await service.installCommand(context, options));
			else if (what === "uninstall") finish(await service.uninstallCommand(context));
			else if (what === "print") finish(await service.printCommand(context));
			else finish(await service.statusCommand(context));
		});
	program.command("farewell", { hidden: true }).action(async (_options, self: Command) => {
		const { farewellCommand } = await import("./commands/service.ts");
		finish(await farewellCommand(createContext(self.optsWithGlobals<GlobalOptions>())));
	});
	program
		.command("doctor")
		.description("find what is wrong with this installation, and say the mend")
		.addOption(new Option("--fix", "mend what can be mended without any risk, and say what was done"))
		.action(async (options, self: Command) => {
			const { doctor } = await import("./commands/doctor.ts");
			finish(await doctor(createUncheckedContext(self.optsWithGlobals<GlobalOptions>()), options));
		});
}
