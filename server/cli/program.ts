import { Argument, Command, Option } from "commander";
import { VERSION } from "../config/package-root.ts";
import { addChat } from "./chat-commands.ts";
import { addChats } from "./chats-commands.ts";
import { addConfiguring } from "./config-commands.ts";
import { type Context, createContext, type GlobalOptions } from "./context.ts";
import { addInbox } from "./inbox-commands.ts";
import { addMachine } from "./machine-commands.ts";
import { addMcp } from "./mcp-command.ts";
import { addNotify } from "./notify-commands.ts";
import { countOption, durationOption, patternOption, portOption } from "./parse-options.ts";
import { addRoadmap } from "./roadmap-commands.ts";
import { addRuns } from "./runs-commands.ts";
import { explainWrongUsage } from "./usage-errors.ts";

/** Told the exit status of the command that was called. */
export type Finish = (status: number) => void;

/** The command line. Each command's code is loaded only when it is called, so that none pays for the others. */
export function createProgram(finish: Finish): Command {
	const program = new Command("nightshift")
		.description("Looks after the programs that keep working when you close the terminal.")
		.version(VERSION)
		.option("--home <dir>", "state directory (default: NIGHTSHIFT_HOME, else ~/.nightshift)")
		.option("--json", "one JSON document on standard output, and nothing else there")
		.configureHelp({ showGlobalOptions: true })
		.helpCommand(false);
	addRunning(program, finish);
	addConfiguring(program, finish);
	addInbox(program, finish);
	addMcp(program, finish);
	addRules(program, finish);
	addRoadmap(program, finish);
	addRuns(program, finish);
	addNotify(program, finish);
	addChat(program, finish);
	addChats(program, finish);
	addMachine(program, finish);
	explainWrongUsage(program);
	return program;
}

/** Starting, stopping, looking. */
function addRunning(program: Command, finish: Finish): void {
	const port = () => new Option("--port <port>", "listen there instead of what is configured").argParser(portOption);
	const timeout = () =>
		new Option(
			"--timeout <duration>",
			"when to use force on a daemon, e.g. 10s, instead of its own stop.timeout",
		).argParser(durationOption);
	const dashboardOnly = () => new Option("--dashboard-only", "leave the daemons running");

	program
		.command("start [name...]")
		.description("start the dashboard and the daemons that start with it, or the daemons named")
		.option("--foreground", "be the dashboard: run it in this process, for service managers")
		.addOption(port())
		.option("--open", "open the browser, signed in")
		.addOption(new Option("--dev", "as --foreground, from source and with reload").hideHelp())
		.addOption(new Option("--renew", "end a running dashboard first, because it was built anew").hideHelp())
		.action(async (names: string[], options, self: Command) => {
			if ((options.foreground || options.dev) && (names.length > 0 || options.open)) {
				self.error("error: --foreground runs the dashboard alone: no names, no --open");
			}
			const { start } = await import("./commands/start.ts");
			finish(await start(contextOf(self), names, options));
		});
	program
		.command("stop [name...]")
		.description("stop all daemons, then the dashboard, or the daemons named")
		.addOption(dashboardOnly())
		.addOption(timeout())
		.action(async (names: string[], options, self: Command) => {
			if (options.dashboardOnly && names.length > 0) self.error("error: --dashboard-only goes without names");
			const { stop } = await import("./commands/stop.ts");
			finish(await stop(contextOf(self), names, options));
		});
	program
		.command("restart [name...]")
		.description("stop and start again: everything, or the daemons named")
		.addOption(dashboardOnly())
		.addOption(timeout())
		.addOption(port())
		.option("--open", "open the browser, signed in")
		.action(async (names: string[], options, self: Command) => {
			if (options.dashboardOnly && names.length > 0) self.error("error: --dashboard-only goes without names");
			const { restart } = await import("./commands/restart.ts");
			finish(await restart(contextOf(self), names, options));
		});
	program
		.command("status [name...]")
		.description("what runs and what it does, also with the dashboard down")
		.action(async (names: string[], _options, self: Command) => {
			const { status } = await import("./commands/status.ts");
			finish(await status(contextOf(self), names));
		});
	program
		.command("logs <name>")
		.description("the last lines of a daemon's log, across rotated files")
		.option("-n, --lines <count>", "how many", countOption, 200)
		.option("-f, --follow", "go on with what it writes, until Ctrl-C")
		.option("--grep <pattern>", "only the lines that match this regular expression", patternOption)
		.option("-i, --ignore-case", "of --grep: capital letters or not")
		.action(async (name: string, options, self: Command) => {
			const context = contextOf(self);
			if (options.follow && context.json)
				self.error("error: --follow has no end and --json is one document: choose one");
			const { logs } = await import("./commands/logs.ts");
			finish(await logs(context, name, options));
		});
	program
		.command("dossier <name> [id]")
		.description("what is known of a daemon's last crash or hang, or of the one named")
		.option("--list", "which there are, the newest first")
		.action(async (name: string, id: string | undefined, options, self: Command) => {
			if (options.list && id !== undefined) self.error("error: --list goes without an id");
			const { dossier } = await import("./commands/dossier.ts");
			finish(await dossier(contextOf(self), name, id, options));
		});
	program
		.command("open")
		.description("open the dashboard in the browser, signed in")
		.option("--print", "print the link instead")
		.action(async (options, self: Command) => {
			const { open } = await import("./commands/open.ts");
			finish(await open(contextOf(self), options));
		});
}

/** What agents may do without a question. */
function addRules(program: Command, finish: Finish): void {
	program
		.command("rules")
		.description("what agents may do, or may not, because you once said so; or revoke ID")
		.addArgument(new Argument("[what]", "what to do").choices(["list", "revoke"]).default("list"))
		.argument("[id]", "of revoke: R-3")
		.option("--all", "of list: ended ones too")
		.action(async (what: string, id: string | undefined, options, self: Command) => {
			if ((what === "revoke") !== (id !== undefined))
				self.error("error: revoke takes the id of a rule, list takes none");
			const rules = await import("./commands/rules.ts");
			const context = contextOf(self);
			finish(id === undefined ? await rules.listOfRules(context, options) : await rules.revoke(context, id));
		});
}

function contextOf(command: Command): Context {
	return createContext(command.optsWithGlobals<GlobalOptions>());
}
