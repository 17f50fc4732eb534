import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** A path inside the clone. */
export function inRoot(path) {
	return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** A short name for this clone, for things outside of it. */
export const ROOT_ID = createHash("sha256").update(ROOT).digest("hex").slice(0, 16);
