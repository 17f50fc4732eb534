import { readFile } from "node:fs/promises";
import type { Paths } from "../../config/paths.ts";
import { readJson } from "../../config/write-json.ts";
import type { Identity } from "../../supervisor/identity.ts";
import { identitySchema, verifyIdentity } from "../../supervisor/identity.ts";
import { type Address, isReachable } from "./request.ts";

/** How long a dashboard that is well may take to answer. */
export const ANSWER_MS = 800;

/**
 * `up`: it answers. `silent`: its very process lives but does not answer: it is starting, ending, or hung. `down`: there
 * is none. A port alone proves nothing, so the process is verified before anything (the token least of all) is sent to it.
 */
export type Found =
	| { state: "up"; identity: Identity; address: Address }
	| { state: "silent"; identity: Identity; url: string }
	| { state: "down" };

/** Looks for the dashboard of this state directory. */
export async function findDashboard(paths: Paths): Promise<Found> {
	const record = await readJson(paths.dashboard);
	if (typeof record !== "object" || record === null || !("identity" in record) || !("url" in record))
		return { state: "down" };
	const identity = identitySchema.safeParse(record.identity).data;
	if (!identity || typeof record.url !== "string") return { state: "down" };
	if ((await verifyIdentity(identity)).verdict !== "same") return { state: "down" };

	const token = await readToken(paths.token);
	const address = token === null ? null : { url: record.url, token };
	if (address && (await isReachable(address, ANSWER_MS))) return { state: "up", identity, address };
	return { state: "silent", identity, url: record.url };
}

/** The link that signs a browser in. */
export function signInLink({ url, token }: Address): string {
	return `${url}/?token=${encodeURIComponent(token)}`;
}

async function readToken(file: string): Promise<string | null> {
	try {
		return (await readFile(file, "utf8")).trim();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}
