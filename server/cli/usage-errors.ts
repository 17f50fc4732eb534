import type { Command } from "commander";
import { oneLine, toTerminal } from "./print/terminal.ts";

/** Wrong usage is one line that says where the right one stands, like every other failure. */
export function explainWrongUsage(program: Command): void {
	for (const command of everyCommand(program)) {
		const path = pathOf(command);
		command.configureOutput({
			// What was typed comes back in the explanation of what is wrong with it.
			writeErr: (text) => process.stderr.write(toTerminal(text)),
			outputError: (text, write) => {
				const what = oneLine(text.replace(/^error: /, "")).replace(/\.$/, "");
				write(`nightshift: ${what}; see "${path} --help".\n`);
			},
		});
	}
}

/** A command and all that are below it. */
export function everyCommand(command: Command): Command[] {
	return [command, ...command.commands.flatMap(everyCommand)];
}

/** `nightshift runs show` */
function pathOf(command: Command): string {
	return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
