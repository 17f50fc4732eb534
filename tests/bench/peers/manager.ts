import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A program that all managers look after, each a copy of its own. */
export interface Program {
	name: string;
	command: string[];
}

/** One way to keep programs alive, as its documentation says to use it. */
export interface Manager {
	/** With its version. */
	name: string;
	/** Of the process that looks after the programs. */
	pid(): Promise<number>;
	/** As a person would, in a terminal; resolves when the command has ended. */
	command(verb: "start" | "stop", program: string): Promise<void>;
	/** As a script would, over what it offers for that; resolves with the answer. */
	api(verb: "start" | "stop", program: string): Promise<void>;
	/** Everything it knows of all programs, over the same. */
	status(): Promise<void>;
	/** The file in which what a program writes arrives. */
	logFile(program: string): string;
	/** All that a program wrote, as it is kept. */
	log(program: string): Promise<string>;
	/** Makes it remember what runs now, where that has to be asked for. */
	remember(): Promise<void>;
	/** Brings it back after it was killed, with what it was told to remember. */
	comeBack(): Promise<void>;
	end(): Promise<void>;
}

/** Where the programs of one manager write down their starts. */
export class Starts {
	constructor(private readonly folder: string) {}

	/** One of the programs here that write down their pid and the machine's monotonic clock as soon as they run. */
	program(name: string, ...args: string[]): Program {
		const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
		return { name, command: [process.execPath, script, this.file(name), ...args] };
	}

	async clear(name: string): Promise<void> {
		await writeFile(this.file(name), "");
	}

	/** All so far: pid, and milliseconds of the monotonic clock. */
	async read(name: string): Promise<{ pid: number; at: number }[]> {
		await appendFile(this.file(name), "");
		const lines = (await readFile(this.file(name), "utf8")).split("\n").slice(0, -1);
		return lines.map((line) => {
			const [pid = "", clock = ""] = line.split(" ");
			return { pid: Number(pid), at: Number(BigInt(clock)) / 1e6 };
		});
	}

	private file(name: string): string {
		return join(this.folder, `${name}.starts`);
	}
}

export const LINES = 200_000;
export const IDLE = Array.from({ length: 20 }, (_, n) => `idle-${n + 1}`);

/** The programs of one manager: one whose start is timed, one that talks, one that writes much, and twenty that do nothing. */
export function programsFor(starts: Starts): Program[] {
	return [
		starts.program("clock"),
		starts.program("talker"),
		starts.program("writer", String(LINES)),
		...IDLE.map((name) => ({ name, command: ["/bin/sleep", "1000000"] })),
	];
}
