import { readRegular } from "../../config/open-regular.ts";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { Identity } from "../../supervisor/identity.ts";
import { verifyIdentity } from "../../supervisor/identity.ts";
import { type Address, isReachable } from "./request.ts";

/** How long a dashboard that is well may take to answer. */
export const ANSWER_MS = 800;

/** Both files are a few hundred bytes. */
const MAX_BYTES = 100_000;
const MISSING: ReadonlySet<string> = new Set(["ENOENT", "EINVAL"]);

/**
 * `up`: it answers. `silent`: its very process lives but does not answer: it is starting, ending, or hung. `down`: there
 * is none. A port alone proves nothing, so the process is verified before anything (the token least of all) is sent to it.
 */
export type Found =
	| { state: "up"; identity: Identity; address: Address }
	| {
			state: "silent";
			identity: Identity;
			url: string;
			/** In milliseconds since 1970; 0 when unknown. */
			startedAt: number;
	  }
	| {
			state: "down";
			/** The last one did not end in good order, since the machine was started. */
			crashed: boolean;
	  };

export type Running = Extract<Found, { state: "up" }>;

/** Looks for the dashboard of this state directory. */
export async function findDashboard(paths: Paths): Promise<Found> {
	const record = await readRecord(paths.dashboard);
	const identity = record?.identity;
	if (!isIdentity(identity) || typeof record?.url !== "string") return { state: "down", crashed: false };
	const { verdict, marks } = await verifyIdentity(identity);
	if (verdict !== "same") return { state: "down", crashed: marks.boot === true };

	const token = await readIfThere(paths.token);
	const address = token === null ? null : { url: record.url, token };
	if (address && (await isReachable(address, ANSWER_MS))) return { state: "up", identity, address };
	return { state: "silent", identity, url: record.url, startedAt: Date.parse(String(record.startedAt)) || 0 };
}

/** One that answered a moment ago and does so no more. */
export function silent({ identity, address }: Running): Extract<Found, { state: "silent" }> {
	return { state: "silent", identity, url: address.url, startedAt: 0 };
}

/** The dashboard, for what cannot do without. @throws NightshiftError `dashboard-down` with what starts or mends it */
export async function requireDashboard(paths: Paths): Promise<Running> {
	const found = await findDashboard(paths);
	if (found.state === "up") return found;
	const sentence =
		found.state === "down"
			? 'The dashboard does not run: "nightshift start --open" starts it and opens it.'
			: `The dashboard (pid ${found.identity.pid}) runs but does not answer: try again in a moment, or exchange it with "nightshift restart --dashboard-only".`;
	throw new NightshiftError("dashboard-down", sentence);
}

/** The link that signs a browser in, as often as one likes: for the terminal of who asked, never for a command line. */
export function signInLink({ url, token }: Address): string {
	return `${url}/?token=${encodeURIComponent(token)}`;
}

/** What `dashboard.json` says, unchecked; null when there is none, or it is no JSON. */
async function readRecord(file: string): Promise<{ identity?: unknown; url?: unknown; startedAt?: unknown } | null> {
	try {
		return JSON.parse((await readIfThere(file)) ?? "null");
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}

/** As `identitySchema` has it, by hand: loading zod would cost every command 15 ms. */
function isIdentity(value: unknown): value is Identity {
	if (typeof value !== "object" || value === null) return false;
	const { pid, boot, startTime, executable, instance } = value as Record<string, unknown>;
	const textOrNull = (one: unknown) => one === null || typeof one === "string";
	return (
		Number.isInteger(pid) &&
		(pid as number) >= 2 &&
		textOrNull(boot) &&
		typeof startTime === "string" &&
		textOrNull(executable) &&
		typeof instance === "string" &&
		instance !== ""
	);
}

async function readIfThere(file: string): Promise<string | null> {
	try {
		return (await readRegular(file, MAX_BYTES)).trim();
	} catch (error) {
		// What is no regular file is no record of ours.
		if (MISSING.has((error as NodeJS.ErrnoException).code ?? "")) return null;
		throw error;
	}
}
