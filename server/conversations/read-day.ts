import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { openRegular } from "../config/open-regular.ts";
import type { RecordedDay } from "../contract/conversations.ts";
import { NightshiftError } from "../contract/errors.ts";
import { dayNamed } from "./backup/day.ts";
import { dayName } from "./backup/file-names.ts";

/** More than this nobody reads in a page, and the file is on this machine. */
const MOST_BYTES = 2_000_000;

/**
 * The consolidation of a day as the chat monitor has written it; of a very long one the beginning.
 * @param folder where the chat monitor writes
 * @throws NightshiftError `bad-request` for what is no day, `not-found` while there is none
 */
export async function readDay(folder: string, day: string): Promise<RecordedDay> {
	const path = join(folder, dayName(dayNamed(day, "UTC").name));
	let file: FileHandle;
	try {
		file = await openRegular(path);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		const sentence =
			code === "ENOENT"
				? `There is no record of ${day} in ${folder} yet: the chat monitor writes one when a backup is asked for, and of a whole day in the night after it.`
				: `${path} cannot be read: ${message}.`;
		throw new NightshiftError(code === "ENOENT" ? "not-found" : "internal", sentence, { day }, { cause: error });
	}
	try {
		const { size } = await file.stat();
		const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, MOST_BYTES)), 0, undefined, 0);
		// A letter that was cut in the middle would be no letter.
		const markdown = new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: size > bytesRead });
		return { day, markdown, cut: size - bytesRead };
	} finally {
		await file.close();
	}
}
