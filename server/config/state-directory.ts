import { mkdir } from "node:fs/promises";
import { NightshiftError } from "../contract/errors.ts";

/**
 * Makes the state directory, readable by its owner alone, unless it is there.
 * @throws NightshiftError `config-invalid`
 */
export async function makeStateDirectory(home: string): Promise<void> {
	try {
		await mkdir(home, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw unwritable(home, error);
	}
}

/** The sentence for a file or folder of the state directory that cannot be written. */
export function unwritable(path: string, error: unknown): NightshiftError {
	const { code } = error as NodeJS.ErrnoException;
	return new NightshiftError("config-invalid", `${path} ${explain(code)}.`, { file: path }, { cause: error });
}

function explain(code: string | undefined): string {
	switch (code) {
		case "ENOSPC":
			return "cannot be written, because the disk is full: make room and try again";
		case "EEXIST":
		case "ENOTDIR":
			return "cannot be the state directory, because a file stands in its place: name another with --home";
		default:
			return `cannot be written (${code}): correct its permissions, or name another state directory with --home`;
	}
}
