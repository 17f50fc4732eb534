import { type Command, Option } from "commander";
import { type Context, createContext, type GlobalOptions } from "./context.ts";
import { listOption, momentOption, snoozeOption, textOption, waitOption } from "./parse-options.ts";
import type { Finish } from "./program.ts";

/** Questions, answers, and words for daemons. */
export function addInbox(program: Command, finish: Finish): void {
	addAsking(program, finish);
	addAnswering(program, finish);
	addTime(program, finish);
	program
		.command("tell <name> <text>")
		.description("a word for a daemon, delivered also when it does not run now")
		.addOption(
			new Option("--when <when>", "when it should read it")
				.choices(["now", "checkpoint", "after-task"])
				.default("checkpoint"),
		)
		.action(async (name: string, text: string, options, self: Command) => {
			const { tell } = await import("./commands/tell.ts");
			finish(await tell(contextOf(self), name, text, options));
		});
}

/** For scripts and programs that ask. */
function addAsking(program: Command, finish: Finish): void {
	program
		.command("ask <question>")
		.description("put a question in the inbox and print the answer when it comes")
		.option("--choice <text>", "an answer to choose from; give several", listOption)
		.option("--body <markdown>", "more about it; - reads standard input")
		.addOption(
			new Option("--wait <duration>", "how long to wait, or forever; 0 prints the ticket and returns")
				.argParser(waitOption)
				// As long as a night: an answer tomorrow morning is a normal answer.
				.default(waitOption("12h"), "12h"),
		)
		.option("--deadline <moment>", "2h from now, the next 09:00, or an ISO date with time", (text: string) =>
			momentOption(text),
		)
		.option("--default <answer>", "taken as the answer when the deadline passes")
		.option("--key <key>", "the same key is the same ticket: asking again asks nothing twice", textOption)
		.addOption(new Option("--urgency <urgency>", "how it is sorted").choices(["low", "normal", "high", "critical"]))
		.option("--daemon <name>", "who asks (default: NIGHTSHIFT_DAEMON)", textOption)
		.option("--attach <file>", "a file that comes with the question; give several", listOption)
		.option("--reply <text>", "with --key: explain what the person asked back about, then wait on", textOption)
		.action(async (question: string, options, self: Command) => {
			if (options.default !== undefined && !options.deadline) self.error("error: --default needs a --deadline");
			if (options.reply !== undefined && !options.key) self.error("error: --reply needs the --key of a question");
			const { ask } = await import("./commands/ask.ts");
			finish(await ask(contextOf(self), question, options));
		});
	program
		.command("reply <ticket> <text>")
		.description("explain a question that the person asked back about, as the one who asked it")
		.option("--key <key>", "the same key is the same message", textOption)
		.action(async (ticket: string, text: string, options, self: Command) => {
			const { reply } = await import("./commands/thread.ts");
			finish(await reply(contextOf(self), ticket, text, options));
		});
}

/** For the person. */
function addAnswering(program: Command, finish: Finish): void {
	program
		.command("inbox")
		.description("the questions that wait for an answer")
		.option("--all", "those that were answered too")
		.option("--search <words>", "only those with these words, each by its beginning", textOption)
		.option("--daemon <name>", "only those that this daemon asked", textOption)
		.option("--asleep", "only those that were put off, or are held for the next digest")
		.action(async (options, self: Command) => {
			if (options.all && options.asleep) self.error("error: --asleep is about what waits: it goes without --all");
			const { inbox } = await import("./commands/inbox.ts");
			finish(await inbox(contextOf(self), options));
		});
	program
		.command("show <ticket>")
		.description("one question: all of it, what was said about it, and what became of it")
		.action(async (ticket: string, _options, self: Command) => {
			const { show } = await import("./commands/show.ts");
			finish(await show(contextOf(self), ticket));
		});
	program
		.command("answer <ticket> <text...>")
		.description("answer a question: with a text, or exactly an option's id or label")
		.option("--comment <text>", "a word that goes with the answer")
		.option("--amend", "replace an answer that nobody has acted on yet")
		.option("--undoable", "hand it out only after your time to undo (nightshift undo)")
		.addOption(
			new Option("--late <choice>", "after a default was acted on: leave what was done, or have it done again").choices(
				["keep", "redo"],
			),
		)
		.action(async (ticket: string, texts: string[], options, self: Command) => {
			if (options.late && (options.amend || options.undoable))
				self.error("error: --late goes without --amend and --undoable");
			const { answer } = await import("./commands/answer.ts");
			finish(await answer(contextOf(self), ticket, texts, options));
		});
	program
		.command("undo <ticket>")
		.description("take an answer back that was not handed out yet")
		.action(async (ticket: string, _options, self: Command) => {
			const { undo } = await import("./commands/undo.ts");
			finish(await undo(contextOf(self), ticket));
		});
	program
		.command("ask-back <ticket> <text>")
		.description("ask whoever asked: they see it while they wait for the answer")
		.action(async (ticket: string, text: string, _options, self: Command) => {
			const { askBack } = await import("./commands/thread.ts");
			finish(await askBack(contextOf(self), ticket, text));
		});
}

/** When a question is seen. */
function addTime(program: Command, finish: Finish): void {
	program
		.command("snooze <ticket> <when>")
		.description("put a question off: 2h, the next 09:00, tomorrow, an ISO date with time; or bring it back: now")
		.action(async (ticket: string, when: string, _options, self: Command) => {
			const moment = snoozeOption(when);
			if (moment === null)
				self.error(
					'error: put it off until "2h" from now, the next "09:00", "tomorrow", an ISO date with time, or "now"',
				);
			const { snooze } = await import("./commands/snooze.ts");
			finish(await snooze(contextOf(self), ticket, moment));
		});
}

function contextOf(command: Command): Context {
	return createContext(command.optsWithGlobals<GlobalOptions>());
}
