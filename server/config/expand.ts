import { homedir } from "node:os";
import { join } from "node:path";

/** `~` and `~/…` in a path: the person's home directory. */
export function expandTilde(path: string): string {
	return /^~(?=$|[\\/])/.test(path) ? join(homedir(), path.slice(1)) : path;
}

/** The same for the program of a command; its arguments are its own affair. */
export function expandProgram(command: string[]): string[] {
	return command.map((word, index) => (index === 0 ? expandTilde(word) : word));
}
