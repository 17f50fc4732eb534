import { CommanderError } from "commander";
import { statusOfFailedStart } from "../service/exit-status.ts";
import { USAGE } from "./context.ts";
import { createProgram } from "./program.ts";
import { reportError } from "./report-error.ts";
import { everyCommand } from "./usage-errors.ts";

const HELP = new Set(["commander.helpDisplayed", "commander.version"]);

// A reader that has enough (`nightshift logs NAME | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
	process.exit();
});

try {
	const program = createProgram((status) => {
		process.exitCode = status;
	});
	for (const command of everyCommand(program)) command.exitOverride();
	await program.parseAsync();
} catch (error) {
	if (error instanceof CommanderError) {
		process.exitCode = HELP.has(error.code) ? 0 : USAGE;
	} else {
		reportError(error);
		process.exitCode = statusOfFailedStart(error);
	}
}
