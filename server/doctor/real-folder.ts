import { realpathSync } from "node:fs";

/** Where a folder really is, through all links, so that two names of one can be compared; as it stands when it is missing. */
export function realFolder(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		return folder;
	}
}
