import type { LastExit } from "../../server/contract/daemon.ts";

/** How the last run ended, in a sentence without its time: `Crashed with exit code 1.` */
export function exitSentence(exit: LastExit): string {
	return [endOf(exit), ...forceOf(exit), ...survivorsOf(exit)].join(" ");
}

function endOf(exit: LastExit): string {
	const how = howOf(exit);
	switch (exit.cause) {
		case "user":
			return exit.forced ? "Stopped on request." : how ? `Stopped on request, ${how}.` : "Stopped on request.";
		case "crash":
			return how ? `Crashed ${how}.` : "Crashed; how is not known.";
		case "oom":
			return "Killed because memory ran out.";
		case "watchdog":
			return "Stopped by the watchdog because it no longer answered.";
		case "update":
			return "Stopped for an update.";
		case "config":
			return `Stopped itself because its configuration is wrong${how ? ` (${how})` : ""}.`;
		case "unknown":
			if (exit.code === 0) return "Ended by itself with exit code 0.";
			return how ? `Ended ${how}.` : "Ended while nobody was watching; how is not known.";
	}
}

function howOf(exit: LastExit): string | null {
	if (exit.signal) return `by signal ${exit.signal}`;
	if (exit.code !== null) return `with exit code ${exit.code}`;
	return null;
}

function forceOf(exit: LastExit): string[] {
	return exit.forced ? ["It ignored the polite signal and had to be killed."] : [];
}

function survivorsOf(exit: LastExit): string[] {
	if (exit.survivors.length === 0) return [];
	const names = exit.survivors.map(({ pid, command }) => `${command} (pid ${pid})`).join(", ");
	const subject =
		exit.survivors.length === 1 ? "One process outlived it" : `${exit.survivors.length} processes outlived it`;
	return [`${subject}: ${names}.`];
}
